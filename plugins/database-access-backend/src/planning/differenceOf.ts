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
  CostEstimate,
  Opening,
  Plan,
} from '@towpath/backstage-plugin-database-access-common';
import { spellOut } from './spellOut';

/** What a newer plan agrees to that an older one did not, and the other way round, in sentences. */
export function differenceOf(older: Plan, newer: Plan): string[] {
  return [
    ...changed('Database', older.databaseArn, newer.databaseArn),
    ...changed('Way to connect', older.pattern, newer.pattern),
    ...changed(
      'Duration',
      spellOut(older.durationSeconds),
      spellOut(newer.durationSeconds),
    ),
    ...changed('VPC of the network', older.network.vpcId, newer.network.vpcId),
    ...changed(
      'Subnets of the network',
      sorted(older.network.subnetIds),
      sorted(newer.network.subnetIds),
    ),
    ...changed(
      'Security groups of the clients',
      sorted(older.network.clientSecurityGroupIds),
      sorted(newer.network.clientSecurityGroupIds),
    ),
    ...listed('opens', older.opens.map(spelt), newer.opens.map(spelt)),
    ...listed('builds', objectsOf(older), objectsOf(newer)),
  ];
}

/** Nothing is said of a price that is not known. */
export function overCeiling(
  cost: CostEstimate,
  ceiling: number | undefined,
): string | undefined {
  const { fixedMonthly } = cost;
  if (fixedMonthly === undefined || ceiling === undefined) {
    return undefined;
  }
  return fixedMonthly > ceiling
    ? `Fixed cost: ${fixedMonthly} USD a month, above the ${ceiling} USD that were agreed`
    : undefined;
}

function changed<T extends string | number>(
  what: string,
  older: T,
  newer: T,
): string[] {
  return older === newer ? [] : [`${what}: ${older} → ${newer}`];
}

function listed(verb: string, older: string[], newer: string[]): string[] {
  return [
    ...newer
      .filter(item => !older.includes(item))
      .map(item => `It now ${verb} ${item}`),
    ...older
      .filter(item => !newer.includes(item))
      .map(item => `It no longer ${verb} ${item}`),
  ];
}

function spelt({ network, host, port, vpcId }: Opening): string {
  return `${host}:${port} to ${network} (${vpcId})`;
}

function objectsOf({ objects }: Plan): string[] {
  return objects.map(
    object =>
      `${object.title}${object.name ? ` (${object.name})` : ''} in account ${
        object.accountId
      }`,
  );
}

function sorted(items: readonly string[]): string {
  return [...items].sort().join(', ');
}
