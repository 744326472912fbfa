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
import { Plan } from '@towpath/backstage-plugin-database-access-common';
import { databaseAccessApiRef } from '../api';
import { describeError } from '../describeError';
import { blockingOf } from '../planStatus';
import { planInputOf } from './planInputOf';
import { translationOf } from './translationOf';

/**
 * Lets the step be left only with the digest of a plan that stands right now and that nothing blocks. The plan is worked
 * out again, because the field's value alone could come from anywhere, e.g. from the address.
 */
export async function validatePlan(
  digest: string,
  field: { addError(message: string): void },
  context: { apiHolder: ApiHolder; formData: unknown },
): Promise<void> {
  const { apiHolder, formData } = context;
  const t = translationOf(apiHolder);
  const api = apiHolder.get(databaseAccessApiRef);
  const input = planInputOf(formData);
  if (!api || !input) {
    field.addError(t('preview.noDigest'));
    return;
  }

  let plan: Plan;
  try {
    plan = await api.plan(input);
  } catch (error) {
    const reason = describeError(error).message;
    field.addError(t('preview.unavailable', { reason }));
    return;
  }

  const blocking = blockingOf(plan);
  for (const { message } of blocking) {
    field.addError(t('preview.blockedBy', { reason: message }));
  }
  if (blocking.length > 0) {
    return;
  }
  if (!plan.digest || !digest) {
    field.addError(t('preview.noDigest'));
  } else if (plan.digest !== digest) {
    field.addError(t('preview.changed', { refresh: t('preview.refresh') }));
  }
}
