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

import { Draft, keysOf, laneOf, named, output } from './drafts';
import {
  commonZones,
  configurationSharing,
  enabledBySharing,
  latticeProvider,
  opensDatabase,
  PROVIDER_HOPS,
  PROVIDER_RULES,
  sharingHop,
} from './latticeProvider';
import type { ObjectGraph } from './ObjectGraph';
import type { PatternFacts } from './PatternFacts';
import {
  databaseAtEndpoint,
  hopsIn,
  JoinedNetwork,
  joinedNetwork,
} from './serviceNetwork';

/**
 * One service network of the consumer, which one network joins, and in which the consumer puts the databases that this
 * network asked for: their owners share the resource configurations with the account. See "Service networks in VPC
 * Lattice" and "Sharing" in the VPC Lattice User Guide.
 *
 * The database's side is that of a resource endpoint, and the same objects. The service network and the way into it are
 * the network's, for all its databases; the association of the database is the share's own and opens the path.
 *
 * @throws an Error if the facts leave nothing to build; planning says so before, in findings
 */
export function latticeConsumerNetwork(facts: PatternFacts): ObjectGraph {
  const { database, network } = facts;
  if (commonZones(facts).length === 0) {
    throw new Error(
      `${network.name} and ${database.arn} have no zone with VPC Lattice in common`,
    );
  }
  const sharing = configurationSharing(facts);
  const joined = joinedNetwork(facts, {
    into: 'its own service network',
    serves: 'network',
    after: [],
  });
  const nodes = named(facts, [
    ...latticeProvider(facts),
    ...sharing,
    serviceNetwork(facts),
    ...joined.nodes,
    resourceAssociation(facts, joined),
    ...databaseAtEndpoint(facts),
  ]);
  return {
    pattern: 'lattice-consumer-network',
    nodes,
    hops: [
      ...hopsIn(facts, joined),
      {
        name: 'Service network',
        nodes: ['service-network', 'resource-association'],
      },
      ...sharingHop(keysOf(sharing)),
      ...PROVIDER_HOPS,
    ],
    opens: opensDatabase(facts),
    enables: enabledBySharing(
      facts,
      `Account ${network.accountId} may make more endpoints for ${database.identifier} in any of its VPCs in ${network.region}, and put it in other service networks of its own, because AWS shares a resource with an account and not with a network.`,
    ),
    cuts: [
      {
        lane: laneOf(network),
        title: 'consumer: take the database out of the service network',
        how: { kind: 'remove-object', node: 'resource-association' },
      },
      {
        lane: laneOf(database),
        title: 'provider: take the database out of the service network',
        how: { kind: 'remove-from-other-side', node: 'resource-association' },
      },
    ],
  };
}

function serviceNetwork({ network }: PatternFacts): Draft {
  return {
    key: 'service-network',
    type: 'vpc-lattice/service-network',
    title: `Service network of ${network.name}`,
    side: 'consumer',
    serves: 'network',
    what: 'network',
    spec: { sharing: false },
    dependsOn: [],
  };
}

function resourceAssociation(
  facts: PatternFacts,
  { join, guards }: JoinedNetwork,
): Draft {
  return {
    key: 'resource-association',
    type: 'vpc-lattice/service-network-resource-association',
    title: 'Database in the service network',
    side: 'consumer',
    what: 'resource',
    spec: {
      resourceConfigurationArn: output(
        'resource-configuration',
        'resourceConfigurationArn',
      ),
      serviceNetworkArn: output('service-network', 'serviceNetworkArn'),
    },
    // It opens the path, so everything else is ready before.
    dependsOn: [
      ...PROVIDER_RULES,
      'resource-configuration',
      ...keysOf(configurationSharing(facts)).filter(
        key => key !== 'resource-share',
      ),
      'service-network',
      join,
      ...guards,
    ],
  };
}
