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
import { databaseAccessApiRef } from '../api';
import { describeError } from '../describeError';
import { translationOf } from './translationOf';

/** Lets the step be left only with one of the person's own networks, whatever the address says. */
export async function validateNetwork(
  network: string,
  field: { addError(message: string): void },
  context: { apiHolder: ApiHolder },
): Promise<void> {
  const { apiHolder } = context;
  const t = translationOf(apiHolder);
  try {
    const { items } = await apiHolder.get(databaseAccessApiRef)!.listNetworks();
    if (items.some(({ name }) => name === network)) {
      return;
    }
    field.addError(
      items.length > 0
        ? t('networkPicker.invalid', { example: items[0].title })
        : t('networkPicker.none'),
    );
  } catch (error) {
    field.addError(
      t('networkPicker.unavailable', { reason: describeError(error).message }),
    );
  }
}
