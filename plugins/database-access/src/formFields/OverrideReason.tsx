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
import { useEffect } from 'react';
import { Announcement } from '../components/Announcement';
import { useTexts } from '../useTexts';
import { isAnotherWay } from './isAnotherWay';
import { LongText } from './LongText';
import { overrideReasonSchema } from './schemas';
import { reasonLimits } from './textLimits';

type Props = typeof overrideReasonSchema.TProps;

/** Not said yet. A value all the same, so that the form asks the validation, which says what is missing. */
const NO_REASON = '';

/** Why another way than the recommended one; not there, and not sent, for who takes that. */
export function OverrideReason(props: Props) {
  const { formData, onChange } = props;
  const { t } = useTexts();
  const asked = isAnotherWay(props.formContext?.formData);
  const isThere = formData !== undefined;
  useEffect(() => {
    if (asked !== isThere) {
      onChange(asked ? NO_REASON : undefined);
    }
  }, [asked, isThere, onChange]);
  return (
    <>
      <Announcement>{asked && t('overrideReason.asked')}</Announcement>
      {/* Not before the form has the value: what is written until then would be replaced by it. */}
      {asked && isThere && <Reason {...props} />}
    </>
  );
}

function Reason(props: Props) {
  const { formData, idSchema, rawErrors = [], schema, uiSchema } = props;
  const { t } = useTexts();
  const { least, most } = reasonLimits(uiSchema);
  const limits = { least: String(least), most: String(most) };
  return (
    <ScaffolderField
      rawErrors={rawErrors}
      rawDescription={
        uiSchema['ui:description'] ??
        schema.description ??
        t('overrideReason.description', limits)
      }
      required
      disabled={props.disabled}
    >
      <LongText
        id={idSchema?.$id}
        label={schema.title ?? t('overrideReason.title')}
        value={formData ?? ''}
        missing={t('overrideReason.invalid', { ...limits, entered: '0' })}
        rows={2}
        required
        disabled={props.disabled || props.readonly}
        invalid={rawErrors.length > 0}
        onChange={props.onChange}
      />
    </ScaffolderField>
  );
}
