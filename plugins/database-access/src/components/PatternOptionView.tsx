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
  CostEstimate,
  PatternOption,
  Plan,
} from '@towpath/backstage-plugin-database-access-common';
import { ReactNode } from 'react';
import { useTexts } from '../useTexts';
import { MonthlyCost } from './MonthlyCost';
import { Payers } from './Payers';
import { Row } from './Row';
import { StatusChip } from './StatusChip';
import { Tone } from './tone';

const TONE_OF_VERDICT: Record<PatternOption['verdict'], Tone> = {
  recommended: 'ok',
  possible: 'info',
  impossible: 'error',
  forbidden: 'error',
  unavailable: 'neutral',
};

const useStyles = makeStyles(
  theme => ({
    option: {
      padding: theme.spacing(1.5, 2),
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
      overflowWrap: 'anywhere',
    },
    chosen: {
      borderColor: theme.palette.primary.main,
      boxShadow: `inset 3px 0 0 ${theme.palette.primary.main}`,
    },
    head: {
      display: 'flex',
      flexWrap: 'wrap',
      justifyContent: 'space-between',
      gap: theme.spacing(0.5, 2),
    },
    sum: { marginLeft: 'auto', textAlign: 'right' },
    sentences: {
      margin: theme.spacing(0.5, 0),
      paddingLeft: theme.spacing(2.5),
    },
  }),
  { name: 'DatabaseAccessPatternOptionView' },
);

/** One way to connect: what became of it and why, what it costs and who pays. */
export function PatternOptionView(props: {
  option: PatternOption;
  plan: Plan;
  isChosen: boolean;
  isCheapest: boolean;
  /** Its title with a way to choose it; only the title where nothing can be chosen. */
  control?: ReactNode;
}) {
  const { option, plan, isChosen, isCheapest, control } = props;
  const { title, verdict, reasons, cost } = option;
  const { t } = useTexts();
  const classes = useStyles();
  return (
    <div
      className={
        isChosen ? `${classes.option} ${classes.chosen}` : classes.option
      }
    >
      <div className={classes.head}>
        <Row>
          {control ?? <strong>{title}</strong>}
          <StatusChip
            tone={TONE_OF_VERDICT[verdict]}
            label={t(`verdict.${verdict}`)}
          />
          {isCheapest && (
            <StatusChip tone="ok" label={t('comparison.cheapest')} />
          )}
          {isChosen && !control && (
            <StatusChip tone="info" label={t('comparison.chosen')} />
          )}
        </Row>
        {cost ? (
          <OptionCost cost={cost} />
        ) : (
          <Typography variant="body2" color="textSecondary" component="span">
            {t('comparison.costNone')}
          </Typography>
        )}
      </div>
      <ul
        className={classes.sentences}
        aria-label={t(`verdict.${verdict}Why`, { title })}
      >
        {reasons.map(reason => (
          <li key={reason}>
            <Typography variant="body2" component="span">
              {reason}
            </Typography>
          </li>
        ))}
      </ul>
      {cost && <Payers cost={cost} plan={plan} />}
    </div>
  );
}

/** What it costs with the data that is expected, and how much of that is due without any. */
function OptionCost(props: { cost: CostEstimate }) {
  const { cost } = props;
  const { t } = useTexts();
  const classes = useStyles();
  return (
    <div className={classes.sum}>
      <Typography variant="body1" component="div">
        <strong>
          {t('comparison.perMonth', { sum: <MonthlyCost cost={cost} /> })}
        </strong>
      </Typography>
      <Typography variant="body2" color="textSecondary" component="div">
        {cost.volumeGb === undefined
          ? t('comparison.beforeData')
          : t('comparison.fixed', {
              sum: <MonthlyCost cost={{ ...cost, volumeGb: undefined }} />,
            })}
      </Typography>
    </div>
  );
}
