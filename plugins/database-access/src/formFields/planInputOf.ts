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
  ConnectVia,
  Join,
  PlanInput,
} from '@towpath/backstage-plugin-database-access-common';

/**
 * What the form asks for, once it is complete. The fields of the form are called as in the API: `databaseRef`, `network`,
 * `durationSeconds` and, if the template offers them, `connectVia`, `join`, `overrideReason`, `changes`,
 * `expectedGbPerMonth` and `emergency`.
 */
export function planInputOf(formData: unknown): PlanInput | undefined {
  const values = (formData ?? {}) as Record<string, unknown>;
  const { databaseRef, network, durationSeconds, expectedGbPerMonth } = values;
  if (
    typeof databaseRef !== 'string' ||
    typeof network !== 'string' ||
    typeof durationSeconds !== 'number' ||
    !databaseRef ||
    !network
  ) {
    return undefined;
  }
  const connectVia = textOf(values.connectVia);
  const join = textOf(values.join);
  const overrideReason = textOf(values.overrideReason);
  const changes = textOf(values.changes);
  return {
    databaseRef,
    network,
    durationSeconds,
    ...(connectVia && { connectVia: connectVia as ConnectVia }),
    ...(join && { join: join as Join }),
    ...(overrideReason && { overrideReason }),
    ...(changes && { changes }),
    ...(typeof expectedGbPerMonth === 'number' && { expectedGbPerMonth }),
    ...(values.emergency === true && { emergency: true }),
  };
}

/** The text without the space around it; undefined if there is none. */
function textOf(value: unknown): string | undefined {
  return (typeof value === 'string' && value.trim()) || undefined;
}
