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
  Join,
  Opening,
  Pattern,
  Plan,
} from '@towpath/backstage-plugin-database-access-common';

/** What is in one plan and not in the other, as far as it is agreed on. */
export interface PlanDifference {
  /** Titles with accounts, or `network → host:port`. */
  added: string[];
  removed: string[];
  pattern?: { before: Pattern; after: Pattern };
  join?: { before?: Join; after?: Join };
  durationSeconds?: { before: number; after: number };
}

/** What changed between the plan that someone saw and the one that stands now. */
export function planDifference(before: Plan, after: Plan): PlanDifference {
  const old = partsOf(before);
  const now = partsOf(after);
  return {
    added: now.filter(part => !old.includes(part)),
    removed: old.filter(part => !now.includes(part)),
    pattern:
      before.pattern === after.pattern
        ? undefined
        : { before: before.pattern, after: after.pattern },
    join:
      before.join === after.join
        ? undefined
        : { before: before.join, after: after.join },
    durationSeconds:
      before.durationSeconds === after.durationSeconds
        ? undefined
        : { before: before.durationSeconds, after: after.durationSeconds },
  };
}

function partsOf(plan: Plan): string[] {
  return [
    ...plan.objects.map(
      ({ title, name, accountName }) =>
        `${name ? `${title} ${name}` : title} (${accountName})`,
    ),
    ...plan.opens.map(describeOpening),
  ];
}

/** `network → host:port` */
export function describeOpening(opening: Opening): string {
  return `${opening.network} → ${opening.host}:${opening.port}`;
}
