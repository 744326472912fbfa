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
  Pattern,
  PatternOption,
  Plan,
  Recommendation,
} from '@towpath/backstage-plugin-database-access-common';
import { ReactNode } from 'react';
import { useTexts } from '../useTexts';
import { PatternOptionView } from './PatternOptionView';
import { PriceOrigin } from './PriceOrigin';
import { Section } from './Section';
import { Stack } from './Stack';

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
    sentences: { margin: 0, paddingLeft: theme.spacing(2.5) },
  }),
  { name: 'DatabaseAccessPatternComparison' },
);

/**
 * All ways to connect beside each other: which is recommended and why, what else there is and why it lost, what each
 * costs and who pays, and what would change the answer.
 */
export function PatternComparison(props: {
  plan: Plan;
  recommendation: Recommendation;
  /** The one that is taken. */
  chosen: Pattern;
  /** A control for an option, where one can be chosen; else the chosen one is only marked. */
  control?(option: PatternOption): ReactNode;
}) {
  const { plan, recommendation, chosen, control } = props;
  const { rule, options, wouldChange, cheapest } = recommendation;
  const { t } = useTexts();
  const classes = useStyles();
  const priced = options.find(({ cost }) => cost)?.cost ?? plan.cost;
  return (
    <Stack>
      <ul className={classes.list} aria-label={t('comparison.listLabel')}>
        {options.map(option => (
          <li key={option.pattern}>
            <PatternOptionView
              option={option}
              plan={plan}
              isChosen={option.pattern === chosen}
              isCheapest={option.pattern === cheapest}
              control={control?.(option)}
            />
          </li>
        ))}
      </ul>
      <div>
        <Typography variant="body2">
          {t('comparison.rule', { rule: <code>{rule}</code> })}
        </Typography>
        <PriceOrigin cost={priced} />
      </div>
      {wouldChange.length > 0 && (
        <Section title={t('comparison.wouldChange')}>
          <ul className={classes.sentences}>
            {wouldChange.map(sentence => (
              <li key={sentence}>
                <Typography variant="body2" component="span">
                  {sentence}
                </Typography>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Stack>
  );
}
