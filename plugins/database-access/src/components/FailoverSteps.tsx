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

import { makeStyles } from '@material-ui/core/styles';
import Typography from '@material-ui/core/Typography';
import {
  Failover,
  FailoverStep,
} from '@towpath/backstage-plugin-database-access-common';
import {
  progressOfStep,
  secondsInto,
  StepProgress,
  TONE_OF_FAILOVER,
} from '../failoverStatus';
import { useChanged } from '../hooks/useChanged';
import { useLanguage } from '../hooks/useLanguage';
import { formatDuration } from '../time';
import { useTexts } from '../useTexts';
import { Announcement } from './Announcement';
import { Moment } from './Moment';
import { Row } from './Row';
import { Section } from './Section';
import { StatusChip } from './StatusChip';
import { Tone, ToneIcon } from './tone';

const TONE_OF_STEP: Record<StepProgress, Tone> = {
  done: 'ok',
  awaited: 'progress',
  passed: 'neutral',
};

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1),
      margin: theme.spacing(1, 0, 0),
      padding: 0,
      listStyle: 'none',
    },
    step: { display: 'flex', gap: theme.spacing(1) },
    words: { minWidth: 0, overflowWrap: 'anywhere' },
  }),
  { name: 'DatabaseAccessFailoverSteps' },
);

/** One move of a database, step by step, each with its time. */
export function FailoverSteps(props: { failover: Failover }) {
  const { failover } = props;
  const { title, status, steps } = failover;
  const { t } = useTexts();
  const classes = useStyles();
  const reached = steps.findLast(({ at }) => at)?.name ?? 'event';
  const state = t(
    status === 'moving' ? `failover.${reached}` : `failover.${status}`,
  );
  const moved = useChanged(`${failover.id} ${state}`);
  return (
    <Section title={title}>
      <Announcement>
        {moved && t('failover.announce', { title, state })}
      </Announcement>
      <Row>
        <StatusChip
          tone={TONE_OF_FAILOVER[status]}
          label={t(`failover.${status}`)}
          hint={t(`failover.${status}Hint`)}
        />
        <Typography variant="body2" component="span">
          {t('failover.started')} <Moment at={failover.startedAt} />
        </Typography>
      </Row>
      <ol className={classes.list} aria-label={t('failover.stepsLabel')}>
        {steps.map(step => (
          <li key={step.name} className={classes.step}>
            <ToneIcon tone={TONE_OF_STEP[progressOfStep(step, failover)]} />
            <div className={classes.words}>
              <Step step={step} failover={failover} />
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Step(props: { step: FailoverStep; failover: Failover }) {
  const { step, failover } = props;
  const { name, at, addresses } = step;
  const { t } = useTexts();
  const language = useLanguage();
  const progress = progressOfStep(step, failover);
  const seconds = secondsInto(failover, at);
  return (
    <>
      <Row>
        <strong>{t(`failover.${name}`)}</strong>
        {addresses.length > 0 && <code>{addresses.join(', ')}</code>}
        <Typography variant="body2" component="span" color="textSecondary">
          {at ? (
            <>
              <Moment at={at} />
              {seconds
                ? `, ${t('failover.later', {
                    duration: formatDuration(seconds, language),
                  })}`
                : ''}
            </>
          ) : (
            t(progress === 'awaited' ? 'failover.awaited' : 'failover.passed')
          )}
        </Typography>
      </Row>
      {name === 'event' && progress === 'passed' && (
        <Typography variant="body2">{t('failover.eventPassed')}</Typography>
      )}
      {name === 'event' &&
        failover.events.map(({ id, at: heardAt, message }) => (
          <Typography key={`${id} ${heardAt}`} variant="body2">
            {t('failover.awsSays')} {message} (<code>{id}</code>)
          </Typography>
        ))}
    </>
  );
}
