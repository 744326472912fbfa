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

import { useApi } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import Typography from '@material-ui/core/Typography';
import {
  databaseAccessOverviewReadPermission,
  Overview,
} from '@towpath/backstage-plugin-database-access-common';
import { useCallback } from 'react';
import { databaseAccessApiRef } from '../api';
import { useAnswer } from '../hooks/useAnswer';
import { RESTING_MILLISECONDS, usePolling } from '../hooks/usePolling';
import { useTexts } from '../useTexts';
import { Answered } from './Answered';
import { LanesPanel } from './LanesPanel';
import { Notice } from './Notice';
import { OverviewCosts } from './OverviewCosts';
import { OverviewGroups } from './OverviewGroups';
import { OverviewTiles } from './OverviewTiles';
import { Panel } from './Panel';
import { ReadingAge } from './ReadingAge';
import { RefreshButton } from './RefreshButton';
import { Stack } from './Stack';
import { WayBack } from './WayBack';

/** How all of it is, for those who answer for the portal or look at it. */
export function OverviewPage() {
  const { t } = useTexts();
  const { loading, allowed } = usePermission({
    permission: databaseAccessOverviewReadPermission,
  });
  return (
    <Stack>
      <WayBack />
      {loading && (
        <Typography variant="body2" role="status">
          {t('overview.permission')}
        </Typography>
      )}
      {!loading && (allowed ? <Counted /> : <Forbidden />)}
    </Stack>
  );
}

function Forbidden() {
  const { t } = useTexts();
  return (
    <Notice tone="neutral" role="note" title={t('overview.forbidden')}>
      {t('forbidden.description', {
        permission: <code>{databaseAccessOverviewReadPermission.name}</code>,
      })}
    </Notice>
  );
}

function Counted() {
  const { t } = useTexts();
  const api = useApi(databaseAccessApiRef);
  const question = useAnswer(
    useCallback(signal => api.getOverview({ signal }), [api]),
  );
  usePolling(question, RESTING_MILLISECONDS);
  return (
    <>
      <Panel
        title={t('overview.title')}
        actions={
          <RefreshButton
            subject="overview"
            asking={question.asking}
            onAskAgain={question.askAgain}
          />
        }
      >
        <Answered
          question={question}
          waiting={{ label: t('overview.waiting'), lines: 8 }}
          failure={{
            title: t('overview.failure'),
            forbidden: {
              title: t('overview.forbidden'),
              permission: databaseAccessOverviewReadPermission.name,
            },
          }}
        >
          {overview => <Numbers overview={overview} />}
        </Answered>
      </Panel>
      <LanesPanel />
    </>
  );
}

function Numbers(props: { overview: Overview }) {
  const { at, living, tiles, groups, costs } = props.overview;
  const { t } = useTexts();
  return (
    <Stack>
      <OverviewTiles tiles={tiles} costs={costs} />
      {living === 0 ? (
        <Typography variant="body1">{t('overview.empty')}</Typography>
      ) : (
        <OverviewGroups living={living} groups={groups} />
      )}
      <OverviewCosts costs={costs} />
      <Typography variant="body2" color="textSecondary">
        {t('overview.countedAt', { age: <ReadingAge readAt={at} /> })}
      </Typography>
    </Stack>
  );
}
