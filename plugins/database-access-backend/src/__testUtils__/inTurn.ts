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

import type {
  TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';

/**
 * Pairs each of them with one of the databases in turn: what takes long meets all of both, and not each with each.
 *
 * @param from - which database is the first
 */
export function inTurn<T>(
  all: readonly T[],
  databases: TestDatabases,
  from = 0,
): Array<[T, TestDatabaseId]> {
  const supported = databases.eachSupportedId().map(([id]) => id);
  return all.map((one, i) => [one, supported[(from + i) % supported.length]]);
}
