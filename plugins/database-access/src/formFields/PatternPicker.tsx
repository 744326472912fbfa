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
  databaseAccessRequestCreatePermission,
  PatternOption,
  Plan,
  PlanInput,
  Recommendation,
} from '@towpath/backstage-plugin-database-access-common';
import { useId, useMemo } from 'react';
import { Answered } from '../components/Answered';
import { FindingList } from '../components/FindingList';
import { PatternComparison } from '../components/PatternComparison';
import { Section } from '../components/Section';
import { Stack } from '../components/Stack';
import { usePlan } from '../hooks/usePlan';
import { useSettled } from '../hooks/useSettled';
import { blockingOf } from '../planStatus';
import { useTexts } from '../useTexts';
import { chosenPattern, isOpen } from './chosenPattern';
import { comparedWish, useTellComparison } from './comparison';
import { describedBy } from './describedBy';
import { patternPickerSchema } from './schemas';

type Props = typeof patternPickerSchema.TProps;
type ConnectVia = NonNullable<Props['formData']>;

const SETTLE_MILLISECONDS = 700;

/** Shows which way to connect is recommended and what else there is, and lets a person choose another one. */
export function PatternPicker(props: Props) {
  const { formContext, schema } = props;
  const { t } = useTexts();
  const key = useSettled(
    comparedWish(formContext?.formData),
    SETTLE_MILLISECONDS,
  );
  return (
    <Section title={schema.title ?? t('patternPicker.title')}>
      {key ? (
        <Compared key={key} inputKey={key} {...props} />
      ) : (
        <Typography variant="body2">{t('patternPicker.incomplete')}</Typography>
      )}
    </Section>
  );
}

function Compared(props: Props & { inputKey: string }) {
  const { inputKey } = props;
  const { t } = useTexts();
  const input = useMemo(() => JSON.parse(inputKey) as PlanInput, [inputKey]);
  return (
    <Stack>
      <Answered
        brief
        question={usePlan(input)}
        waiting={{ label: t('patternPicker.waiting'), lines: 8 }}
        failure={{
          title: t('patternPicker.failed'),
          forbidden: {
            title: t('forbidden.plan'),
            permission: databaseAccessRequestCreatePermission.name,
          },
        }}
      >
        {plan => <Choice {...props} plan={plan} />}
      </Answered>
    </Stack>
  );
}

function Choice(props: Props & { plan: Plan; inputKey: string }) {
  const { plan, inputKey } = props;
  const { recommendation } = plan;
  const { t } = useTexts();
  useTellComparison(inputKey, recommendation);
  return (
    <Stack>
      <FindingList brief findings={blockingOf(plan)} />
      {recommendation ? (
        <Options {...props} recommendation={recommendation} />
      ) : (
        <Typography variant="body2">{t('patternPicker.unread')}</Typography>
      )}
    </Stack>
  );
}

const useStyles = makeStyles(
  theme => ({
    option: {
      display: 'inline-flex',
      alignItems: 'center',
      gap: theme.spacing(1),
      fontWeight: theme.typography.fontWeightBold as number,
      cursor: 'pointer',
    },
    disabled: { cursor: 'default', color: theme.palette.text.secondary },
    radio: {
      width: 18,
      height: 18,
      margin: 0,
      accentColor: theme.palette.primary.main,
    },
  }),
  { name: 'DatabaseAccessPatternPicker' },
);

function Options(
  props: Props & { plan: Plan; recommendation: Recommendation },
) {
  const { plan, recommendation, formData, idSchema, onChange } = props;
  const { t } = useTexts();
  const group = useId();
  const classes = useStyles();
  const chosen = chosenPattern(formData, recommendation);
  const disabled = props.disabled || props.readonly;

  const choose = ({ pattern }: PatternOption) =>
    onChange(
      pattern === recommendation.pattern
        ? 'recommended'
        : (pattern as ConnectVia),
    );
  const control = (option: PatternOption) => {
    const closed = disabled || !isOpen(option);
    return (
      <label
        className={
          closed ? `${classes.option} ${classes.disabled}` : classes.option
        }
      >
        <input
          type="radio"
          className={classes.radio}
          name={group}
          value={option.pattern}
          checked={option.pattern === chosen && isOpen(option)}
          disabled={closed}
          onChange={() => choose(option)}
        />
        {option.title}
      </label>
    );
  };
  return (
    <div
      role="radiogroup"
      aria-label={t('patternPicker.title')}
      aria-describedby={describedBy(idSchema?.$id)}
    >
      <PatternComparison
        plan={plan}
        recommendation={recommendation}
        chosen={chosen}
        control={control}
      />
    </div>
  );
}
