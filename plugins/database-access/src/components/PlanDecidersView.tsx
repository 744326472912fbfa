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

import { EntityRefLink, EntityRefLinks } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import {
  DecisionSeat,
  PlanDeciders,
} from '@towpath/backstage-plugin-database-access-common';
import { useLanguage } from '../hooks/useLanguage';
import { stagesOf } from '../seatStatus';
import { formatDuration } from '../time';
import { useTexts } from '../useTexts';
import { Notice } from './Notice';
import { SeatReasons } from './SeatReasons';
import { Section } from './Section';

/** Who has to agree before anything is built and which rules say so, said to the one who asks and cannot do it. */
export function PlanDecidersView(props: {
  deciders: PlanDeciders;
  /** How long access is asked for. */
  durationSeconds?: number;
}) {
  const { deciders, durationSeconds } = props;
  const { t } = useTexts();
  return (
    <Section title={t('plan.deciders')}>
      <Typography variant="body2" component="div">
        <Who deciders={deciders} />
        <Duration deciders={deciders} durationSeconds={durationSeconds} />
      </Typography>
    </Section>
  );
}

function Who(props: { deciders: PlanDeciders }) {
  const { refs, seats, automatic, review, commentRequired } = props.deciders;
  const { t } = useTexts();
  if (review) {
    return <Emergency refs={review} />;
  }
  if (automatic) {
    return <Nobody {...props} automatic={automatic} />;
  }
  return (
    <>
      {seats ? <Stages {...props} seats={seats} /> : <Refs refs={refs} />}{' '}
      {t('plan.decidedNotByYou')} {commentRequired && t('plan.decidedComment')}
    </>
  );
}

function Emergency(props: { refs: string[] }) {
  const { t } = useTexts();
  return (
    <Notice tone="warning" role="note" title={t('plan.emergency')}>
      {t('plan.emergencyReview', {
        who: <EntityRefLinks entityRefs={props.refs} defaultKind="group" />,
      })}
    </Notice>
  );
}

function Nobody(props: { deciders: PlanDeciders; automatic: string[] }) {
  const { deciders, automatic } = props;
  const { t } = useTexts();
  const words = (deciders.policy ?? []).filter(({ rule }) =>
    automatic.includes(rule),
  );
  return (
    <>
      {t('seats.automatic', { rules: automatic.join(', ') })}{' '}
      {words.map(({ because }) => because).join(' ')}
    </>
  );
}

/** One of each, where the plan says no more. */
function Refs(props: { refs: string[] }) {
  const { refs } = props;
  const { t } = useTexts();
  if (refs.length === 1) {
    return (
      <>
        {t('plan.decidedBy', {
          deciders: <EntityRefLinks entityRefs={refs} defaultKind="group" />,
        })}
      </>
    );
  }
  return (
    <>
      {t('plan.decidedByEach', { number: String(refs.length) })}
      <ul aria-label={t('plan.decidersEach')}>
        {refs.map(ref => (
          <li key={ref}>
            <EntityRefLink entityRef={ref} defaultKind="group" />
          </li>
        ))}
      </ul>
      {t('seats.onePerson')}
    </>
  );
}

function Stages(props: { deciders: PlanDeciders; seats: DecisionSeat[] }) {
  const { seats } = props;
  const { t } = useTexts();
  const needed = seats.reduce((total, { count }) => total + count, 0);
  const stages = stagesOf(seats);
  return (
    <>
      {t('plan.decidedBySeats', { count: needed })}
      {stages.map(stage => (
        <Stage
          key={stage.stage}
          deciders={props.deciders}
          seats={stage.seats}
          stage={stages.length > 1 ? stage.stage : undefined}
        />
      ))}
      {needed > 1 && t('seats.onePerson')}
    </>
  );
}

function Stage(props: {
  deciders: PlanDeciders;
  seats: DecisionSeat[];
  /** Absent if there is one only. */
  stage?: number;
}) {
  const { deciders, seats, stage } = props;
  const { t } = useTexts();
  const name = stage
    ? t('seats.stage', { stage: String(stage) })
    : t('plan.decidersEach');
  return (
    <>
      {stage && <div>{name}</div>}
      <ul aria-label={name}>
        {seats.map(seat => (
          <li key={`${seat.ref} ${seat.role}`}>
            {t('plan.seat', {
              number: String(seat.count),
              who: <EntityRefLink entityRef={seat.ref} defaultKind="group" />,
            })}
            <SeatReasons seat={seat} policy={deciders.policy} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** How long access is asked for, and what policies say of that. */
function Duration(props: { deciders: PlanDeciders; durationSeconds?: number }) {
  const { deciders, durationSeconds } = props;
  const { longestSeconds, defaultSeconds } = deciders;
  const { t } = useTexts();
  const language = useLanguage();
  const said = (seconds: number) => formatDuration(seconds, language);
  const limits = [
    ...(defaultSeconds === undefined
      ? []
      : [t('plan.durationUsual', { usual: said(defaultSeconds) })]),
    ...(longestSeconds === undefined
      ? []
      : [t('plan.durationLongest', { longest: said(longestSeconds) })]),
  ];
  if (durationSeconds === undefined || limits.length === 0) {
    return null;
  }
  return (
    <div>
      {t('plan.duration', { duration: said(durationSeconds) })}{' '}
      {limits.join(' ')}
    </div>
  );
}
