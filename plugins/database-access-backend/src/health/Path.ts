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
import type {
  ConsumerNetwork,
  Hop,
  Plan,
} from '@towpath/backstage-plugin-database-access-common';
import type { SubnetState } from '../objects';
import type { ObjectGraph } from '../patterns';
import { clientHops } from './clientHops';
import { databaseAclHop, databaseGroupHop, databaseHop } from './databaseHops';
import { hopsOf, KnownObject } from './hops';
import { ReadingTerms } from './readings';
import { KnownSurrounding } from './surroundingHop';

/** Hops that a load balancer's health checks pass. */
const BEHIND_LOAD_BALANCER = [
  'Security group of the load balancer',
  'Network ACLs of the database’s subnets',
  'Security group of the database',
  'Security groups that the database has',
  'Database',
];

/** A share, as far as its path is of interest. */
export interface WatchedShare {
  graph: Pick<ObjectGraph, 'hops' | 'nodes' | 'opens' | 'surroundings'>;
  plan: Pick<Plan, 'network' | 'database' | 'endpoint' | 'databaseArn'>;
}

/** The way from the clients to the database, as what is around it needs to know it. */
export interface Path {
  network: ConsumerNetwork;
  /** How packets leave the clients' VPC. */
  entry: 'endpoint' | 'association';
  /** That clients use. */
  ports: number[];
  databasePort: number;
  /** Names of the database, in lower case, its writer's first. */
  hosts: string[];
  /** Of the clients' subnets, where the endpoint is, too. */
  clientRanges: string[];
  endpointGroupId?: string;
  /** Private zones that this share has in the clients' VPC. */
  ownZoneIds: string[];
  /** Security groups of the database that have a rule for this share. */
  databaseGroupIds: string[];
  /** What is around the clients, of one kind. */
  consumer(kind: string): KnownSurrounding[];
  /** What is around the database, of one kind. */
  provider(kind: string): KnownSurrounding[];
}

/** All hops of a share in the order in which a packet meets them: its own objects, and what is around them. */
export function allHops(
  share: WatchedShare,
  known: {
    objects: readonly KnownObject[];
    surroundings: readonly KnownSurrounding[];
  },
  terms: ReadingTerms,
): Hop[] {
  const own = hopsOf(share.graph, known.objects, terms);
  if (!share.graph.surroundings?.length) {
    return own;
  }
  const path = pathOf(share, known);
  const last = own.length - 1;
  return withConsequences(share.graph, [
    ...clientHops(path, terms),
    ...own.slice(0, last),
    databaseAclHop(path, terms),
    // What every pattern ends with: the rule in the database's security group.
    ...own.slice(last),
    databaseGroupHop(path, terms),
    databaseHop(path, terms),
  ]);
}

/**
 * A load balancer sees that nothing behind it answers, and not why: what is wrong between it and the database, or with the
 * database, is to be mended, and the targets are well again then.
 */
function withConsequences(
  { nodes }: WatchedShare['graph'],
  hops: Hop[],
): Hop[] {
  const targets = new Set(
    nodes.filter(({ type }) => type === 'elbv2/targets').map(({ key }) => key),
  );
  const cause = hops.find(
    ({ name, health, objects }) =>
      !['healthy', 'degraded'].includes(health) &&
      !objects.some(key => targets.has(key)) &&
      BEHIND_LOAD_BALANCER.includes(name),
  );
  return hops.map(hop =>
    cause &&
    hop.health !== 'healthy' &&
    hop.objects.some(key => targets.has(key))
      ? { ...hop, follows: cause.name }
      : hop,
  );
}

function pathOf(
  { graph, plan }: WatchedShare,
  {
    objects,
    surroundings,
  }: {
    objects: readonly KnownObject[];
    surroundings: readonly KnownSurrounding[];
  },
): Path {
  const { network, endpoint } = plan;
  const [, , , databaseRegion, databaseAccount] = plan.databaseArn.split(':');
  const wanted = (
    kind: string,
    place: { accountId: string; region: string },
    ids?: readonly string[],
  ) =>
    (graph.surroundings ?? [])
      .filter(
        ({ kind: its, lane, awsId }) =>
          its === kind &&
          lane.accountId === place.accountId &&
          lane.region === place.region &&
          (!ids || ids.includes(awsId)),
      )
      .map(each => readingOf(each, surroundings));
  const consumer = (kind: string) =>
    wanted(
      kind,
      network,
      kind === 'ec2/subnet' ? network.subnetIds : undefined,
    );
  const database = { accountId: databaseAccount, region: databaseRegion };
  const provider = (kind: string) =>
    wanted(kind, database).filter(
      ({ awsId }) =>
        kind !== 'ec2/subnet' || !network.subnetIds.includes(awsId),
    );
  const outputOf = (type: string, name: string) =>
    objects
      .filter(object => object.type === type)
      .flatMap(object => object.outputs[name] ?? []);
  return {
    network,
    entry: graph.nodes.some(
      ({ type }) => type === 'vpc-lattice/service-network-vpc-association',
    )
      ? 'association'
      : 'endpoint',
    ports: [...new Set(graph.opens.map(({ port }) => port))],
    databasePort: endpoint.port,
    hosts: [
      ...new Set(
        [endpoint.host, ...graph.opens.map(({ host }) => host)].map(host =>
          host.toLocaleLowerCase('en-US'),
        ),
      ),
    ],
    clientRanges: consumer('ec2/subnet').flatMap(
      ({ state }) => (state as SubnetState | undefined)?.cidrBlock ?? [],
    ),
    endpointGroupId: objects.find(({ key }) => key === 'endpoint-group')
      ?.outputs.groupId,
    ownZoneIds: outputOf('route53/hosted-zone', 'zoneId'),
    databaseGroupIds: groupsWithRules(graph),
    consumer,
    provider,
  };
}

/** Groups that are named in the plan and not made by it: the database's. */
function groupsWithRules({ nodes }: WatchedShare['graph']): string[] {
  const ids = nodes
    .filter(({ type }) => type === 'ec2/security-group-rule')
    .flatMap(({ spec }) =>
      spec.direction === 'ingress' && typeof spec.groupId === 'string'
        ? [spec.groupId]
        : [],
    );
  return [...new Set(ids)];
}

function readingOf(
  { kind, awsId, lane }: NonNullable<ObjectGraph['surroundings']>[number],
  surroundings: readonly KnownSurrounding[],
): KnownSurrounding {
  return (
    surroundings.find(
      known =>
        known.kind === kind &&
        known.awsId === awsId &&
        known.accountId === lane.accountId &&
        known.region === lane.region,
    ) ?? { kind, awsId, ...lane, accountName: lane.accountId }
  );
}
