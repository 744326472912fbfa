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
import { databaseAccessNetworkReadPermission } from '@towpath/backstage-plugin-database-access-common';
import { Failure } from '../components/Failure';
import { FindingList } from '../components/FindingList';
import { NoNetworks } from '../components/NoNetworks';
import { Stack } from '../components/Stack';
import { Waiting } from '../components/Waiting';
import { lastKnown } from '../hooks/useAnswer';
import { useNetworks } from '../hooks/useNetworks';
import { useTexts } from '../useTexts';
import { describedBy } from './describedBy';
import { saysWhenInvalid } from './saysWhenInvalid';
import { networkPickerSchema } from './schemas';
import { useFocusOnFirstEmpty } from './useFocusOnFirstEmpty';

type Props = typeof networkPickerSchema.TProps;

/** Lets a person choose among the networks of their groups, and says what to do if there are none. */
export function NetworkPicker(props: Props) {
  const { formData, rawErrors, required, schema, uiSchema } = props;
  const { t } = useTexts();
  const { answer, asking, askAgain } = useNetworks();
  const networks = lastKnown(answer);
  useFocusOnFirstEmpty(props, networks !== undefined);
  if (!networks) {
    return answer.state === 'failed' ? (
      <Failure
        brief
        title={t('failure.networks')}
        forbidden={{
          title: t('forbidden.networks'),
          permission: databaseAccessNetworkReadPermission.name,
        }}
        error={answer.error}
        asking={asking}
        onAskAgain={askAgain}
      />
    ) : (
      <Waiting label={t('waiting.networks')} lines={1} onAskAgain={askAgain} />
    );
  }
  if (networks.items.length === 0) {
    return (
      <Stack>
        <FindingList findings={networks.findings} />
        <NoNetworks />
      </Stack>
    );
  }
  const options = networks.items.map(
    ({ name, title, accountName, region }) => ({
      value: name,
      label: t('networkPicker.option', { title, account: accountName, region }),
    }),
  );
  const chosen = options.find(({ value }) => value === formData)?.value;
  return (
    <ScaffolderField
      rawErrors={rawErrors}
      rawDescription={
        uiSchema['ui:description'] ??
        schema.description ??
        t('networkPicker.description')
      }
      required={required}
      disabled={props.disabled}
      help={
        formData && !chosen ? (
          <span role="alert">
            {t('networkPicker.gone', { network: formData })}
          </span>
        ) : undefined
      }
    >
      <Choice {...props} options={options} chosen={chosen} />
    </ScaffolderField>
  );
}

/** The same choice in the clothes of the form around it. */
function Choice(
  props: Props & {
    options: Array<{ value: string; label: string }>;
    chosen: string | undefined;
  },
) {
  const { options, chosen, onChange, idSchema } = props;
  const { t } = useTexts();
  const theme = useScaffolderTheme();
  const label = props.schema.title ?? t('networkPicker.title');
  const disabled = props.disabled || props.readonly;
  const invalid = (props.rawErrors ?? []).length > 0;
  const missing = t('networkPicker.invalid', { example: options[0].label });

  if (theme === 'bui') {
    return (
      <Select
        id={idSchema?.$id}
        label={label}
        placeholder={t('networkPicker.choose')}
        options={options}
        // null and not undefined: this is how React Aria is told that nothing is chosen yet.
        selectedKey={chosen ?? null}
        onSelectionChange={key => onChange(key ? String(key) : undefined)}
        isRequired={props.required}
        isDisabled={disabled}
        isInvalid={invalid || undefined}
        validate={value => (value ? undefined : missing)}
        aria-describedby={describedBy(idSchema?.$id)}
      />
    );
  }
  return (
    <TextField
      id={idSchema?.$id}
      select
      SelectProps={{ native: true }}
      InputLabelProps={{ shrink: true }}
      label={label}
      value={chosen ?? ''}
      onChange={event => onChange(event.target.value || undefined)}
      required={props.required}
      disabled={disabled}
      error={invalid}
      inputProps={{
        'aria-describedby': describedBy(idSchema?.$id),
        ...saysWhenInvalid(missing),
      }}
      variant="outlined"
      margin="dense"
    >
      <option value="" disabled>
        {t('networkPicker.choose')}
      </option>
      {options.map(option => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </TextField>
  );
}
