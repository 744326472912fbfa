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

import { DatabaseAccessConfig } from '../config';
import { isLoadBalancer } from './cost';
import { Judged } from './judgePatterns';
import { patternPolicy, Place, Situation } from './recommendation';
import { tagMeaning } from './tagMeaning';
import {
  BothSides,
  inOneOrganization,
  inSameOrganization,
  SubnetToday,
} from './sides';

/** What config says of ways to connect from this network to this database. */
export function policyOf(
  config: DatabaseAccessConfig,
  sides: BothSides,
  labels: Readonly<Record<string, string>>,
): Pick<Situation, 'forbidden' | 'preferred'> {
  const { database, network } = sides;
  const { patterns, accounts } = config;
  const tags = database.tags ?? {};
  return patternPolicy(patterns, {
    database: {
      environment: tagMeaning(tags, labels, patterns?.environmentTag),
      accountId: database.accountId,
      organizationalUnit: accounts.get(database.accountId)?.organizationalUnit,
      tags,
    },
    network: {
      accountId: network.accountId,
      organizationalUnit: accounts.get(network.accountId)?.organizationalUnit,
    },
    sameOrganization: inOneOrganization(sides),
  });
}

/** All that rules ask for. */
export function situationOf(options: {
  sides: BothSides;
  accountName: string;
  policy: Pick<Situation, 'forbidden' | 'preferred'>;
  judged: Iterable<Judged>;
  /** Networks of the database and databases of the network, with this pair. */
  counts: { networks: number; databases: number };
}): Situation {
  const { sides, accountName, policy, judged, counts } = options;
  const { database, network, provider, consumer } = sides;
  return {
    database: {
      name: database.identifier,
      accountId: database.accountId,
      accountName,
      region: database.region,
      ...groundOf(provider.subnets),
      publiclyAccessible: database.publiclyAccessible,
    },
    network: {
      name: network.name,
      accountId: network.accountId,
      accountName: network.accountName,
      region: network.region,
      ...groundOf(consumer.subnets),
      serviceNetwork:
        consumer.serviceNetwork?.status === 'ACTIVE'
          ? consumer.serviceNetwork.serviceNetworkArn
          : undefined,
    },
    sameOrganization: inSameOrganization(sides),
    ...counts,
    loadBalancerStands: [...judged].some(({ graph, reused }) =>
      graph?.nodes.some(node => isLoadBalancer(node) && reused.has(node.key)),
    ),
    ...policy,
  };
}

function groundOf(
  subnets: readonly SubnetToday[],
): Pick<Place, 'zones' | 'cidrBlocks'> {
  return {
    zones: [...new Set(subnets.map(s => s.availabilityZoneId))].sort(),
    cidrBlocks: subnets.map(s => s.cidrBlock),
  };
}
