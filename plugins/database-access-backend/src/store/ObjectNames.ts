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

import { Knex } from 'knex';
import { Lane } from '../config';
import { laneKey } from './laneKey';
import { ObjectRow } from './rows';

/** What names an object for every share that may use it. */
export interface NaturalKey {
  lane: Lane;
  type: string;
  name: string;
}

/** Which objects are wanted by now, for plans that say what would be reused. */
export class ObjectNames {
  constructor(private readonly db: Knex) {}

  /** Those of these objects that a share uses already. */
  async inUse<K extends NaturalKey>(keys: readonly K[]): Promise<K[]> {
    const rows = await this.db<ObjectRow>('objects')
      .whereIn(
        'name',
        keys.map(key => key.name),
      )
      .where('wanted', 'present');
    return keys.filter(key =>
      rows.some(
        row =>
          row.lane === laneKey(key.lane) &&
          row.type === key.type &&
          row.name === key.name,
      ),
    );
  }
}
