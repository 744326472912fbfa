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
import { Checkbox as BuiCheckbox } from '@backstage/ui';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import { useTexts } from '../useTexts';
import { describedBy } from './describedBy';
import { emergencyAccessSchema } from './schemas';

type Props = typeof emergencyAccessSchema.TProps;

/**
 * For what cannot wait for a decision. It is always there with what it means, because only a plan says who is entitled to
 * it; the plan beside it says who looks at it afterwards, or why it is not possible. Nothing is sent unless it is chosen.
 */
export function EmergencyAccess(props: Props) {
  const { formData = false, onChange, idSchema, schema, uiSchema } = props;
  const { t } = useTexts();
  const theme = useScaffolderTheme();
  const id = idSchema?.$id;
  const label = schema.title ?? t('emergencyAccess.title');
  const disabled = props.disabled || props.readonly;
  const choose = (chosen: boolean) => onChange(chosen || undefined);
  return (
    <ScaffolderField
      rawErrors={props.rawErrors}
      rawDescription={
        uiSchema['ui:description'] ??
        schema.description ??
        t('emergencyAccess.description')
      }
      disabled={props.disabled}
    >
      {theme === 'bui' ? (
        <BuiCheckbox
          id={id}
          isSelected={formData}
          isDisabled={disabled}
          onChange={choose}
          aria-describedby={describedBy(id)}
        >
          {label}
        </BuiCheckbox>
      ) : (
        <FormControlLabel
          label={label}
          control={
            <Checkbox
              id={id}
              color="primary"
              checked={formData}
              disabled={disabled}
              onChange={event => choose(event.target.checked)}
              inputProps={{ 'aria-describedby': describedBy(id) }}
            />
          }
        />
      )}
    </ScaffolderField>
  );
}
