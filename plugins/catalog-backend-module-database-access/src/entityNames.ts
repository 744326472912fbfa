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

import { createHash } from 'crypto';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { InventoryDatabase } from '@towpath/backstage-plugin-database-access-common';
import { Known } from './CatalogView';

/** The catalog takes no longer ones. */
const LONGEST_NAME = 63;
const DIGEST_LENGTH = 8;

/**
 * The name of each database's entity, by its ARN: the one it has; else its identifier, where no other database and no
 * other entity is called so; else that with account and Region. So a name once given stays, whatever else appears, and on
 * an empty catalog the names do not depend on who is found first.
 */
export function entityNames(
  databases: readonly InventoryDatabase[],
  options: { known: Known; namespace: string },
): Map<string, string> {
  const { known, namespace } = options;
  const refOf = (name: string) =>
    stringifyEntityRef({ kind: 'Resource', namespace, name });
  const names = new Map<string, string>();
  for (const { arn } of databases) {
    const entity = known.own.get(arn);
    if (
      entity?.metadata.namespace === namespace &&
      !known.takenRefs.has(refOf(entity.metadata.name))
    ) {
      names.set(arn, entity.metadata.name);
    }
  }
  const given = new Set(names.values());
  const unnamed = databases.filter(({ arn }) => !names.has(arn));
  const isFree = (name: string) =>
    !given.has(name) && !known.takenRefs.has(refOf(name));
  for (const database of unnamed) {
    const { arn, identifier } = database;
    const isAlone =
      unnamed.filter(other => other.identifier === identifier).length === 1;
    const name =
      isAlone && isFree(identifier) ? identifier : longNameOf(database);
    names.set(arn, isFree(name) ? name : shortened(name, arn));
  }
  return names;
}

/** What holds a database apart from all others. */
function longNameOf(database: InventoryDatabase): string {
  const { accountId, arn, identifier, kind, region } = database;
  const name = [
    identifier,
    ...(kind === 'cluster' ? ['cluster'] : []),
    accountId,
    region,
  ].join('-');
  return name.length > LONGEST_NAME ? shortened(name, arn) : name;
}

function shortened(name: string, arn: string): string {
  const digest = createHash('sha256').update(arn).digest('hex');
  const start = name.slice(0, LONGEST_NAME - DIGEST_LENGTH - 1);
  return `${start.replace(/-+$/, '')}-${digest.slice(0, DIGEST_LENGTH)}`;
}
