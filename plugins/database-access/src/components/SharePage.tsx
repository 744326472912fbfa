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
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import {
  databaseAccessShareReadPermission,
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import { useParams } from 'react-router-dom';
import { lastKnown } from '../hooks/useAnswer';
import { useShare } from '../hooks/useShare';
import { useShareTimeline } from '../hooks/useShareTimeline';
import { requestRouteRef } from '../routes';
import { isShareFinal } from '../shareStatus';
import { useTexts } from '../useTexts';
import { agreedFacts } from './agreedFacts';
import { ChangeAccessButton } from './ChangeAccessButton';
import { DetailHeadline } from './DetailHeadline';
import { DetailPage } from './DetailPage';
import { DriftPanel } from './DriftPanel';
import { DiagnosisButton } from './DiagnosisButton';
import { EmergencyOfShare } from './EmergencyOfShare';
import { Fact, FactList } from './FactList';
import { FailoverPanel } from './FailoverPanel';
import { FindingList } from './FindingList';
import { HealthChip } from './HealthChip';
import { LeftZone } from './LeftZone';
import { Moment } from './Moment';
import { Panel } from './Panel';
import { PlanTakeOver } from './PlanTakeOver';
import { ProgressList } from './ProgressList';
import { RevokeButton } from './RevokeButton';
import { ReachableFact } from './ReachableFact';
import { Row } from './Row';
import { ShareChips } from './ShareChips';
import { SharePath } from './SharePath';
import { ShareState } from './ShareState';
import { SnippetList } from './SnippetList';
import { ThreeFacts } from './ThreeFacts';
import { Timeline } from './Timeline';
import { TimeLeft } from './TimeLeft';
import { TimePanel } from './TimePanel';
import { UsePanel } from './UsePanel';

/** One share: how far it is, how its path is, how to use it, how to end it. */
export function SharePage() {
  const { id = '' } = useParams();
  return <ShareOfId key={id} id={id} />;
}

function ShareOfId(props: { id: string }) {
  const { t } = useTexts();
  const question = useShare(props.id);
  return (
    <DetailPage
      question={question}
      waiting={t('waiting.share')}
      failure={{
        title: t('failure.share'),
        forbidden: {
          title: t('forbidden.shares'),
          permission: databaseAccessShareReadPermission.name,
        },
      }}
    >
      {share => (
        <Known
          share={share}
          onLearn={question.learn}
          onAskAgain={question.askAgain}
        />
      )}
    </DetailPage>
  );
}

function Known(props: {
  share: Share;
  onLearn(share: Share): void;
  onAskAgain(): void;
}) {
  const { share, onLearn, onAskAgain } = props;
  const timeline = useShareTimeline(share);
  const entries = lastKnown(timeline.answer) ?? [];
  // VPC Lattice follows a database by itself; behind a load balancer somebody has to.
  const follows = share.pattern === 'privatelink' && !isShareFinal(share);
  const isOver = share.lifecycle === 'revoked';
  const isBegun = ['building', 'stuck'].includes(share.lifecycle);
  const underWay = isBegun || share.lifecycle === 'revoking';
  return (
    <>
      <ShareHeadline share={share} onLearn={onLearn} />
      <EmergencyOfShare share={share} />
      <ShareState share={share} timeline={entries} onLearn={onLearn} />
      <DriftPanel share={share} onRepaired={onLearn} />
      <FindingList findings={share.findings} />
      <LeftZone share={share} />
      {isBegun && <PlanTakeOver plan={share.plan} />}
      {underWay && <ProgressList share={share} timeline={entries} />}
      <ShareFacts share={share} />
      {!isShareFinal(share) && (
        <TimePanel share={share} onExtended={onAskAgain} />
      )}
      {!isShareFinal(share) && <ShareFindings share={share} />}
      {!isShareFinal(share) && <SharePath share={share} timeline={entries} />}
      {share.activeAt && !isShareFinal(share) && <UsePanel share={share} />}
      {follows && <FailoverPanel share={share} timeline={entries} />}
      {!isOver && <Outputs share={share} />}
      {!isOver && share.snippets.length > 0 && (
        <SnippetList snippets={share.snippets} />
      )}
      <Timeline question={timeline} of={{ shareId: share.id }} />
    </>
  );
}

function ShareHeadline(props: { share: Share; onLearn(share: Share): void }) {
  const { share, onLearn } = props;
  const { t } = useTexts();
  return (
    <DetailHeadline
      title={t('share.title', {
        network: share.network.title,
        database: parseEntityRef(share.databaseRef).name,
      })}
      state={share.lifecycle}
      news={t('share.announceLifecycle', {
        lifecycle: t(`lifecycle.${share.lifecycle}`),
      })}
    >
      <ShareChips share={share} />
      <DiagnosisButton share={share} />
      {share.actions.revoke && <ChangeAccessButton share={share} />}
      {share.actions.revoke && (
        <RevokeButton share={share} onRevoked={onLearn} />
      )}
    </DetailHeadline>
  );
}

function ShareFacts(props: { share: Share }) {
  const { share } = props;
  const { t } = useTexts();
  const requestPage = useRouteRef(requestRouteRef);
  const { startedAt, activeAt, revokedAt, expiresAt } = share;
  const times: Fact[] = [
    { label: t('share.started'), value: <Moment at={startedAt} /> },
    ...(activeAt
      ? [{ label: t('share.active'), value: <Moment at={activeAt} /> }]
      : []),
    revokedAt
      ? { label: t('share.revokedAt'), value: <Moment at={revokedAt} /> }
      : { label: t('share.expires'), value: <TimeLeft until={expiresAt} /> },
  ];
  return (
    <Panel title={t('share.details')}>
      <FactList
        facts={[
          ...agreedFacts({ ...share, planDigest: share.plan.digest }, t),
          {
            label: t('share.endpoint'),
            value: `${share.endpoint.host}:${share.endpoint.port}`,
          },
          {
            label: t('share.owner'),
            value: (
              <EntityRefLink entityRef={share.ownerRef} defaultKind="group" />
            ),
          },
          {
            label: t('share.request'),
            value: (
              <Link to={requestPage({ id: share.requestId })}>
                {t('share.requestLink')}
              </Link>
            ),
          },
          ...times,
        ]}
      />
    </Panel>
  );
}

/** What is known of the path, by where it is known from. */
function ShareFindings(props: { share: Share }) {
  const { share } = props;
  const { t } = useTexts();
  return (
    <ThreeFacts
      configured={
        <Row>
          <HealthChip health={share.health} />
          {t('threeFacts.configuredHint')}
        </Row>
      }
      reachable={<ReachableFact share={share} />}
    />
  );
}

function Outputs(props: { share: Share }) {
  const { outputs } = props.share;
  const { t } = useTexts();
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
