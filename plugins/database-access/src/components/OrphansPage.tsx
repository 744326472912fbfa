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
import {
  identityApiRef,
  useApi,
  useRouteRef,
} from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import {
  databaseAccessOrphanDecidePermission,
  databaseAccessOrphanReadPermission,
  isKeptOrphan,
  Orphan,
  OrphanAdoption,
  OrphanDecision,
  OrphanRemoval,
} from '@towpath/backstage-plugin-database-access-common';
import { useCallback, useId, useState } from 'react';
import { databaseAccessApiRef } from '../api';
import { useAction } from '../hooks/useAction';
import { lastKnown, useAnswer } from '../hooks/useAnswer';
import { isSameRef } from '../isSameRef';
import { shareRouteRef } from '../routes';
import { useTexts } from '../useTexts';
import { Answered } from './Answered';
import { Moment } from './Moment';
import { FactList } from './FactList';
import { Notice } from './Notice';
import { Panel } from './Panel';
import { RefreshButton } from './RefreshButton';
import { Refusal } from './Refusal';
import { Row } from './Row';
import { Section } from './Section';
import { Stack } from './Stack';
import { WayBack } from './WayBack';

const PROPOSED = {
  keep: 'orphans.proposedKeep',
  remove: 'orphans.proposedRemove',
  adopt: 'orphans.proposedAdopt',
} as const;

/** Objects of AWS that look like the portal's and belong to no access: what each is, costs, and what becomes of it. */
export function OrphansPage() {
  const { t } = useTexts();
  const api = useApi(databaseAccessApiRef);
  const question = useAnswer(
    useCallback(signal => api.getOrphans({ signal }), [api]),
  );
  const { asking, askAgain } = question;
  const kept = (lastKnown(question.answer)?.items ?? []).filter(isKeptOrphan);
  return (
    <Stack>
      <WayBack />
      <Panel
        title={t('orphans.title')}
        actions={
          lastKnown(question.answer) && (
            <RefreshButton
              subject="orphans"
              asking={asking}
              onAskAgain={askAgain}
            />
          )
        }
      >
        <Stack>
          <Typography variant="body2">{t('orphans.help')}</Typography>
          <Answered
            question={question}
            waiting={{ label: t('waiting.orphans'), lines: 4 }}
            failure={{
              title: t('failure.orphans'),
              forbidden: {
                title: t('forbidden.orphans'),
                permission: databaseAccessOrphanReadPermission.name,
              },
            }}
          >
            {({ items }) => (
              <Orphans
                items={items.filter(item => !isKeptOrphan(item))}
                onDecided={askAgain}
              />
            )}
          </Answered>
        </Stack>
      </Panel>
      {kept.length > 0 && (
        <Panel title={t('orphans.kept')}>
          <Stack>
            <Typography variant="body2">{t('orphans.keptHelp')}</Typography>
            <Orphans items={kept} onDecided={askAgain} />
          </Stack>
        </Panel>
      )}
    </Stack>
  );
}

function Orphans(props: { items: Orphan[]; onDecided(): void }) {
  const { items, onDecided } = props;
  const { t } = useTexts();
  if (items.length === 0) {
    return (
      <Notice tone="neutral" role="note" title={t('orphans.empty')}>
        {t('orphans.emptyHelp')}
      </Notice>
    );
  }
  return (
    <>
      {items.map(orphan => (
        <Section
          key={`${orphan.type} ${orphan.awsId}`}
          title={`${orphan.title} ${orphan.name}`}
        >
          <OrphanView orphan={orphan} onDecided={onDecided} />
        </Section>
      ))}
    </>
  );
}

function OrphanView(props: { orphan: Orphan; onDecided(): void }) {
  const { orphan, onDecided } = props;
  const { t } = useTexts();
  const { accountName, accountId, region, awsId, monthlyCost } = orphan;
  const { shares } = orphan.adoption;
  return (
    <Stack>
      <FactList
        facts={[
          { label: t('orphans.awsId'), value: awsId },
          {
            label: t('orphans.account'),
            value: t('facts.accountValue', {
              name: accountName,
              id: accountId,
            }),
          },
          { label: t('orphans.region'), value: region },
          {
            label: t('orphans.cost'),
            value:
              monthlyCost === undefined
                ? t('orphans.costUnknown')
                : t('orphans.costValue', { amount: monthlyCost.toFixed(2) }),
          },
          {
            label: t('orphans.firstSeen'),
            value: <Moment at={orphan.firstSeenAt} />,
          },
          ...(shares.length
            ? [
                {
                  label: t('orphans.missedBy'),
                  value: <Bereft shares={shares} />,
                },
              ]
            : []),
        ]}
      />
      {orphan.decision && <Decision orphan={orphan} onDecided={onDecided} />}
      {orphan.removal && <Removal removal={orphan.removal} />}
      {(!orphan.decision || isKeptOrphan(orphan)) && (
        <Proposal orphan={orphan} onDecided={onDecided} />
      )}
    </Stack>
  );
}

/** Why it is not gone yet, although two people have said so. */
function Removal({ removal }: { removal: OrphanRemoval }) {
  const { isStuck, reason, nextTryAt } = removal;
  const { t } = useTexts();
  return (
    <Notice
      tone={isStuck ? 'warning' : 'info'}
      role="note"
      title={t(isStuck ? 'orphans.removalStuck' : 'orphans.removing')}
    >
      {reason} {t('orphans.nextTry')} <Moment at={nextTryAt} />
    </Notice>
  );
}

/** The accesses that lost an object like it. */
function Bereft(props: Pick<OrphanAdoption, 'shares'>) {
  const { t } = useTexts();
  const sharePage = useRouteRef(shareRouteRef);
  return (
    <div>
      {props.shares.map(({ shareId, databaseRef, network }) => (
        <div key={shareId}>
          <Link to={sharePage({ id: shareId })}>
            {t('orphans.missedByValue', { databaseRef, network })}
          </Link>
        </div>
      ))}
    </div>
  );
}

function Proposal(props: { orphan: Orphan; onDecided(): void }) {
  const { orphan, onDecided } = props;
  const { t } = useTexts();
  const api = useApi(databaseAccessApiRef);
  const reasonId = useId();
  const [reason, setReason] = useState('');
  const { running, error, run } = useAction(
    async (action: OrphanDecision['action']) => {
      const { accountId, region, type, awsId } = orphan;
      await api.proposeForOrphan({
        accountId,
        region,
        type,
        awsId,
        action,
        reason: reason.trim(),
      });
      onDecided();
    },
  );
  const isReady = reason.trim() !== '' && !running;
  const { refusal } = orphan.adoption;
  return (
    <Stack>
      <TextField
        id={reasonId}
        label={t('orphans.reason')}
        value={reason}
        onChange={event => setReason(event.target.value)}
        helperText={t('orphans.reasonHelp')}
        fullWidth
      />
      <Row>
        <Button
          variant="contained"
          disabled={!isReady}
          onClick={() => run('remove')}
        >
          {t('orphans.proposeRemove')}
        </Button>
        {!refusal && (
          <Button
            variant="contained"
            disabled={!isReady}
            onClick={() => run('adopt')}
          >
            {t('orphans.proposeAdopt')}
          </Button>
        )}
        {!isKeptOrphan(orphan) && (
          <Button
            variant="outlined"
            disabled={!isReady}
            onClick={() => run('keep')}
          >
            {t('orphans.proposeKeep')}
          </Button>
        )}
      </Row>
      <Typography variant="body2" color="textSecondary">
        {refusal
          ? t('orphans.notAdoptable', { because: refusal })
          : t('orphans.adoptHelp')}
      </Typography>
      <Refusal
        title={t('orphans.failed')}
        error={error}
        permission={databaseAccessOrphanDecidePermission.name}
      />
    </Stack>
  );
}

function Decision(props: { orphan: Orphan; onDecided(): void }) {
  const { orphan, onDecided } = props;
  const { t } = useTexts();
  const api = useApi(databaseAccessApiRef);
  const self = useAnswer(useOwnRef());
  const { running, error, run } = useAction(async () => {
    await api.confirmForOrphan(orphan);
    onDecided();
  });
  const { action, reason, proposedBy, confirmedBy } = orphan.decision!;
  const ownRef = lastKnown(self.answer);
  const isOwn = ownRef !== undefined && isSameRef(ownRef, proposedBy);
  return (
    <Stack>
      <Typography variant="body2">
        {t(PROPOSED[action], { who: proposedBy, reason })}{' '}
        {confirmedBy && t('orphans.confirmedBy', { who: confirmedBy })}
        {!confirmedBy && isOwn && t('orphans.needsOther')}
      </Typography>
      {!confirmedBy && !isOwn && (
        <div>
          <Button variant="contained" disabled={running} onClick={() => run()}>
            {t('orphans.confirm')}
          </Button>
        </div>
      )}
      <Refusal
        title={t('orphans.failed')}
        error={error}
        permission={databaseAccessOrphanDecidePermission.name}
      />
    </Stack>
  );
}

function useOwnRef() {
  const identity = useApi(identityApiRef);
  return useCallback(
    async () => (await identity.getBackstageIdentity()).userEntityRef,
    [identity],
  );
}
