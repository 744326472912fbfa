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

import type { Call } from '../../core/Service';
import type { Place } from '../../core/state';
import { refuse } from './refusals';
import { DbCluster, DbInstance, DbSubnetGroup, rdsState } from './state';

export function subnetGroupArn(place: Place, name: string): string {
  return `arn:aws:rds:${place.region}:${place.accountId}:subgrp:${name}`;
}

/** The name that a name or an ARN means; identifiers are kept in lower case. */
export function nameIn(identifier: string): string {
  return (identifier.split(':').pop() ?? identifier).toLowerCase();
}

/** An ARN of another account or Region is nothing here. */
function isHere(call: Call, identifier: string, kind: string): boolean {
  return (
    !identifier.startsWith('arn:') ||
    identifier.startsWith(
      `arn:aws:rds:${call.region}:${call.accountId}:${kind}:`,
    )
  );
}

export function findInstance(call: Call, identifier: string): DbInstance {
  const { instances } = rdsState.of(call.world, call);
  const found = isHere(call, identifier, 'db')
    ? instances[nameIn(identifier)]
    : undefined;
  if (!found) {
    throw refuse(
      'DBInstanceNotFound',
      `DBInstance ${nameIn(identifier)} not found.`,
      404,
    );
  }
  return found;
}

export function findCluster(call: Call, identifier: string): DbCluster {
  const { clusters } = rdsState.of(call.world, call);
  const found = isHere(call, identifier, 'cluster')
    ? clusters[nameIn(identifier)]
    : undefined;
  if (!found) {
    throw refuse(
      'DBClusterNotFoundFault',
      `DBCluster ${nameIn(identifier)} not found.`,
      404,
    );
  }
  return found;
}

export function findSubnetGroup(call: Call, name: string): DbSubnetGroup {
  const found = rdsState.of(call.world, call).subnetGroups[name.toLowerCase()];
  if (!found) {
    throw refuse(
      'DBSubnetGroupNotFoundFault',
      `DB subnet group '${name}' does not exist.`,
      404,
    );
  }
  return found;
}
