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

import { PlanInput } from '@towpath/backstage-plugin-database-access-common';

/**
 * What the form asks for, once it is complete. The fields of the form are called as in the API: `databaseRef`, `network`,
 * `durationSeconds` and, if the template offers it, `connectVia`.
 */
export function planInputOf(formData: unknown): PlanInput | undefined {
  const { databaseRef, network, durationSeconds, connectVia } = (formData ??
    {}) as Partial<Record<keyof PlanInput, unknown>>;
  if (
    typeof databaseRef !== 'string' ||
    typeof network !== 'string' ||
    typeof durationSeconds !== 'number' ||
    !databaseRef ||
    !network
  ) {
    return undefined;
  }
  const input: PlanInput = { databaseRef, network, durationSeconds };
  return typeof connectVia === 'string'
    ? { ...input, connectVia: connectVia as PlanInput['connectVia'] }
    : input;
}
