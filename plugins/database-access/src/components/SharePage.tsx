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

import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import {
  DatabaseAccessRequestOptions,
  databaseAccessShareReadPermission,
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import { useCallback } from 'react';
import { useParams } from 'react-router-dom';
import { databaseAccessApiRef } from '../api';
import { lastKnown } from '../hooks/useAnswer';
import { useChanged } from '../hooks/useChanged';
import { useShare } from '../hooks/useShare';
import { useTimeline } from '../hooks/useTimeline';
import { requestRouteRef } from '../routes';
import { isShareFinal } from '../shareStatus';
import { databaseAccessTranslationRef } from '../translation';
import { Announcement } from './Announcement';
import { Fact, FactList } from './FactList';
import { Failure } from './Failure';
import { HealthChip } from './HealthChip';
import { HopList } from './HopList';
import { LifecycleChip } from './LifecycleChip';
import { Moment } from './Moment';
import { MonthlyCost } from './MonthlyCost';
import { Panel } from './Panel';
import { ProgressList } from './ProgressList';
import { RevokeButton } from './RevokeButton';
import { Row } from './Row';
import { ShareState } from './ShareState';
import { SnippetList } from './SnippetList';
import { Stack } from './Stack';
import { Timeline } from './Timeline';
import { TimeLeft } from './TimeLeft';
import { Waiting } from './Waiting';
import { WayBack } from './WayBack';

/** One share: how far it is, how its path is, how to use it, how to end it. */
export function SharePage() {
  const { id = '' } = useParams();
  return (
    <Stack>
      <WayBack />
      <Answered key={id} id={id} />
    </Stack>
  );
}

function Answered(props: { id: string }) {
  const { t } = useTranslationRef(databaseAccessTranslationRef);
  const { answer, asking, askAgain, learn } = useShare(props.id);
  const share = lastKnown(answer);
  return (
    <>
      {answer.state === 'waiting' && (
        <Waiting label={t('waiting.share')} lines={8} onAskAgain={askAgain} />
      )}
      {answer.state === 'failed' && (
        <Failure
          title={t(share ? 'failure.refresh' : 'failure.share')}
          forbidden={{
            title: t('forbidden.shares'),
            permission: databaseAccessShareReadPermission.name,
          }}
          error={answer.error}
          asking={asking}
          onAskAgain={askAgain}
        />
      )}
      {share && <Known share={share} onLearn={learn} />}
    </>
  );
}

function Known(props: { share: Share; onLearn(share: Share): void }) {
  const { share, onLearn } = props;
  const { t } = useTranslationRef(databaseAccessTranslationRef);
  const timeline = useShareTimeline(share);
  const moved = useChanged(share.lifecycle);
  const underWay = ['building', 'stuck', 'revoking'].includes(share.lifecycle);
  return (
    <>
      <Announcement>
        {moved &&
          t('share.announceLifecycle', {
            lifecycle: t(`lifecycle.${share.lifecycle}`),
          })}
      </Announcement>
      <ShareHeadline share={share} onLearn={onLearn} />
      <ShareState share={share} onLearn={onLearn} />
      {underWay && (
        <ProgressList
          objects={share.objects}
          timeline={lastKnown(timeline.answer) ?? []}
        />
      )}
      <ShareFacts share={share} />
      {!isShareFinal(share) && <SharePath share={share} />}
      {share.lifecycle !== 'revoked' && <Outputs share={share} />}
      {share.snippets.length > 0 && <SnippetList snippets={share.snippets} />}
      <Timeline question={timeline} />
    </>
  );
}

function useShareTimeline(share: Share) {
  const api = useApi(databaseAccessApiRef);
  const { id } = share;
  return useTimeline(
    useCallback(
      (after: number | undefined, options: DatabaseAccessRequestOptions) =>
        api.getShareTimeline(id, after, options),
      [api, id],
    ),
    { moving: !isShareFinal(share), version: share.updatedAt },
  );
}

function ShareHeadline(props: { share: Share; onLearn(share: Share): void }) {
  const { share, onLearn } = props;
  const { t } = useTranslationRef(databaseAccessTranslationRef);
  return (
    <Row>
      <Typography variant="h5" component="h2">
        {t('share.title', {
          network: share.network.title,
          database: parseEntityRef(share.databaseRef).name,
        })}
      </Typography>
      <LifecycleChip lifecycle={share.lifecycle} />
      {!isShareFinal(share) && <HealthChip health={share.health} />}
      {share.actions.revoke && (
        <RevokeButton share={share} onRevoked={onLearn} />
      )}
    </Row>
  );
}

function ShareFacts(props: { share: Share }) {
  const { share } = props;
  const { t } = useTranslationRef(databaseAccessTranslationRef);
  const requestPage = useRouteRef(requestRouteRef);
  return (
    <Panel title={t('share.details')}>
      <FactList
        facts={[
          { label: t('share.purpose'), value: share.purpose },
          {
            label: t('share.database'),
            value: (
              <EntityRefLink
                entityRef={share.databaseRef}
                defaultKind="resource"
              />
            ),
          },
          {
            label: t('share.account'),
            value: t('facts.accountValue', {
              name: share.network.accountName,
              id: share.network.accountId,
            }),
          },
          { label: t('share.pattern'), value: t(`pattern.${share.pattern}`) },
          {
            label: t('share.endpoint'),
            value: `${share.endpoint.host}:${share.endpoint.port}`,
          },
          {
            label: t('share.requester'),
            value: (
              <EntityRefLink
                entityRef={share.requesterRef}
                defaultKind="user"
              />
            ),
          },
          {
            label: t('share.owner'),
            value: (
              <EntityRefLink entityRef={share.ownerRef} defaultKind="group" />
            ),
          },
          {
            label: t('share.cost'),
            value: <MonthlyCost cost={share.plan.cost} />,
          },
          {
            label: t('share.request'),
            value: (
              <Link to={requestPage({ id: share.requestId })}>
                {t('share.requestLink')}
              </Link>
            ),
          },
          ...timesOf(),
        ]}
      />
    </Panel>
  );

  function timesOf(): Fact[] {
    const { startedAt, activeAt, revokedAt, expiresAt } = share;
    return [
      { label: t('share.started'), value: <Moment at={startedAt} /> },
      ...(activeAt
        ? [{ label: t('share.active'), value: <Moment at={activeAt} /> }]
        : []),
      revokedAt
        ? { label: t('share.revokedAt'), value: <Moment at={revokedAt} /> }
        : { label: t('share.expires'), value: <TimeLeft until={expiresAt} /> },
    ];
  }
}

function SharePath(props: { share: Share }) {
  const { t } = useTranslationRef(databaseAccessTranslationRef);
  return (
    <Panel title={t('share.path')}>
      <Stack>
        <Typography variant="body2">{t('share.configured')}</Typography>
        <HopList hops={props.share.hops} />
      </Stack>
    </Panel>
  );
}

function Outputs(props: { share: Share }) {
  const { outputs } = props.share;
  const { t } = useTranslationRef(databaseAccessTranslationRef);
  return (
    <Panel title={t('outputs.title')}>
      {outputs.length > 0 ? (
        <FactList
          facts={outputs.map(({ label, value }) => ({
            label,
            value,
            copy: value,
          }))}
        />
      ) : (
        <Typography variant="body2">{t('outputs.none')}</Typography>
      )}
    </Panel>
  );
}
