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
  DATABASE_TYPES,
  isDatabase,
} from '@towpath/backstage-plugin-database-access-common';
import { Entity } from '@backstage/catalog-model';

/**
 * Says which entities get the tab and the card, in the new frontend system. A predicate rather than a function, so that
 * an app can read and replace it in config. A database without an ARN is included: its tab says what is missing.
 */
export const databaseFilter = {
  kind: 'resource',
  'spec.type': { $in: [...DATABASE_TYPES] },
};

/**
 * Says which entities get the tab and the card: for `EntitySwitch.Case` and `EntityLayout.Route` in the classic frontend
 * system.
 *
 * @public
 */
export function isDatabaseAccessAvailable(entity: Entity): boolean {
  return isDatabase(entity);
}
