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
import { useRouteRef } from '@backstage/core-plugin-api';
import { EntityRefLinks } from '@backstage/plugin-catalog-react';
import {
  AccessRequest,
  databaseAccessRequestReadPermission,
} from '@towpath/backstage-plugin-database-access-common';
import { useState } from 'react';
import { useParams } from 'react-router-dom';
import { useLanguage } from '../hooks/useLanguage';
import { useRequest } from '../hooks/useRequest';
import { useRequestTimeline } from '../hooks/useRequestTimeline';
import { shareRouteRef } from '../routes';
import { formatDuration } from '../time';
import { useTexts } from '../useTexts';
import { agreedFacts } from './agreedFacts';
import { CancelRequestButton } from './CancelRequestButton';
import { Conversation } from './Conversation';
import { DecisionList } from './DecisionList';
import { DecisionPanel } from './DecisionPanel';
import { DetailHeadline } from './DetailHeadline';
import { DetailPage } from './DetailPage';
import { EmergencyPanel } from './EmergencyPanel';
import { FactList } from './FactList';
import { Moment } from './Moment';
import { OverrideNotice } from './OverrideNotice';
import { Overtaken } from './Overtaken';
import { Panel } from './Panel';
import { PatternComparison } from './PatternComparison';
import { PlanView } from './PlanView';
import { ProductionChip } from './ProductionChip';
import { RequestStatusChip } from './RequestStatusChip';
import { RiskList } from './RiskList';
import { SeatsPanel } from './SeatsPanel';
import { Stack } from './Stack';
import { StartRequest } from './StartRequest';
import { Timeline } from './Timeline';

/** One request: who wants what and why, the exact plan, the decisions, and what became of it. */
export function RequestPage() {
  const { id = '' } = useParams();
  return <RequestOfId key={id} id={id} />;
}

function RequestOfId(props: { id: string }) {
  const { t } = useTexts();
  const question = useRequest(props.id);
  return (
    <DetailPage
      question={question}
      waiting={t('waiting.request')}
      failure={{
        title: t('failure.request'),
        forbidden: {
          title: t('forbidden.requests'),
          permission: databaseAccessRequestReadPermission.name,
        },
      }}
    >
      {request => (
        <Known
          request={request}
          onAskAgain={question.askAgain}
          onLearn={question.learn}
        />
      )}
    </DetailPage>
  );
}

function Known(props: {
  request: AccessRequest;
  onAskAgain(): void;
  onLearn(request: AccessRequest): void;
}) {
  const { request, onAskAgain, onLearn } = props;
  const { t } = useTexts();
  const timeline = useRequestTimeline(request);
  const { plan } = request;
  const [overtaken, setOvertaken] = useState(false);
  const isOpen = ['pending', 'questioned'].includes(request.status);
  return (
    <>
      <RequestHeadline request={request} onLearn={onLearn} />
      <EmergencyPanel request={request} onReviewed={onLearn} />
      <RequestFacts request={request} />
      <OverrideNotice plan={plan} />
      {overtaken && <Overtaken request={request} />}
      {(isOpen || request.seats.length === 0) && (
        <SeatsPanel request={request} />
      )}
      <Conversation request={request} onAnswered={onLearn} />
      {isOpen && (
        <DecisionPanel
          request={request}
          onDecided={onLearn}
          onOvertaken={() => setOvertaken(true)}
          onAskAgain={onAskAgain}
        />
      )}
      {request.status === 'approved' && (
        <StartRequest request={request} onStarted={onLearn} />
      )}
      {plan.recommendation && (
        <Panel title={t('comparison.title')}>
          <PatternComparison
            plan={plan}
            recommendation={plan.recommendation}
            chosen={plan.pattern}
          />
        </Panel>
      )}
      <Panel title={t('plan.title')}>
        <PlanView
          plan={plan}
          reasonsAreShown={plan.recommendation !== undefined}
        />
      </Panel>
      <DecisionList request={request} />
      <Timeline question={timeline} of={{ requestId: request.id }} />
    </>
  );
}

function RequestHeadline(props: {
  request: AccessRequest;
  onLearn(request: AccessRequest): void;
}) {
  const { request, onLearn } = props;
  const { t } = useTexts();
  const sharePage = useRouteRef(shareRouteRef);
  return (
    <DetailHeadline
      title={t('request.title', {
        network: request.plan.network.title,
        database: parseEntityRef(request.databaseRef).name,
      })}
      state={request.status}
      news={t('request.announceStatus', {
        status: t(`requestStatus.${request.status}`),
      })}
    >
      <RequestStatusChip status={request.status} />
      <ProductionChip request={request} />
      {request.shareId && (
        <Link to={sharePage({ id: request.shareId })}>
          {t('request.shareLink')}
        </Link>
      )}
      {request.actions.cancel && (
        <CancelRequestButton request={request} onCancelled={onLearn} />
      )}
    </DetailHeadline>
  );
}

function RequestFacts(props: { request: AccessRequest }) {
  const { request } = props;
  const { t } = useTexts();
  const language = useLanguage();
  return (
    <Panel title={t('request.details')}>
      <Stack>
        <FactList
          facts={[
            ...agreedFacts(request, t),
            {
              label: t('request.duration'),
              value: formatDuration(request.durationSeconds, language),
            },
            ...(request.deciderRefs.length > 0
              ? [
                  {
                    label: t(
                      request.deciderRefs.length > 1
                        ? 'request.decidersEach'
                        : 'request.deciders',
                    ),
                    value: (
                      <span>
                        <EntityRefLinks
                          entityRefs={request.deciderRefs}
                          defaultKind="group"
                        />
                      </span>
                    ),
                  },
                ]
              : []),
            {
              label: t('request.filed'),
              value: <Moment at={request.createdAt} />,
            },
          ]}
        />
        <RiskList request={request} />
      </Stack>
    </Panel>
  );
}
