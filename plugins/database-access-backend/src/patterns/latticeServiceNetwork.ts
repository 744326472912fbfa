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
  CLIENT_RULE,
  Draft,
  keysOf,
  laneOf,
  named,
  nameWithin,
  output,
  servedMember,
} from './drafts';
import {
  commonZones,
  latticeProvider,
  opensDatabase,
  PROVIDER_HOPS,
  PROVIDER_RULES,
} from './latticeProvider';
import type {
  Cut,
  GraphHop,
  GraphNode,
  ObjectGraph,
  Part,
} from './ObjectGraph';
import type { PatternFacts, ZoneFacts } from './PatternFacts';
import {
  AT_ENDPOINT,
  cutOfNetwork,
  databaseAtEndpoint,
  hopsIn,
  joinedNetwork,
} from './serviceNetwork';

/**
 * One service network for a zone, in the networking account, which shares it with the accounts of both sides: the
 * database's account puts the database in, the network's account joins. See "Sharing" in the VPC Lattice User Guide.
 *
 * The database's part follows from database and zone alone, the network's from network, zone and port alone; so a zone of
 * many databases and networks has one service network, one gateway for each database and one way in for each network. Who
 * may use that way is said by rules, which change under it.
 * Whatever network has joined reaches whatever database is in, at the ports that it asked for: AWS cannot part a pair.
 *
 * @throws an Error if the facts leave nothing to build; planning says so before, in findings
 */
export function latticeServiceNetwork(facts: PatternFacts): ObjectGraph {
  const { database, network, zone } = facts;
  if (!zone) {
    throw new Error(`${network.name} and ${database.arn} are in no zone`);
  }
  if (commonZones(facts).length === 0) {
    throw new Error(
      `${network.name} and ${database.arn} have no zone with VPC Lattice in common`,
    );
  }
  const { accountId } = zone;
  const forDatabase = sharedWith(zone, database.accountId, 'database');
  const forNetwork = sharedWith(zone, network.accountId, 'network');
  const joined = joinedNetwork(facts, {
    into: `the zone ${zone.name}`,
    serves: 'member',
    after: seenBy(forNetwork),
  });
  const databasePart = [
    ...latticeProvider(facts, { forShareableNetworks: true }),
    ...forDatabase,
    resourceAssociation(forDatabase),
  ];
  const networkPart = [
    ...forNetwork.filter(({ key }) => !keysOf(forDatabase).includes(key)),
    ...joined.nodes,
  ];
  const drafts = [
    serviceNetwork(zone),
    ...databasePart,
    ...networkPart,
    ...databaseAtEndpoint(facts),
  ];
  const parts = new Map<string, Part[]>([['service-network', ['zone']]]);
  for (const [part, members] of [
    ['database', databasePart],
    ['network', [...forNetwork, ...joined.nodes]],
  ] as const) {
    for (const { key } of members) {
      parts.set(key, [...(parts.get(key) ?? []), part]);
    }
  }
  return {
    pattern: 'lattice-service-network',
    nodes: named(facts, drafts).map(node => ({
      ...node,
      parts: parts.get(node.key) ?? ['pair'],
    })),
    hops: [
      ...hopsIn(facts, joined),
      {
        name: 'Service network',
        nodes: ['service-network', 'resource-association'],
      },
      ...(accountId === database.accountId && accountId === network.accountId
        ? []
        : [
            {
              name: 'Share with the accounts',
              nodes: [
                ...new Set([...keysOf(forDatabase), ...keysOf(forNetwork)]),
              ],
            },
          ]),
      ...PROVIDER_HOPS,
    ],
    opens: opensDatabase(facts),
    enables: enabling(facts, zone),
    cuts: cutsOf(facts, zone, joined.join),
  };
}

/**
 * The graph of a database and a network of one zone, each of which is in a graph of its own already. It is what planning
 * for the two would give, from the facts that those were planned from.
 */
export function pairInZone(options: {
  installation: string;
  /** A graph of the database, with whatever network. */
  ofDatabase: ObjectGraph;
  /** A graph of the network, with whatever database at the same port. */
  ofNetwork: ObjectGraph;
}): ObjectGraph {
  const { installation, ofDatabase, ofNetwork } = options;
  const joining = partOf(ofNetwork, 'network');
  const isJoining = ({ key }: GraphNode) => joining.some(n => n.key === key);
  // What one graph has for both may be here for one of the two, and the other way round.
  const databasePart = partOf(ofDatabase, 'zone', 'database').map(node => ({
    ...node,
    parts: [
      ...(node.parts ?? []).filter(part => part !== 'network'),
      ...(isJoining(node) ? (['network'] as const) : []),
    ],
  }));
  const there = new Set(databasePart.map(({ key }) => key));
  const networkPart = joining
    .filter(({ key }) => !there.has(key))
    .map(node => ({ ...node, parts: ['network' as const] }));
  const parts = [...databasePart, ...networkPart];
  const [{ databaseArn }] = ofDatabase.opens;
  const pair = ofNetwork.nodes
    .filter(({ parts: its }) => its?.includes('pair'))
    .map(node => ({
      ...node,
      name: nameWithin(
        { installation, serves: { database: databaseArn }, what: AT_ENDPOINT },
        node,
        key => parts.find(part => part.key === key)!.name,
      ),
    }));
  const nodes = [...parts, ...pair];
  const keys = new Set(nodes.map(({ key }) => key));
  const [{ network, accountId, vpcId }] = ofNetwork.opens;
  return {
    pattern: 'lattice-service-network',
    nodes,
    hops: hopsOfBoth(ofNetwork, ofDatabase, keys),
    opens: ofDatabase.opens.map(opening => ({
      ...opening,
      network,
      accountId,
      vpcId,
    })),
    enables: [
      ...enablesOf(ofNetwork, 'network'),
      ...enablesOf(ofDatabase, 'database'),
    ],
    cuts: [
      ...ofNetwork.cuts.filter(({ how }) => !there.has(how.node)),
      ...ofDatabase.cuts.filter(({ how }) => there.has(how.node)),
    ],
  };
}

/**
 * A graph of a network whose clients are let in at another port. What it has of its database stays, and is of no use; so
 * it is for `pairInZone`.
 *
 * @param options - `network`: what the graph was planned from
 */
export function networkAtPort(options: {
  installation: string;
  graph: ObjectGraph;
  network: Parameters<typeof servedMember>[0];
  port: number;
}): ObjectGraph {
  const { installation, graph, port } = options;
  const names = new Map(graph.nodes.map(({ key, name }) => [key, name]));
  const serves = servedMember(options.network);
  return {
    ...graph,
    nodes: graph.nodes.map(node => {
      if (!isClientRule(node)) {
        return node;
      }
      const moved = { ...node, spec: { ...node.spec, port } };
      const called = { installation, serves, what: CLIENT_RULE };
      return {
        ...moved,
        name: nameWithin(called, moved, key => names.get(key)!),
      };
    }),
  };
}

/** Whom of a network a graph lets in, at whatever port: security groups, or address ranges. */
export function clientsOf({ nodes }: ObjectGraph): string[] {
  const peers = nodes
    .filter(isClientRule)
    .map(({ spec }) => String(spec.peerGroupId ?? spec.peerCidr));
  return [...new Set(peers)].sort();
}

/** It lets clients of a network in at one port; all else of a network's part serves every port. */
export function isClientRule({ type, parts = [] }: GraphNode): boolean {
  return type === 'ec2/security-group-rule' && parts.includes('network');
}

/** What of a graph is for these parts. */
export function partOf(graph: ObjectGraph, ...wanted: Part[]): GraphNode[] {
  return graph.nodes.filter(({ parts = [] }) =>
    parts.some(part => wanted.includes(part)),
  );
}

/** Both have the same hops, in the same order, but that one of them may need no share. */
function hopsOfBoth(
  one: ObjectGraph,
  other: ObjectGraph,
  keys: ReadonlySet<string>,
): GraphHop[] {
  const longer = one.hops.length < other.hops.length ? other : one;
  const nodesOf = ({ hops }: ObjectGraph, name: string) =>
    hops.find(hop => hop.name === name)?.nodes ?? [];
  return longer.hops
    .map(({ name }) => ({
      name,
      nodes: [
        ...new Set([...nodesOf(one, name), ...nodesOf(other, name)]),
      ].filter(key => keys.has(key)),
    }))
    .filter(({ nodes }) => nodes.length > 0);
}

function serviceNetwork(zone: ZoneFacts): Draft {
  return {
    key: 'service-network',
    type: 'vpc-lattice/service-network',
    title: `Service network of the zone ${zone.name}`,
    side: 'networking',
    serves: 'zone',
    what: 'network',
    spec: { sharing: true },
    dependsOn: [],
  };
}

/** What lets an account see the service network; nothing for the one that owns it. */
function sharedWith(
  zone: ZoneFacts,
  accountId: string,
  who: 'database' | 'network',
): Draft[] {
  if (accountId === zone.accountId) {
    return [];
  }
  const isInside = zone.sameOrganization[who];
  const share = isInside ? 'network-share' : 'network-share-outside';
  const serves = 'zone';
  const invitation: Draft = {
    key: `invitation-${accountId}`,
    type: 'ram/invitation',
    title: `Accepted invitation of account ${accountId}`,
    side: who === 'database' ? 'provider' : 'consumer',
    serves,
    what: 'invitation',
    spec: {
      resourceShareArn: output(share, 'resourceShareArn'),
      ownerAccountId: zone.accountId,
    },
    // Not on the principal: that is ready only when the invitation is accepted.
    dependsOn: [share],
  };
  return [
    {
      key: share,
      type: 'ram/resource-share',
      title: isInside
        ? 'Resource share of the service network'
        : 'Resource share of the service network, outside the organisation',
      side: 'networking',
      serves,
      what: 'share',
      spec: {
        serviceNetworkArn: output('service-network', 'serviceNetworkArn'),
        // Part of what the share is, and so of its name: accounts inside and outside never use the same one.
        allowExternalPrincipals: !isInside,
      },
      dependsOn: ['service-network'],
    },
    {
      key: `principal-${accountId}`,
      type: 'ram/principal',
      title: `Account ${accountId}`,
      side: 'networking',
      serves,
      what: 'principal',
      spec: { resourceShareArn: output(share, 'resourceShareArn'), accountId },
      dependsOn: [share],
    },
    ...(isInside ? [] : [invitation]),
  ];
}

/** What an account waits for before it can use what is shared with it. */
function seenBy(shared: readonly Draft[]): string[] {
  return keysOf(shared.filter(({ type }) => type !== 'ram/resource-share'));
}

function resourceAssociation(shared: readonly Draft[]): Draft {
  return {
    key: 'resource-association',
    type: 'vpc-lattice/service-network-resource-association',
    title: 'Database in the service network',
    side: 'provider',
    what: 'resource',
    spec: {
      resourceConfigurationArn: output(
        'resource-configuration',
        'resourceConfigurationArn',
      ),
      serviceNetworkArn: output('service-network', 'serviceNetworkArn'),
    },
    dependsOn: [
      ...PROVIDER_RULES,
      'resource-configuration',
      'service-network',
      ...seenBy(shared),
    ],
  };
}

function enabling(
  { database, network }: PatternFacts,
  zone: ZoneFacts,
): ObjectGraph['enables'] {
  return [
    {
      accountId: network.accountId,
      description: `Account ${network.accountId} may let more of its VPCs in ${network.region} join the service network of the zone ${zone.name}, and so reach its databases, because AWS shares a service network with an account and not with a network.`,
    },
    {
      accountId: database.accountId,
      description: `Account ${database.accountId} may put more of its resources in the service network of the zone ${zone.name}.`,
    },
  ].filter(({ accountId }) => accountId !== zone.accountId);
}

/** What `enabling` says of one of the two: first comes the network's, unless its account owns the service network. */
function enablesOf(
  { nodes, opens, enables }: ObjectGraph,
  part: 'database' | 'network',
): ObjectGraph['enables'] {
  const { lane } = nodes.find(({ key }) => key === 'service-network')!;
  const ofNetwork = opens[0].accountId === lane.accountId ? 0 : 1;
  return part === 'network'
    ? enables.slice(0, ofNetwork)
    : enables.slice(ofNetwork);
}

function cutsOf(facts: PatternFacts, zone: ZoneFacts, join: string): Cut[] {
  const { database } = facts;
  const byNetworking: Cut = {
    lane: laneOf(zone),
    title: 'networking: delete the association of the VPC',
    how: { kind: 'remove-from-other-side', node: join },
  };
  return [
    cutOfNetwork(facts, join),
    ...(facts.join === 'association' ? [byNetworking] : []),
    {
      lane: laneOf(database),
      title: 'provider: take the database out of the service network',
      how: { kind: 'remove-object', node: 'resource-association' },
    },
  ];
}
