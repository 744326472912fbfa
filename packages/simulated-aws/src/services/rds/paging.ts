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

import { pageOf } from '../../core/paging';
import { refuse } from './refusals';

const FEWEST = 20;
const MOST = 100;

/** One page of what RDS describes: 20 to 100 records, 100 if nothing is said. */
export function rdsPage<T>(
  items: T[],
  keyOf: (item: T) => string,
  input: { MaxRecords?: number; Marker?: string },
): { items: T[]; Marker?: string } {
  const size = input.MaxRecords ?? MOST;
  if (size < FEWEST || size > MOST) {
    throw refuse(
      'InvalidParameterValue',
      `Invalid value ${size} for MaxRecords. Must be between ${FEWEST} and ${MOST}`,
    );
  }
  const cut = pageOf(items, keyOf, { size, token: input.Marker });
  if (!cut) {
    throw refuse('InvalidParameterValue', 'The specified marker is invalid.');
  }
  return { items: cut.items, Marker: cut.nextToken };
}
