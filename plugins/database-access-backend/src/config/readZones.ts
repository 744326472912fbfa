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

import { parseDatabaseArn } from '@towpath/backstage-plugin-database-access-common';
import { ConfigSection, Rule } from './ConfigSection';
import { AccountConfig, ZoneConfig } from './DatabaseAccessConfig';

/** What `zones` is read with: rules that other parts of the config have, too. */
export interface ZoneRules {
  accountId: Rule;
  region: Rule;
  /** What networks may be called, and zones. */
  name: Rule;
}

const DATABASE_ARN: Rule = {
  pattern: /^arn:aws[a-z-]*:rds:[a-z0-9-]+:\d{12}:(?:db|cluster):[a-z0-9-]+$/i,
  must: 'be the ARN of an RDS DB instance or cluster such as arn:aws:rds:us-east-1:111111111111:db:orders-postgres',
};

/** Reads `zones`: one that could not be built, or that leaves a pair in two of them, is refused here. */
export function readZones(
  root: ConfigSection,
  accounts: ReadonlyMap<string, AccountConfig>,
  rules: ZoneRules,
): ZoneConfig[] {
  const zones: ZoneConfig[] = [];
  for (const entry of root.sections('zones')) {
    const zone = readZone(entry, rules);
    const { accountId, region } = zone;
    if (!accounts.get(accountId)?.regions.includes(region)) {
      throw entry.error(
        'accountId',
        `is ${accountId} in ${region}, which databaseAccess.accounts does not have: add the account with this Region there`,
      );
    }
    refuseStrangers(entry, zone);
    zones.forEach(other => refuseOverlap(entry, zone, other));
    zones.push(zone);
  }
  return zones;
}

function readZone(entry: ConfigSection, rules: ZoneRules): ZoneConfig {
  const name = entry.string('name', rules.name);
  return {
    name,
    title: entry.optionalString('title') ?? name,
    accountId: entry.string('accountId', rules.accountId),
    region: entry.string('region', rules.region),
    networks: entry.strings('networks', rules.name),
    databases: entry.strings('databases', DATABASE_ARN),
  };
}

/** VPC Lattice connects within one Region. */
function refuseStrangers(entry: ConfigSection, zone: ZoneConfig): void {
  const stranger = zone.databases.find(
    arn => parseDatabaseArn(arn)?.region !== zone.region,
  );
  if (stranger) {
    throw entry.error(
      'databases',
      `names ${stranger}, which is not in the zone's Region ${zone.region}: VPC Lattice connects within one Region only`,
    );
  }
}

/** Two service networks would carry one name to one network. */
function refuseOverlap(
  entry: ConfigSection,
  zone: ZoneConfig,
  other: ZoneConfig,
): void {
  if (zone.name === other.name) {
    throw entry.error('name', `is '${zone.name}' a second time: rename one`);
  }
  const network = zone.networks.find(name => other.networks.includes(name));
  const database = zone.databases.find(arn => other.databases.includes(arn));
  if (network && database) {
    throw entry.error(
      'networks',
      `has ${network} and ${database}, which the zone ${other.name} has both, too: a pair belongs to one zone`,
    );
  }
}
