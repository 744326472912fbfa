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

import { InputError } from '@backstage/errors';
import { parseDatabaseRef } from '@towpath/backstage-plugin-database-access-common';

/** Reads the input `databaseRef`, of which kind and namespace may be left out. */
export function databaseRefOf(databaseRef: string): {
  namespace: string;
  name: string;
} {
  const name = parseDatabaseRef(databaseRef);
  if (!name) {
    throw new InputError(
      `databaseRef must be the entity ref of a Resource such as resource:default/orders-postgres, but is '${databaseRef}'`,
    );
  }
  return name;
}
