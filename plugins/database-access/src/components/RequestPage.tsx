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
import { EntityRefLink, EntityRefLinks } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import {
  AccessRequest,
  databaseAccessRequestReadPermission,
  DatabaseAccessRequestOptions,
} from '@towpath/backstage-plugin-database-access-common';
import { useCallback } from 'react';
import { useParams } from 'react-router-dom';
import { databaseAccessApiRef } from '../api';
import { lastKnown } from '../hooks/useAnswer';
import { useChanged } from '../hooks/useChanged';
import { useLanguage } from '../hooks/useLanguage';
import { useRequest } from '../hooks/useRequest';
import { useTimeline } from '../hooks/useTimeline';
import { isRequestFinal } from '../requestStatus';
import { shareRouteRef } from '../routes';
import { formatDuration } from '../time';
import { databaseAccessTranslationRef } from '../translation';
import { Announcement } from './Announcement';
import { CancelRequestButton } from './CancelRequestButton';
import { DecisionList } from './DecisionList';
import { DecisionPanel } from './DecisionPanel';
import { DigestText } from './DigestText';
import { FactList } from './FactList';
import { Failure } from './Failure';
import { Moment } from './Moment';
import { MonthlyCost } from './MonthlyCost';
import { Panel } from './Panel';
import { PlanView } from './PlanView';
import { RequestStatusChip } from './RequestStatusChip';
import { Row } from './Row';
import { Stack } from './Stack';
import { StartRequest } from './StartRequest';
import { Timeline } from './Timeline';
import { Waiting } from './Waiting';
import { WayBack } from './WayBack';

/** One request: who wants what and why, the exact plan, the decisions, and what became of it. */
export function RequestPage() {
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
  const { answer, asking, askAgain, learn } = useRequest(props.id);
  const request = lastKnown(answer);
  return (
    <>
      {answer.state === 'waiting' && (
        <Waiting label={t('waiting.request')} lines={8} onAskAgain={askAgain} />
      )}
      {answer.state === 'failed' && (
        <Failure
          title={t(request ? 'failure.refresh' : 'failure.request')}
          forbidden={{
            title: t('forbidden.requests'),
            permission: databaseAccessRequestReadPermission.name,
          }}
          error={answer.error}
          asking={asking}
          onAskAgain={askAgain}
        />
      )}
      {request && (
        <Known request={request} onAskAgain={askAgain} onLearn={learn} />
      )}
    </>
  );
}

function Known(props: {
  request: AccessRequest;
  onAskAgain(): void;
  onLearn(request: AccessRequest): void;
}) {
  const { request, onAskAgain, onLearn } = props;
  const { t } = useTranslationRef(databaseAccessTranslationRef);
  const moved = useChanged(request.status);
  return (
    <>
      <Announcement>
        {moved &&
          t('request.announceStatus', {
            status: t(`requestStatus.${request.status}`),
          })}
      </Announcement>
      <RequestHeadline request={request} onLearn={onLearn} />
      <RequestFacts request={request} />
      {request.status === 'pending' && (
        <DecisionPanel
          request={request}
          onDecided={onLearn}
          onAskAgain={onAskAgain}
        />
      )}
      {request.status === 'approved' && (
        <StartRequest request={request} onStarted={onLearn} />
      )}
      <Panel title={t('plan.title')}>
        <PlanView plan={request.plan} />
      </Panel>
      <DecisionList request={request} />
      <RequestTimeline request={request} />
    </>
  );
}

function RequestHeadline(props: {
  request: AccessRequest;
  onLearn(request: AccessRequest): void;
}) {
  const { request, onLearn } = props;
  const { t } = useTranslationRef(databaseAccessTranslationRef);
  const sharePage = useRouteRef(shareRouteRef);
  return (
    <Row>
      <Typography variant="h5" component="h2">
        {t('request.title', {
          network: request.plan.network.title,
          database: parseEntityRef(request.databaseRef).name,
        })}
      </Typography>
      <RequestStatusChip status={request.status} />
      {request.shareId && (
        <Link to={sharePage({ id: request.shareId })}>
          {t('request.shareLink')}
        </Link>
      )}
      {request.actions.cancel && (
        <CancelRequestButton request={request} onCancelled={onLearn} />
      )}
    </Row>
  );
}

function RequestFacts(props: { request: AccessRequest }) {
  const { request } = props;
  const { network } = request.plan;
  const { t } = useTranslationRef(databaseAccessTranslationRef);
  const language = useLanguage();
  return (
    <Panel title={t('request.details')}>
      <FactList
        facts={[
          { label: t('share.purpose'), value: request.purpose },
          {
            label: t('share.requester'),
            value: (
              <EntityRefLink
                entityRef={request.requesterRef}
                defaultKind="user"
              />
            ),
          },
          {
            label: t('share.database'),
            value: (
              <EntityRefLink
                entityRef={request.databaseRef}
                defaultKind="resource"
              />
            ),
          },
          { label: t('share.network'), value: network.title },
          {
            label: t('share.account'),
            value: t('facts.accountValue', {
              name: network.accountName,
              id: network.accountId,
            }),
          },
          {
            label: t('request.duration'),
            value: formatDuration(request.durationSeconds, language),
          },
          {
            label: t('request.cost'),
            value: <MonthlyCost cost={request.plan.cost} />,
          },
          {
            label: t('request.digest'),
            value: <DigestText digest={request.planDigest} />,
          },
          {
            label: t('request.deciders'),
            value: (
              <span>
                <EntityRefLinks
                  entityRefs={request.deciderRefs}
                  defaultKind="group"
                />
              </span>
            ),
          },
          {
            label: t('request.filed'),
            value: <Moment at={request.createdAt} />,
          },
        ]}
      />
    </Panel>
  );
}

function RequestTimeline(props: { request: AccessRequest }) {
  const { request } = props;
  const api = useApi(databaseAccessApiRef);
  const { id } = request;
  const question = useTimeline(
    useCallback(
      (after: number | undefined, options: DatabaseAccessRequestOptions) =>
        api.getRequestTimeline(id, after, options),
      [api, id],
    ),
    { moving: !isRequestFinal(request), version: request.updatedAt },
  );
  return <Timeline question={question} />;
}
