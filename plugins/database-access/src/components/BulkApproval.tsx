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

import { Entity, parseEntityRef } from '@backstage/catalog-model';
import { useAnalytics, useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import {
  AccessRequest,
  databaseAccessRequestDecidePermission,
  DecisionOutcome,
} from '@towpath/backstage-plugin-database-access-common';
import { useId, useState } from 'react';
import { databaseAccessApiRef } from '../api';
import { MOST_AT_ONCE, rulesOf, whyAlone, WhyAlone } from '../bulkApproval';
import { useAction } from '../hooks/useAction';
import { useLanguage } from '../hooks/useLanguage';
import { formatDuration } from '../time';
import { Translate } from '../Translate';
import { useTexts } from '../useTexts';
import { MonthlyCost } from './MonthlyCost';
import { Refusal } from './Refusal';
import { Row } from './Row';
import { Stack } from './Stack';
import { StatusChip } from './StatusChip';

/** Which requests of a list are to be approved at once. */
export interface BulkChoice {
  chosen: AccessRequest[];
  isChosen(request: AccessRequest): boolean;
  /** Why a request cannot be chosen beside those that are; undefined if it can. */
  hindrance(request: AccessRequest): WhyAlone | 'otherRules' | undefined;
  toggle(request: AccessRequest): void;
  clear(): void;
}

/** Remembers the choice by id and plan: what has left the list or changed meanwhile is chosen no more. */
export function useBulkChoice(
  items: AccessRequest[] = [],
  entityOf: (entityRef: string) => Entity | undefined,
): BulkChoice {
  const alone = (request: AccessRequest) =>
    whyAlone(request, entityOf(request.databaseRef));
  const [keys, setKeys] = useState<string[]>([]);
  const chosen = items.filter(
    request => keys.includes(keyOf(request)) && !alone(request),
  );
  const isChosen = (request: AccessRequest) =>
    chosen.some(({ id }) => id === request.id);
  return {
    chosen,
    isChosen,
    hindrance(request) {
      const isOther =
        chosen.length > 0 && rulesOf(chosen[0]) !== rulesOf(request);
      return alone(request) ?? (isOther ? 'otherRules' : undefined);
    },
    toggle(request) {
      const key = keyOf(request);
      setKeys(before =>
        before.includes(key)
          ? before.filter(other => other !== key)
          : [...before, key],
      );
    },
    clear: () => setKeys([]),
  };
}

function keyOf({ id, planDigest }: AccessRequest): string {
  return `${id} ${planDigest}`;
}

const WHY_ALONE = {
  cannot: 'queue.aloneCannot',
  comment: 'queue.aloneComment',
  risk: 'queue.aloneRisk',
  findings: 'queue.aloneFindings',
  beside: 'queue.aloneBeside',
  otherRules: 'queue.aloneOtherRules',
} as const;

/** Where a request is chosen, or why it has to be decided on its own page. */
export function BulkCell(props: {
  request: AccessRequest;
  choice: BulkChoice;
}) {
  const { request, choice } = props;
  const { t } = useTexts();
  const hindrance = choice.hindrance(request);
  if (hindrance) {
    return (
      <StatusChip
        tone="neutral"
        label={t('queue.alone')}
        hint={t(WHY_ALONE[hindrance])}
      />
    );
  }
  const checked = choice.isChosen(request);
  return (
    <Checkbox
      size="small"
      color="primary"
      checked={checked}
      disabled={!checked && choice.chosen.length >= MOST_AT_ONCE}
      onChange={() => choice.toggle(request)}
      inputProps={{
        'aria-label': t('queue.choose', { request: nameOf(request, t) }),
      }}
    />
  );
}

/** How many are chosen, and the way to approve them at once. */
export function BulkApproval(props: {
  choice: BulkChoice;
  /** Some may have been approved. */
  onDone(): void;
}) {
  const { choice, onDone } = props;
  const { t } = useTexts();
  /** As they were when the dialog was opened: the list behind it may move. */
  const [confirmed, setConfirmed] = useState<AccessRequest[]>();
  const count = choice.chosen.length;
  const close = (isDone: boolean) => {
    setConfirmed(undefined);
    if (isDone) {
      choice.clear();
      onDone();
    }
  };
  return (
    <>
      {count > 0 && (
        <Row>
          <Typography variant="body2" role="status">
            {t('queue.chosen', { count })}
          </Typography>
          <Button
            variant="contained"
            color="primary"
            size="small"
            onClick={() => setConfirmed(choice.chosen)}
          >
            {t('queue.approve', { count })}
          </Button>
          <Button size="small" onClick={choice.clear}>
            {t('queue.clear')}
          </Button>
        </Row>
      )}
      {confirmed && <BulkDialog requests={confirmed} onClose={close} />}
    </>
  );
}

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1),
      margin: 0,
      paddingLeft: theme.spacing(2.5),
    },
  }),
  { name: 'DatabaseAccessBulkApproval' },
);

function BulkDialog(props: {
  requests: AccessRequest[];
  onClose(isDone: boolean): void;
}) {
  const { requests, onClose } = props;
  const { t } = useTexts();
  const api = useApi(databaseAccessApiRef);
  const analytics = useAnalytics();
  const titleId = useId();
  const [outcomes, setOutcomes] = useState<DecisionOutcome[]>();
  const count = requests.length;
  const { running, error, run } = useAction(async () => {
    const { items } = await api.decideSeveral({
      items: requests.map(({ id, planDigest }) => ({
        requestId: id,
        decision: 'approve' as const,
        planDigest,
      })),
    });
    for (const { request } of items) {
      if (request) {
        analytics.captureEvent('approve', request.databaseRef);
      }
    }
    setOutcomes(items);
  });
  const close = () => onClose(outcomes !== undefined);
  return (
    <Dialog
      open
      onClose={close}
      aria-labelledby={titleId}
      fullWidth
      maxWidth="sm"
    >
      <DialogTitle id={titleId}>{t('queue.confirm', { count })}</DialogTitle>
      <DialogContent>
        <Stack>
          <Refusal
            title={t('queue.failed')}
            error={error}
            permission={databaseAccessRequestDecidePermission.name}
          />
          {outcomes ? (
            <Outcomes requests={requests} outcomes={outcomes} />
          ) : (
            <Confirmation requests={requests} />
          )}
        </Stack>
      </DialogContent>
      <DialogActions>
        {outcomes ? (
          <Button onClick={close}>{t('queue.close')}</Button>
        ) : (
          <>
            <Button onClick={close}>{t('queue.cancel')}</Button>
            <Button
              variant="contained"
              color="primary"
              disabled={running}
              onClick={() => run()}
            >
              {t('queue.approve', { count })}
            </Button>
          </>
        )}
      </DialogActions>
    </Dialog>
  );
}

function Confirmation(props: { requests: AccessRequest[] }) {
  const { t } = useTexts();
  const classes = useStyles();
  const language = useLanguage();
  return (
    <>
      <ul className={classes.list} aria-label={t('queue.listLabel')}>
        {props.requests.map(request => (
          <li key={request.id}>
            {t('queue.item', {
              request: nameOf(request, t),
              requester: parseEntityRef(request.requesterRef).name,
              duration: formatDuration(request.durationSeconds, language),
              cost: <MonthlyCost cost={request.plan.cost} />,
            })}
          </li>
        ))}
      </ul>
      <Typography variant="body2">{t('queue.confirmHelp')}</Typography>
    </>
  );
}

/** What became of each; one that failed hides none of the others. */
function Outcomes(props: {
  requests: AccessRequest[];
  outcomes: DecisionOutcome[];
}) {
  const { requests, outcomes } = props;
  const { t } = useTexts();
  const classes = useStyles();
  const failed = outcomes.filter(({ error }) => error).length;
  return (
    <>
      <Typography variant="body1" role="status">
        {t('queue.outcome', { count: outcomes.length - failed })}{' '}
        {failed > 0 && t('queue.outcomeFailed', { count: failed })}
      </Typography>
      <ul className={classes.list} aria-label={t('queue.listLabel')}>
        {requests.map(request => (
          <li key={request.id}>
            <Outcome
              name={nameOf(request, t)}
              outcome={outcomes.find(
                ({ requestId }) => requestId === request.id,
              )}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

function Outcome(props: {
  name: string;
  outcome: DecisionOutcome | undefined;
}) {
  const { name, outcome } = props;
  const { t } = useTexts();
  const error = outcome?.error;
  const isRecorded = outcome !== undefined && !error;
  return (
    <Row>
      <StatusChip
        tone={isRecorded ? 'ok' : 'error'}
        label={t(isRecorded ? 'queue.recorded' : 'queue.notRecorded')}
      />
      <Typography variant="body2" component="span">
        {name}
        {error && `: ${error.message}`}{' '}
        {error?.code && <code>{error.code}</code>}
      </Typography>
    </Row>
  );
}

function nameOf({ plan, databaseRef }: AccessRequest, t: Translate): string {
  return t('share.title', {
    network: plan.network.title,
    database: parseEntityRef(databaseRef).name,
  });
}
