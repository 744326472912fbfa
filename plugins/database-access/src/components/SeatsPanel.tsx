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

import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import {
  AccessRequest,
  SeatState,
} from '@towpath/backstage-plugin-database-access-common';
import { useChanged } from '../hooks/useChanged';
import { approvalsOf, givenOf, stagesOf, wordOf } from '../seatStatus';
import { useTexts } from '../useTexts';
import { Announcement } from './Announcement';
import { Moment } from './Moment';
import { Panel } from './Panel';
import { Row } from './Row';
import { SeatReasons } from './SeatReasons';
import { Stack } from './Stack';
import { StatusChip } from './StatusChip';
import { Tone } from './tone';
import { WaitingFacts } from './WaitingFacts';

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1),
      margin: 0,
      padding: 0,
      listStyle: 'none',
    },
  }),
  { name: 'DatabaseAccessSeatsPanel' },
);

/** Who must approve a request: who has, whose turn it is, why they are asked, and what happens if they do not answer. */
export function SeatsPanel(props: { request: AccessRequest }) {
  const { request } = props;
  const { t } = useTexts();
  const { automatic } = request.plan.deciders ?? {};
  if (request.seats.length === 0) {
    // Of an emergency more is said than that.
    return automatic && !request.emergency ? (
      <NobodyAsked request={request} />
    ) : null;
  }
  return (
    <Panel title={t('seats.title')}>
      <Stack>
        <Seats request={request} />
        {request.waiting && (
          <WaitingFacts request={request} waiting={request.waiting} />
        )}
      </Stack>
    </Panel>
  );
}

function NobodyAsked(props: { request: AccessRequest }) {
  const { automatic = [], policy = [] } = props.request.plan.deciders ?? {};
  const { t } = useTexts();
  return (
    <Panel title={t('seats.title')}>
      <Typography variant="body2" component="div">
        {t('seats.automatic', { rules: automatic.join(', ') })}
        <ul>
          {policy
            .filter(({ rule }) => automatic.includes(rule))
            .map(({ rule, because }) => (
              <li key={rule}>
                <code>{rule}</code>: {because}
              </li>
            ))}
        </ul>
      </Typography>
    </Panel>
  );
}

function Seats(props: { request: AccessRequest }) {
  const { request } = props;
  const { t } = useTexts();
  const { given, needed } = approvalsOf(request);
  const stages = stagesOf(request.seats);
  const summary = t('seats.summary', {
    given: String(given),
    needed: String(needed),
  });
  const changed = useChanged(summary);
  return (
    <>
      <Announcement>{changed && summary}</Announcement>
      <Typography variant="body1">
        <strong>{summary}</strong>{' '}
        {given > 0 && given < needed && t('seats.partial')}
      </Typography>
      {stages.map(({ stage, seats }) => (
        <Stage
          key={stage}
          request={request}
          seats={seats}
          stage={stages.length > 1 ? stage : undefined}
        />
      ))}
      {needed > 1 && (
        <Typography variant="body2">{t('seats.onePerson')}</Typography>
      )}
      {request.waiting && <WhoCounts notedAt={request.membersNotedAt} />}
    </>
  );
}

/** Whoever joins those who decide after they were asked fills no seat. */
function WhoCounts(props: { notedAt: string | undefined }) {
  const { notedAt } = props;
  const { t } = useTexts();
  return (
    <Typography variant="body2" component="div">
      {notedAt
        ? t('seats.membersNoted', { when: <Moment at={notedAt} /> })
        : t('seats.membersNotNoted')}
    </Typography>
  );
}

function Stage(props: {
  request: AccessRequest;
  seats: SeatState[];
  /** Absent if there is one only. */
  stage?: number;
}) {
  const { request, seats, stage } = props;
  const { t } = useTexts();
  const classes = useStyles();
  const name = stage
    ? t('seats.stage', { stage: String(stage) })
    : t('seats.listLabel');
  return (
    <div>
      {stage && (
        <Typography variant="subtitle2" component="h4" gutterBottom>
          <strong>{name}</strong>
        </Typography>
      )}
      <ul className={classes.list} aria-label={name}>
        {seats.map(seat => (
          <li key={`${seat.ref} ${seat.role}`}>
            <SeatLine request={request} seat={seat} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function SeatLine(props: { request: AccessRequest; seat: SeatState }) {
  const { request, seat } = props;
  const { t } = useTexts();
  const [tone, label] = standingOf(seat);
  return (
    <>
      <Row>
        <StatusChip tone={tone} label={t(label)} />
        <EntityRefLink entityRef={seat.ref} defaultKind="group" />
        {seat.count > 1 && (
          <Typography variant="body2" component="span">
            {t('seats.ofCount', {
              given: String(givenOf(seat)),
              needed: String(seat.count),
            })}
          </Typography>
        )}
        {seat.filledBy.map(ref => (
          <Approval key={ref} request={request} personRef={ref} />
        ))}
      </Row>
      <SeatReasons seat={seat} policy={request.plan.deciders?.policy} />
    </>
  );
}

/** Who has agreed, and when. */
function Approval(props: { request: AccessRequest; personRef: string }) {
  const { request, personRef } = props;
  const { t } = useTexts();
  const word = wordOf(request, personRef);
  const who = <EntityRefLink entityRef={personRef} defaultKind="user" />;
  return (
    <Typography variant="body2" component="span">
      {word
        ? t('seats.by', { who, when: <Moment at={word.decidedAt} /> })
        : t('seats.byWhom', { who })}
    </Typography>
  );
}

function standingOf(
  seat: SeatState,
): [Tone, 'seats.approved' | 'seats.missing' | 'seats.later'] {
  if (givenOf(seat) === seat.count) {
    return ['ok', 'seats.approved'];
  }
  return seat.isOpen
    ? ['progress', 'seats.missing']
    : ['neutral', 'seats.later'];
}
