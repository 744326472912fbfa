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

import { ScaffolderField } from '@backstage/plugin-scaffolder-react/alpha';
import { useTexts } from '../useTexts';
import { LongText } from './LongText';
import { purposeSchema } from './schemas';
import { purposeLimits } from './textLimits';

type Props = typeof purposeSchema.TProps;

/** What the access is for, and how much of that is needed. */
export function Purpose(props: Props) {
  const { formData, idSchema, rawErrors = [], schema, uiSchema } = props;
  const { t } = useTexts();
  const { least, most } = purposeLimits(uiSchema);
  const value = formData ?? '';
  const limits = { least: String(least), most: String(most) };
  return (
    <ScaffolderField
      rawErrors={rawErrors}
      rawDescription={
        uiSchema['ui:description'] ??
        schema.description ??
        t('purpose.description', limits)
      }
      required={props.required}
      disabled={props.disabled}
    >
      <LongText
        id={idSchema?.$id}
        label={schema.title ?? t('purpose.title')}
        value={value}
        missing={t('purpose.invalid', { ...limits, entered: '0' })}
        rows={uiSchema['ui:options']?.rows ?? 3}
        required={props.required}
        disabled={props.disabled || props.readonly}
        invalid={rawErrors.length > 0}
        onChange={props.onChange}
      />
    </ScaffolderField>
  );
}
