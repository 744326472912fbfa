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

import { ApiHolder } from '@backstage/core-plugin-api';
import { isAnotherWay } from './isAnotherWay';
import { isWithin, reasonLimits } from './textLimits';
import { translationOf } from './translationOf';

/** Lets the step be left with another way than the recommended one only if it is said why. */
export async function validateOverrideReason(
  reason: string | undefined,
  field: { addError(message: string): void },
  context: { apiHolder: ApiHolder; formData: unknown; uiSchema?: unknown },
): Promise<void> {
  const limits = reasonLimits(context.uiSchema);
  const said = reason?.trim() ?? '';
  if (isAnotherWay(context.formData) && !isWithin(said, limits)) {
    const t = translationOf(context.apiHolder);
    field.addError(
      t('overrideReason.invalid', {
        least: String(limits.least),
        most: String(limits.most),
        entered: String(said.length),
      }),
    );
  }
}
