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

import { ConsumerNetwork } from '@towpath/backstage-plugin-database-access-common';
import type { Lane } from '../config';
import { objectName } from '../objects';
import { canonicalJson } from '../canonicalJson';
import type { GraphNode, OutputOf } from './ObjectGraph';
import type { PatternFacts, SubnetFacts } from './PatternFacts';

// What the patterns have in common. A change here changes digests: every pattern's test pins its own.

/**
 * Whom an object is for, and so who may share it: all networks of a database; all databases of a network; all databases
 * of a network that is the member of a zone, whatever clients it has at the time; everything in a zone.
 */
export type Serves = 'database' | 'network' | 'member' | 'zone';

/** A node before it has its name. */
export type Draft = Omit<GraphNode, 'name' | 'lane'> & {
  side: 'provider' | 'consumer' | 'networking';
  /** Default: the database. */
  serves?: Serves;
  /** Ends the name in AWS; at most 12 characters, and fewer where a service takes shorter names. */
  what: string;
};

/**
 * Gives each node its name. It follows from what the object is, from what it is part of, and from whom it serves: equal
 * for all that want the same, different as soon as anything differs.
 */
export function named(
  facts: PatternFacts,
  drafts: readonly Draft[],
): GraphNode[] {
  const names = new Map<string, string>();
  const nameOf = (key: string): string => {
    const known = names.get(key);
    if (known) {
      return known;
    }
    const { type, side, serves, what, spec } = drafts.find(d => d.key === key)!;
    const name = spell(
      facts.installation,
      what,
      { type, lane: laneOf(sideOf(facts, side)), spec },
      { served: servedBy(facts, serves), nameOf },
    );
    names.set(key, name);
    return name;
  };
  return drafts.map(({ side, what: _, serves: __, ...draft }) => ({
    ...draft,
    lane: laneOf(sideOf(facts, side)),
    name: nameOf(draft.key),
  }));
}

/**
 * The name of an object, as `named` gives it: where what it is part of comes from several graphs.
 *
 * @param nameOf - the name of the node with this key
 */
export function nameWithin(
  {
    installation,
    serves,
    what,
  }: { installation: string; serves: Served; what: string },
  node: Pick<GraphNode, 'type' | 'lane' | 'spec'>,
  nameOf: (key: string) => string,
): string {
  return spell(installation, what, node, { served: serves, nameOf });
}

/** Whom an object serves, spelt out. */
type Served =
  | { zone: string }
  | { database: string }
  | {
      network: ReturnType<typeof placeOf> & {
        clientSecurityGroupIds: string[];
      };
    }
  | ReturnType<typeof servedMember>;

/** Where a network is. */
type Place = Pick<ConsumerNetwork, 'name' | 'vpcId' | 'subnetIds'>;

/**
 * A network in a zone. Other clients are let in by rules alone, for its accesses there change together; in other subnets it
 * gets another way in.
 */
export function servedMember(network: Place) {
  return { member: placeOf(network) };
}

/** A network by itself: if config changes anything of it, it is another network, and gets its own. */
function servedNetwork(network: Place, clients: readonly string[]): Served {
  return {
    network: {
      ...placeOf(network),
      clientSecurityGroupIds: [...clients].sort(),
    },
  };
}

function placeOf({ name, vpcId, subnetIds }: Place) {
  return { name, vpcId, subnetIds: [...subnetIds].sort() };
}

function spell(
  installation: string,
  what: string,
  { type, lane, spec }: Pick<GraphNode, 'type' | 'lane' | 'spec'>,
  around: {
    served: Served;
    nameOf: (key: string) => string;
  },
): string {
  const spelt = Object.fromEntries(
    Object.entries(spec).map(([field, value]) => [
      field,
      isOutput(value) ? around.nameOf(value.$output.node) : value,
    ]),
  );
  return objectName(
    installation,
    what,
    canonicalJson({ type, lane, spec: spelt, ...around.served }),
  );
}

/** What tells those apart that an object is for. */
function servedBy(
  { database, network, zone }: PatternFacts,
  serves: Serves = 'database',
): Served {
  const place = { ...network, subnetIds: network.subnets.map(idOf) };
  switch (serves) {
    case 'zone':
      return { zone: zone!.name };
    case 'member':
      return servedMember(place);
    case 'network':
      return servedNetwork(place, network.clientSecurityGroupIds);
    default:
      return { database: database.arn };
  }
}

/** How the names of rules end that let clients in. */
export const CLIENT_RULE = 'endpoint-in';

/**
 * Lets the clients into an endpoint's group at one port: by their security groups; a network that names none means
 * everything in its subnets.
 */
export function clientRules(
  { database, network }: PatternFacts,
  rule: {
    key: string;
    groupKey: string;
    port: number;
    /** For people, where an endpoint has more than one way: e.g. `to the readers`. */
    whither?: string;
    /** Default: the database. */
    serves?: 'network' | 'member';
  },
): Draft[] {
  const groups = [...network.clientSecurityGroupIds].sort();
  const peers = groups.length
    ? groups.map(peerGroupId => ({ peerGroupId }))
    : [...network.subnets.map(subnet => subnet.cidrBlock)]
        .sort()
        .map(peerCidr => ({ peerCidr }));
  return peers.map((peer, i) => ({
    key: `${rule.key}-${i + 1}`,
    type: 'ec2/security-group-rule',
    title: ['Endpoint lets', Object.values(peer)[0], 'in', rule.whither]
      .filter(Boolean)
      .join(' '),
    side: 'consumer' as const,
    serves: rule.serves,
    what: CLIENT_RULE,
    spec: {
      groupId: output(rule.groupKey, 'groupId'),
      direction: 'ingress',
      port: rule.port,
      ...peer,
      description: `Clients of ${
        rule.serves ? network.name : database.identifier
      }`,
    },
    dependsOn: [rule.groupKey],
  }));
}

/** The one security group of the database that takes our rule; which one must not depend on how AWS lists them. */
export function shareableGroupOf({ database }: PatternFacts): string {
  const [groupId] = [...database.shareableSecurityGroupIds].sort();
  if (!groupId) {
    throw new Error(
      `${database.arn} has no security group that may take a rule`,
    );
  }
  return groupId;
}

/** One subnet for each zone that can be used; which one must not depend on the order in which AWS lists them. */
export function onePerZone(
  subnets: readonly SubnetFacts[],
  isUsable: (availabilityZoneId: string) => boolean = () => true,
): SubnetFacts[] {
  const chosen = new Map<string, SubnetFacts>();
  const inOrder = [...subnets].sort((one, other) =>
    one.subnetId < other.subnetId ? -1 : 1,
  );
  for (const subnet of inOrder) {
    const zone = zoneOf(subnet);
    if (isUsable(zone) && !chosen.has(zone)) {
      chosen.set(zone, subnet);
    }
  }
  return [...chosen.values()];
}

export function zoneOf(subnet: SubnetFacts): string {
  return subnet.availabilityZoneId;
}

export function idOf(subnet: SubnetFacts): string {
  return subnet.subnetId;
}

export function keysOf(drafts: readonly Draft[]): string[] {
  return drafts.map(draft => draft.key);
}

export function laneOf({ accountId, region }: Lane): Lane {
  return { accountId, region };
}

export function output(node: string, name: string): OutputOf {
  return { $output: { node, name } };
}

function sideOf(facts: PatternFacts, side: Draft['side']): Lane {
  switch (side) {
    case 'provider':
      return facts.database;
    case 'networking':
      return facts.zone!;
    default:
      return facts.network;
  }
}

function isOutput(value: GraphNode['spec'][string]): value is OutputOf {
  return typeof value === 'object' && '$output' in value;
}
