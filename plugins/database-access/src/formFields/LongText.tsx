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

import { useScaffolderTheme } from '@backstage/plugin-scaffolder-react/alpha';
import { TextAreaField } from '@backstage/ui';
import TextField from '@material-ui/core/TextField';
import { describedBy } from './describedBy';
import { saysWhenInvalid } from './saysWhenInvalid';

/** Several lines of text, in the clothes of the form around it. */
export function LongText(props: {
  id: string | undefined;
  /** The id of the field that says what is wrong, if that is another one. */
  fieldId?: string;
  label: string;
  value: string;
  /** What the browser says if it is left empty. */
  missing: string;
  rows: number;
  required?: boolean;
  disabled?: boolean;
  invalid?: boolean;
  onChange(value: string): void;
}) {
  const { id, fieldId, label, value, missing, rows, onChange } = props;
  const { required, disabled, invalid } = props;
  const theme = useScaffolderTheme();
  const describers = describedBy(fieldId ?? id);
  if (theme === 'bui') {
    return (
      <TextAreaField
        id={id}
        label={label}
        value={value}
        onChange={onChange}
        rows={rows}
        isRequired={required}
        isDisabled={disabled}
        isInvalid={invalid || undefined}
        validate={text => (required && !text ? missing : undefined)}
        aria-describedby={describers}
      />
    );
  }
  return (
    <TextField
      id={id}
      label={label}
      value={value}
      onChange={event => onChange(event.target.value)}
      multiline
      minRows={rows}
      required={required}
      disabled={disabled}
      error={invalid}
      inputProps={{
        'aria-describedby': describers,
        ...saysWhenInvalid(missing),
      }}
      variant="outlined"
      margin="dense"
      fullWidth
    />
  );
}
