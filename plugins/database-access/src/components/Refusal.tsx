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

import { describeError } from '../describeError';
import { useTexts } from '../useTexts';
import { Notice } from './Notice';

/** Why something that a person did was refused, and that nothing came of it. */
export function Refusal(props: {
  title: string;
  error: Error | undefined;
  /** What to name if the permission framework refused. */
  permission: string;
}) {
  const { title, error, permission } = props;
  const { t } = useTexts();
  if (!error) {
    return null;
  }
  const { message, code, forbidden } = describeError(error);
  return (
    <Notice tone="error" role="alert" title={title}>
      {forbidden && !code
        ? t('forbidden.description', { permission: <code>{permission}</code> })
        : message}
      {code && (
        <div>
          {t('failure.code')} <code>{code}</code>
        </div>
      )}
    </Notice>
  );
}
