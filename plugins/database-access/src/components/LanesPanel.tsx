/*
 * Copyright 2026 The Towpath Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import {
  databaseAccessShareReadPermission,
  isUnreadLane,
  LaneState,
} from '@towpath/backstage-plugin-database-access-common';
import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';
import { databaseAccessApiRef } from '../api';
import { lastKnown, useAnswer } from '../hooks/useAnswer';
import { RESTING_MILLISECONDS, usePolling } from '../hooks/usePolling';
import { lanesRouteRef } from '../routes';
import { useTexts } from '../useTexts';
import { Answered } from './Answered';
import { Column, DataTable } from './DataTable';
import { LaneQuotas } from './LaneQuotas';
import { LaneSweep } from './LaneSweep';
import { LaneTroubles } from './LaneTroubles';
import { Panel } from './Panel';
import { RefreshButton } from './RefreshButton';
import { Row } from './Row';
import { Stack } from './Stack';

/** Lanes that want somebody's attention come first; alike ones stay as they came, by account and Region. */
function urgencyOf({ state, throttles, quotas }: LaneState): number {
  if (state === 'unreadable' || state === 'stale') {
    return 0;
  }
  if (state === 'partly') {
    return 1;
  }
  if (throttles > 0 || quotas?.tight.length || quotas?.unread.length) {
    return 2;
  }
  return state === 'read' ? 3 : 4;
}

type Says =
  | 'lanes.onlyUnread'
  | 'lanes.onlyOrphans'
  | 'lanes.onlyTight'
  | 'lanes.onlyThrottled';

/** Which lanes an address asks for. */
const ONLY: Record<string, { says: Says; fits(lane: LaneState): boolean }> = {
  unread: {
    says: 'lanes.onlyUnread',
    fits: isUnreadLane,
  },
  orphans: {
    says: 'lanes.onlyOrphans',
    fits: ({ orphans = 0 }) => orphans > 0,
  },
  tight: {
    says: 'lanes.onlyTight',
    fits: ({ quotas }) => (quotas?.tight.length ?? 0) > 0,
  },
  throttled: {
    says: 'lanes.onlyThrottled',
    fits: ({ throttles }) => throttles > 0,
  },
};

/** How the portal reads each account, and why not: for everybody who sees an access there. */
export function LanesPanel() {
  const { t } = useTexts();
  const api = useApi(databaseAccessApiRef);
  const question = useAnswer(
    useCallback(
      async (signal: AbortSignal) => (await api.listLanes({ signal })).items,
      [api],
    ),
  );
  usePolling(question, RESTING_MILLISECONDS);
  const [search] = useSearchParams();
  const only = ONLY[search.get('only') ?? ''];
  return (
    <Panel
      title={t('lanes.title')}
      actions={
        lastKnown(question.answer) && (
          <RefreshButton
            subject="lanes"
            asking={question.asking}
            onAskAgain={question.askAgain}
          />
        )
      }
    >
      <Stack>
        <Typography variant="body2">{t('lanes.help')}</Typography>
        {only && <Narrowed says={only.says} />}
        <Answered
          question={question}
          waiting={{ label: t('lanes.waiting'), lines: 4 }}
          failure={{
            title: t('lanes.failure'),
            forbidden: {
              title: t('lanes.forbidden'),
              permission: databaseAccessShareReadPermission.name,
            },
          }}
        >
          {lanes => (
            <Lanes
              lanes={only ? lanes.filter(only.fits) : lanes}
              empty={t(only ? 'lanes.emptyNarrowed' : 'lanes.empty')}
            />
          )}
        </Answered>
      </Stack>
    </Panel>
  );
}

function Narrowed(props: { says: Says }) {
  const { t } = useTexts();
  const lanesPage = useRouteRef(lanesRouteRef);
  return (
    <Row>
      <Typography variant="body2" component="span">
        {t(props.says)}
      </Typography>
      <Link to={lanesPage()}>{t('lanes.showAll')}</Link>
    </Row>
  );
}

function Lanes(props: { lanes: LaneState[]; empty: string }) {
  const { lanes, empty } = props;
  const { t } = useTexts();
  const columns = useColumns(
    lanes.some(({ objects }) => objects !== undefined),
  );
  if (lanes.length === 0) {
    return <Typography variant="body1">{empty}</Typography>;
  }
  return (
    <DataTable
      label={t('lanes.title')}
      columns={columns}
      rows={[...lanes].sort((a, b) => urgencyOf(a) - urgencyOf(b))}
      keyOf={({ accountId, region }) => `${accountId} ${region}`}
    />
  );
}

/** Few columns, so that the whole row fits beside the sidebar of a laptop's screen. */
function useColumns(counts: boolean): Column<LaneState>[] {
  const { t } = useTexts();
  return [
    {
      id: 'lane',
      label: t('lanes.lane'),
      cell: ({ accountId, accountName, region }) =>
        `${t('facts.accountValue', {
          name: accountName,
          id: accountId,
        })}, ${region}`,
    },
    {
      id: 'sweep',
      label: t('lanes.state'),
      cell: lane => <LaneSweep lane={lane} />,
    },
    {
      id: 'problems',
      label: t('lanes.problems'),
      cell: ({ problems, state }) =>
        problems.length ? (
          <LaneTroubles troubles={problems} />
        ) : (
          t(state === 'never' ? 'lanes.problemsNever' : 'lanes.problemsNone')
        ),
    },
    ...(counts
      ? [
          {
            id: 'objects',
            label: t('lanes.objects'),
            cell: ({ objects = 0, orphans = 0 }: LaneState) => (
              <>
                <div>{noBreak(t('lanes.objectCount', { count: objects }))}</div>
                <div>{noBreak(t('lanes.orphanCount', { count: orphans }))}</div>
              </>
            ),
          },
        ]
      : []),
    {
      id: 'limits',
      label: t(counts ? 'lanes.limits' : 'lanes.throttling'),
      cell: ({ quotas, throttles }) => (
        <>
          <div>{t('lanes.throttleCount', { count: throttles })}</div>
          {counts && <LaneQuotas quotas={quotas} />}
        </>
      ),
    },
  ];
}

/** A number and what it counts stay on one line. */
function noBreak(text: string): string {
  return text.replace(/ /g, '\u00a0');
}
