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
  DecisionSeat,
  PolicyExplanation,
  PolicyRuleOutcome,
} from '@towpath/backstage-plugin-database-access-common';
import { useLanguage } from '../hooks/useLanguage';
import { stagesOf } from '../seatStatus';
import { formatDuration } from '../time';
import { useTexts } from '../useTexts';
import { FactList } from './FactList';
import { Notice } from './Notice';
import { Panel } from './Panel';
import { Row } from './Row';
import { SeatReasons } from './SeatReasons';
import { Section } from './Section';
import { Stack } from './Stack';
import { StatusChip } from './StatusChip';
import { Tone } from './tone';

const TONES: Record<PolicyExplanation['outcome'], Tone> = {
  refused: 'error',
  automatic: 'ok',
  decided: 'info',
};

const useStyles = makeStyles(
  theme => ({
    list: {
      display: 'flex',
      flexDirection: 'column',
      gap: theme.spacing(1.5),
      margin: 0,
      padding: 0,
      listStyle: 'none',
    },
  }),
  { name: 'DatabaseAccessPolicyAnswer' },
);

/** What the policies say of a made-up request: the outcome first, then what every rule has to do with it. */
export function PolicyAnswer(props: { explanation: PolicyExplanation }) {
  const { explanation } = props;
  const { outcome, seats, reasons } = explanation;
  const { t } = useTexts();
  const needed = seats.reduce((total, { count }) => total + count, 0);
  return (
    <Panel title={t('policy.answer')}>
      <Stack>
        <div role="status">
          <Notice
            tone={TONES[outcome]}
            title={
              outcome === 'decided'
                ? t('policy.decided', { count: needed })
                : t(`policy.${outcome}`)
            }
          >
            <ul aria-label={t('policy.reasons')}>
              {reasons.map(reason => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          </Notice>
        </div>
        {outcome === 'decided' && <Seats explanation={explanation} />}
        <Limits explanation={explanation} />
        <Rules rules={explanation.rules} />
        <Opinions explanation={explanation} />
      </Stack>
    </Panel>
  );
}

function Seats(props: { explanation: PolicyExplanation }) {
  const { seats, opinions } = props.explanation;
  const { t } = useTexts();
  return (
    <>
      {stagesOf<DecisionSeat>(seats).map(({ stage, seats: ofStage }) => {
        const name = t('seats.stage', { stage: String(stage) });
        return (
          <Section key={stage} title={name}>
            <ul aria-label={name}>
              {ofStage.map(seat => (
                <li key={`${seat.ref} ${seat.role}`}>
                  {t('plan.seat', {
                    number: String(seat.count),
                    who: (
                      <EntityRefLink entityRef={seat.ref} defaultKind="group" />
                    ),
                  })}
                  <SeatReasons seat={seat} policy={opinions} />
                </li>
              ))}
            </ul>
          </Section>
        );
      })}
    </>
  );
}

function Limits(props: { explanation: PolicyExplanation }) {
  const { longestSeconds, defaultSeconds, patterns, ...other } =
    props.explanation;
  const { t } = useTexts();
  const language = useLanguage();
  const said = (seconds: number | undefined) =>
    seconds === undefined
      ? t('policy.longestNone')
      : formatDuration(seconds, language);
  const allowed = patterns?.map(pattern => t(`pattern.${pattern}`)).join(', ');
  return (
    <Section title={t('policy.limits')}>
      <FactList
        facts={[
          { label: t('policy.longest'), value: said(longestSeconds) },
          { label: t('policy.usual'), value: said(defaultSeconds) },
          {
            label: t('policy.patterns'),
            value:
              allowed === undefined
                ? t('policy.patternsAll')
                : allowed || t('policy.patternsNone'),
          },
          {
            label: t('policy.extending'),
            value: t(
              other.extendingNeedsDecision
                ? 'policy.extendingDecided'
                : 'policy.extendingFree',
            ),
          },
          {
            label: t('policy.comment'),
            value: t(
              other.commentRequired
                ? 'policy.commentNeeded'
                : 'policy.commentFree',
            ),
          },
        ]}
      />
    </Section>
  );
}

function Rules(props: { rules: PolicyRuleOutcome[] }) {
  const { rules } = props;
  const { t } = useTexts();
  const classes = useStyles();
  return (
    <Section title={t('policy.rules')}>
      {rules.length === 0 ? (
        <Typography variant="body2">{t('policy.rulesNone')}</Typography>
      ) : (
        <ol className={classes.list} aria-label={t('policy.rules')}>
          {rules.map(rule => (
            <li key={rule.key}>
              <Rule rule={rule} />
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}

/** Whether it holds, and which of its conditions did not. */
function Rule(props: { rule: PolicyRuleOutcome }) {
  const { rule, key, because, holds, conditions } = props.rule;
  const { t } = useTexts();
  return (
    <>
      <Row>
        <StatusChip
          tone={holds ? 'ok' : 'neutral'}
          label={t(holds ? 'policy.holds' : 'policy.holdsNot')}
        />
        <code>{rule}</code>
      </Row>
      <Typography variant="body2" component="div">
        {because}
        <div>{t('policy.standsAt', { key: <code>{key}</code> })}</div>
        {conditions.length === 0 ? (
          t('policy.conditionsNone')
        ) : (
          <ul>
            {conditions.map(condition => (
              <li key={condition.text}>
                <strong>
                  {t(
                    condition.holds
                      ? 'policy.conditionHolds'
                      : 'policy.conditionHoldsNot',
                  )}
                </strong>{' '}
                {condition.text}
              </li>
            ))}
          </ul>
        )}
      </Typography>
    </>
  );
}

function Opinions(props: { explanation: PolicyExplanation }) {
  const { opinions } = props.explanation;
  const { t } = useTexts();
  return (
    <Section title={t('policy.opinions')}>
      {opinions.length === 0 ? (
        <Typography variant="body2">{t('policy.opinionsNone')}</Typography>
      ) : (
        <ul aria-label={t('policy.opinions')}>
          {opinions.map(({ rule, because }) => (
            <li key={`${rule} ${because}`}>
              <code>{rule}</code>: {because}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
