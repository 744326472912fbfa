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

import {
  ScaffolderField,
  useScaffolderTheme,
} from '@backstage/plugin-scaffolder-react/alpha';
import { Select } from '@backstage/ui';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import { PlanInput } from '@towpath/backstage-plugin-database-access-common';
import { useMemo } from 'react';
import { lastKnown } from '../hooks/useAnswer';
import { useLanguage } from '../hooks/useLanguage';
import { usePlan } from '../hooks/usePlan';
import { useSettled } from '../hooks/useSettled';
import { formatDuration } from '../time';
import { useTexts } from '../useTexts';
import { describedBy } from './describedBy';
import { planInputOf } from './planInputOf';
import { durationSchema } from './schemas';

type Props = typeof durationSchema.TProps;

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** What a template that lists none offers, in seconds. */
const USUAL = [HOUR, 4 * HOUR, DAY, 7 * DAY, 30 * DAY, 90 * DAY];

const SETTLE_MILLISECONDS = 700;

/** How long access shall last, with what the policy says of that as soon as database and network are known. */
export function Duration(props: Props) {
  const { formContext, schema, uiSchema } = props;
  const { t } = useTexts();
  const key = JSON.stringify(planInputOf(formContext?.formData));
  const settled = useSettled(key, SETTLE_MILLISECONDS);
  return (
    <ScaffolderField
      rawErrors={props.rawErrors}
      rawDescription={
        uiSchema['ui:description'] ??
        schema.description ??
        t('duration.description')
      }
      required={props.required}
      disabled={props.disabled}
      help={
        settled && key === settled ? (
          <Limits key={settled} inputKey={settled} />
        ) : undefined
      }
    >
      <Choice {...props} />
    </ScaffolderField>
  );
}

/** The same choice in the clothes of the form around it. */
function Choice(props: Props) {
  const { formData, onChange, idSchema, schema, rawErrors = [] } = props;
  const { t } = useTexts();
  const language = useLanguage();
  const theme = useScaffolderTheme();
  const id = idSchema?.$id;
  const label = schema.title ?? t('duration.title');
  const disabled = props.disabled || props.readonly;
  const invalid = rawErrors.length > 0;
  const offered = (schema.enum as number[] | undefined) ?? USUAL;
  const options = offered.map(seconds => ({
    value: String(seconds),
    label: formatDuration(seconds, language),
  }));
  const chosen = options.find(({ value }) => value === String(formData))?.value;

  if (theme === 'bui') {
    return (
      <Select
        id={id}
        label={label}
        placeholder={t('duration.choose')}
        options={options}
        // null and not undefined: this is how React Aria is told that nothing is chosen yet.
        selectedKey={chosen ?? null}
        onSelectionChange={key => onChange(key ? Number(key) : undefined)}
        isRequired={props.required}
        isDisabled={disabled}
        isInvalid={invalid || undefined}
        aria-describedby={describedBy(id)}
      />
    );
  }
  return (
    <TextField
      id={id}
      select
      SelectProps={{ native: true }}
      InputLabelProps={{ shrink: true }}
      label={label}
      value={chosen ?? ''}
      onChange={event => onChange(Number(event.target.value))}
      required={props.required}
      disabled={disabled}
      error={invalid}
      inputProps={{ 'aria-describedby': describedBy(id) }}
      variant="outlined"
      margin="dense"
    >
      <option value="" disabled>
        {t('duration.choose')}
      </option>
      {options.map(option => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </TextField>
  );
}

/** Nothing where no policy says anything, or while nobody knows: the last step of the form says it all. */
function Limits(props: { inputKey: string }) {
  const { inputKey } = props;
  const { t } = useTexts();
  const language = useLanguage();
  const input = useMemo(() => JSON.parse(inputKey) as PlanInput, [inputKey]);
  const plan = lastKnown(usePlan(input).answer);
  const { defaultSeconds, longestSeconds } = plan?.deciders ?? {};
  const isTooLong =
    longestSeconds !== undefined && input.durationSeconds > longestSeconds;
  return (
    <Typography
      variant="body2"
      component="span"
      role={isTooLong ? 'alert' : 'status'}
    >
      {defaultSeconds !== undefined &&
        t('plan.durationUsual', {
          usual: formatDuration(defaultSeconds, language),
        })}{' '}
      {longestSeconds !== undefined &&
        t(isTooLong ? 'duration.tooLong' : 'plan.durationLongest', {
          longest: formatDuration(longestSeconds, language),
        })}
    </Typography>
  );
}
