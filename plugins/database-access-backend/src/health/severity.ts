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
import { Health } from '@towpath/backstage-plugin-database-access-common';

/** The worst first. */
const SEVERITY: Health[] = [
  'broken',
  'degraded',
  'pending',
  'unknown',
  'healthy',
];

/** The first of the worst. */
export function worstOf<T extends { health: Health }>(
  items: readonly T[],
): T | undefined {
  const rank = ({ health }: T) => SEVERITY.indexOf(health);
  return items.reduce<T | undefined>(
    (worst, item) => (worst && rank(worst) <= rank(item) ? worst : item),
    undefined,
  );
}
