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

import './unpacedReads';
import { AuthorizeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateServiceNetworkCommand,
  CreateServiceNetworkVpcAssociationCommand,
  VPCLatticeClient,
} from '@aws-sdk/client-vpc-lattice';
import { Entity } from '@backstage/catalog-model';
import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import {
  Finding,
  Plan,
} from '@towpath/backstage-plugin-database-access-common';
import {
  Company,
  Doubts,
  reachable,
  simulatedClientConfig,
  World,
} from '@towpath/simulated-aws';
import { Knex } from 'knex';
import { ZoneConfig } from '../config';
import { ObjectGraph } from '../patterns';
import { Person } from '../requests';
import { StoredShare } from '../store';
import { adminOf } from './adminOf';
import { Outline, outlinedCompany, PlacedDatabase } from './outlinedCompany';
import { requestBench, requester } from './requestBench';
import { REGION, simulatedCompany } from './simulatedCompany';
import { databaseEntity } from './startPortal';
import { awsEngines } from '../lanes/__testUtils__/awsBench';

/** A zone of an outlined company: of these networks and databases, by their names. */
export interface OutlinedZone {
  name: string;
  /** The networking account's name. */
  account: string;
  networks: string[];
  databases: string[];
}

/** A company, what the portal's config says of zones, and what somebody else has made. */
export interface OutlinedWorld extends Outline {
  zones: OutlinedZone[];
  /** Networks whose VPCs somebody has associated with a service network of his own. */
  associated?: string[];
  /** Databases whose security groups let in as many as AWS lets a group let in. */
  crowded?: string[];
  /** What policies keep the portal's `provision` roles from doing. */
  forbidden?: Array<{ account: string; action: string }>;
}

/** A wish, by names. */
export interface Wish {
  network: string;
  database: string;
  connectVia?: Plan['pattern'];
  join?: Plan['join'];
  /** The id of the share that it is to take over from. */
  changes?: string;
}

/** Has to agree to whatever leaves the organisation. */
const PLATFORM_TEAM = 'group:default/platform-team';

/** Belongs to every group that owns a database. */
const everyOwner = personIn('every-owner');

/** Somebody who decides for one group only: each word fills one seat. */
function ownerIn(group: string): Person {
  return personIn(`owner-in-${group.split('/')[1]}`, group);
}

function personIn(name: string, ...groups: string[]): Person {
  const ref = `user:default/${name}`;
  return {
    ref,
    ownerRefs: [ref, ...groups],
    credentials: { $$type: '@backstage/BackstageCredentials', principal: {} },
  };
}

/** How a pair is spelled. */
export function pairOf(network: string, database: string): string {
  return `${network} ${database}`;
}

/** Clients of a network, or others in its VPC: the same pair for them. */
const asSeenBy = { clients: '', others: ' by others' };

/** Requests, their starter and the engine on a company of the test's own, and the eyes of whoever sees the wires. */
export async function worldBench(
  knex: Knex,
  outline: OutlinedWorld,
  options: { doubts?: Partial<Doubts> } = {},
) {
  const placed = outlinedCompany(outline);
  const { accountIds, databases, networks } = placed;
  const company = await companyOf(outline, placed.company, options.doubts);
  const owners = [...new Set(databases.map(({ owner }) => owner))];
  const bench = await requestBench(knex, {
    company,
    config: {
      networks,
      platformTeam: PLATFORM_TEAM,
      zones: outline.zones.map(zone => zoneOf(zone, accountIds, databases)),
    },
    entities: [
      ...databases.map(({ name, arn, owner }) =>
        databaseEntity(name, { arn, owner: owner.split('/')[1] }),
      ),
      userIn('every-owner', owners),
      ...[...owners, PLATFORM_TEAM].map(group =>
        userIn(ownerIn(group).ref.split('/')[1], [group]),
      ),
    ],
  });
  const lanes = await awsEngines(knex, company);
  const { requests, shares, starter, store } = bench;
  const { world } = company;
  const nameOf = new Map(databases.map(({ arn, name }) => [arn, name]));
  const pairOfShare = ({ network, databaseArn }: StoredShare) =>
    pairOf(network, nameOf.get(databaseArn)!);
  const vpcOf = (network: string) =>
    Object.values(placed.company.accounts).find(
      account => account.vpcs[network],
    )!.vpcs[network];
  const openedTo = (pair: string, { network }: Plan) =>
    network.clientSecurityGroupIds.map(group =>
      group === vpcOf(network.name).defaultSecurityGroupId
        ? pair + asSeenBy.others
        : pair,
    );
  const wishOf = ({ database, ...rest }: Wish) => ({
    ...rest,
    databaseRef: `resource:default/${database}`,
    durationSeconds: 30 * 86_400,
    overrideReason: 'Each way shall be seen',
  });
  const planOf = async (
    wish: Wish,
  ): Promise<Pick<Plan, 'digest' | 'findings'>> => {
    try {
      return (await requests.plan(requester, wishOf(wish))).plan;
    } catch (error) {
      // What it would take over from is over.
      if (wish.changes && error instanceof InputError) {
        return {
          findings: [
            {
              code: 'change_impossible',
              severity: 'blocking',
              message: error.message,
            },
          ],
        };
      }
      throw error;
    }
  };
  let filed = 0;
  return {
    ...company,
    ...lanes,
    databases,
    networks,
    requests,
    starter,
    shares,
    store,
    /** How a share's pair is spelled. */
    pairOfShare,
    /** Files it, if it can be planned. @returns the request's id, or what stands in the way */
    async ask(wish: Wish): Promise<{ id?: string; findings: Finding[] }> {
      const plan = await planOf(wish);
      if (!plan.digest) {
        return { findings: plan.findings };
      }
      filed += 1;
      const { id } = await requests.file(requester, {
        ...wishOf(wish),
        purpose: 'Monthly revenue report',
        start: 'automatic',
        planDigest: plan.digest,
        idempotencyKey: `request-${filed}`,
      });
      return { id, findings: plan.findings };
    },
    /** What would stand in its way if somebody asked for it now. */
    async obstacles(wish: Wish): Promise<Finding[]> {
      const plan = await planOf(wish);
      return plan.findings.filter(({ severity }) => severity === 'blocking');
    },
    /** Says yes for all owners to what would be built today, if anything would. */
    async approve(id: string): Promise<void> {
      const { plan, planDigest, status } = await requests.get(id);
      if (status !== 'pending') {
        return;
      }
      for (const group of plan.deciders!.refs) {
        try {
          await requests.decide(ownerIn(group), id, {
            decision: 'approve',
            planDigest,
          });
        } catch (error) {
          // What would be built is another thing by now, or nothing, or no more of theirs: nobody has said yes to that. Or
          // they have said so.
          const isHeard =
            error instanceof ConflictError ||
            error instanceof NotAllowedError ||
            error instanceof InputError;
          if (!isHeard) {
            throw error;
          }
        }
      }
    },
    /** Whoever asked for it wants it no more. */
    withdraw: (id: string) => requests.cancel(requester, id),
    revoke: (id: string, leave: 'network' | 'database' = 'network') =>
      shares.revoke(everyOwner, id, { reason: 'It is over', leave }),
    zoneEnding: (id: string) => shares.zoneEnding(everyOwner, id),
    /** Those that are not over, in an order that no id decides: so dice fall alike each time. */
    async living(): Promise<StoredShare<ObjectGraph>[]> {
      const living = await store.read(tx =>
        store.shares.list<ObjectGraph>(tx, {
          lifecycles: ['building', 'active', 'stuck', 'revoking'],
          limit: 1_000,
        }),
      );
      const placeOf = (share: StoredShare<ObjectGraph>) =>
        [pairOfShare(share), share.lifecycle, share.pattern].join(' ');
      return living.sort((one, other) =>
        placeOf(one) < placeOf(other) ? -1 : 1,
      );
    },
    /** Those that have taken over from others and were ready once. */
    async changed(): Promise<StoredShare[]> {
      const all = await store.read(tx =>
        store.shares.list(tx, { limit: 1_000 }),
      );
      return all.filter(
        ({ takenOverFrom, activeAt }) => takenOverFrom && activeAt,
      );
    },
    /** Config names one more security group of a network's clients, or not any more. @returns all of them */
    changeClients(name: string): readonly string[] {
      const network = networks.find(each => each.name === name)!;
      const [clients, more] = network.clientSecurityGroupIds;
      return Object.assign(network, {
        clientSecurityGroupIds: more
          ? [clients]
          : [clients, vpcOf(name).defaultSecurityGroupId],
      }).clientSecurityGroupIds;
    },
    /** Config names one subnet of a network less, or all of them again. @returns those that it names */
    changeSubnets(name: string): readonly string[] {
      const network = networks.find(each => each.name === name)!;
      const all = vpcOf(name).subnets.map(({ id }) => id);
      return Object.assign(network, {
        subnetIds:
          network.subnetIds.length < all.length || all.length === 1
            ? all
            : all.slice(1),
      }).subnetIds;
    },
    /** Whether config names fewer subnets of a network than it has. */
    isNarrowed(name: string): boolean {
      const { subnetIds } = networks.find(each => each.name === name)!;
      return subnetIds.length < vpcOf(name).subnets.length;
    },
    /** What those open that are not over and that nobody has cut. */
    async uncut(): Promise<string[]> {
      const rows = await knex('shares')
        .whereNot({ lifecycle: 'revoked' })
        .whereNull('cut_at')
        .select('network', 'database_arn', 'plan');
      return rows.flatMap(({ network, database_arn: arn, plan }) =>
        openedTo(pairOf(network, nameOf.get(arn)!), JSON.parse(plan)),
      );
    },
    /** What a share opens, and to whom. */
    openedBy: (share: StoredShare) => openedTo(pairOfShare(share), share.plan),
    /** Whether all accesses stand still: each is there, or over. */
    async isAtRest(): Promise<boolean> {
      const moving = await knex('shares')
        .whereNotIn('lifecycle', ['active', 'revoked'])
        .first('id');
      return moving === undefined;
    },
    /** The pairs between which packets pass, of all that there are, from its clients and from others in its VPC. */
    reached: onlyAfterChanges(world, () =>
      networks
        .flatMap(({ name: network, vpcId, clientSecurityGroupIds }) =>
          databases.flatMap(({ name, arn }) =>
            Object.entries({
              clients: clientSecurityGroupIds[0],
              others: vpcOf(network).defaultSecurityGroupId,
            })
              .filter(
                ([, sg]) =>
                  reachable(world, { from: vpcId, to: arn, sg }).reachable,
              )
              .map(
                ([who]) =>
                  pairOf(network, name) +
                  asSeenBy[who as keyof typeof asSeenBy],
              ),
          ),
        )
        .sort(),
    ),
  };
}

/** A simulated company, with what somebody else has made there. */
export async function companyOf(
  { associated = [], crowded = [], forbidden = [] }: OutlinedWorld,
  company: Company,
  doubts?: Partial<Doubts>,
) {
  const simulated = await simulatedCompany({ company, doubts });
  for (const name of associated) {
    await associate(simulated, company, name);
  }
  for (const name of crowded) {
    await crowd(simulated, company, name);
  }
  for (const { account, action } of forbidden) {
    await forbid(simulated, company.accounts[account], action);
  }
  return simulated;
}

/** As somebody does who knows nothing of the portal. */
async function associate(
  { aws, clock }: Awaited<ReturnType<typeof simulatedCompany>>,
  { accounts }: Company,
  network: string,
): Promise<void> {
  const { id: accountId, vpcs } = Object.values(accounts).find(
    account => account.vpcs[network],
  )!;
  const lattice = new VPCLatticeClient(
    simulatedClientConfig(aws, { accountId }),
  );
  const { id } = await lattice.send(
    new CreateServiceNetworkCommand({ name: `theirs-${network}` }),
  );
  await lattice.send(
    new CreateServiceNetworkVpcAssociationCommand({
      serviceNetworkIdentifier: id,
      vpcIdentifier: vpcs[network].id,
    }),
  );
  lattice.destroy();
  clock.advance(600);
}

/** "Inbound or outbound rules per security group" (aws.md §1.6, L-0EA8095F). */
const MOST_RULES = 60;

async function crowd(
  { aws }: Awaited<ReturnType<typeof simulatedCompany>>,
  { accounts }: Company,
  database: string,
): Promise<void> {
  const { id: accountId, vpcs } = Object.values(accounts).find(
    account => account.databases[database],
  )!;
  const { ec2 } = adminOf({ aws }, { accountId, region: REGION });
  await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId: vpcs[`of-${database}`].securityGroups[database].id,
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 22,
          ToPort: 22,
          IpRanges: Array.from({ length: MOST_RULES }, (_, host) => ({
            CidrIp: `192.0.2.${host}/32`,
          })),
        },
      ],
    }),
  );
  ec2.destroy();
}

async function forbid(
  { aws }: Awaited<ReturnType<typeof simulatedCompany>>,
  { id: accountId, provisionRole }: Company['accounts'][string],
  action: string,
): Promise<void> {
  const { iam } = adminOf({ aws }, { accountId, region: REGION });
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: provisionRole!.name,
      PolicyName: `without-${action.replace(':', '-')}`,
      PolicyDocument: JSON.stringify({
        Statement: [{ Effect: 'Deny', Action: action, Resource: '*' }],
      }),
    }),
  );
  iam.destroy();
}

/** What a test does with a world. */
export type WorldBench = Awaited<ReturnType<typeof worldBench>>;

/** What AWS remembers of calls and keeps for itself, no thing that anybody has made. */
const MEMORIES = [
  'clientTokens',
  'eventHistory',
  // What CloudWatch has measured.
  'series',
  'changes',
  'invitations',
  'sessions',
  'roles',
];

/** States of what AWS only still shows. */
const OVER = ['deleted', 'DELETED', 'DISASSOCIATED', 'disassociated'];

/** Everything that anybody has made, in all accounts, with all that AWS knows of it. */
export function everythingIn(world: World): Record<string, string> {
  world.settle();
  const everything: Record<string, string> = {};
  for (const [place, tables] of Object.entries(world.documents)) {
    for (const [table, things] of Object.entries(tables)) {
      if (MEMORIES.includes(table) || typeof things !== 'object') {
        continue;
      }
      for (const [id, thing] of Object.entries(things ?? {})) {
        const { state, status } = (thing ?? {}) as Record<string, unknown>;
        if (!OVER.includes(String(state)) && !OVER.includes(String(status))) {
          everything[`${place} ${table} ${id}`] = JSON.stringify(thing);
        }
      }
    }
  }
  return everything;
}

/** What the data plane follows. While nothing of this changes, and no date in it comes, nor does any answer of it. */
const WIRES = /^(ec2|elasticloadbalancing|ram|rds|route53|vpc-lattice)\//;

/** Milliseconds since the epoch: when a record is answered, for example. */
const DATES = /\b\d{13}\b/g;

function onlyAfterChanges<T>(world: World, ask: () => T): () => T {
  let known: { wires: string; at: number; answer: T } | undefined;
  return () => {
    world.settle();
    const now = world.moment();
    const wires = JSON.stringify(
      Object.entries(world.documents).filter(([place]) => WIRES.test(place)),
    );
    const isKnown =
      known?.wires === wires &&
      (known.at === now ||
        !(isSettling(world) || hasDateIn(wires, { from: known.at, to: now })));
    if (!known || !isKnown) {
      known = { wires, at: now, answer: ask() };
    }
    return known.answer;
  };
}

function hasDateIn(wires: string, { from, to }: { from: number; to: number }) {
  return [...wires.matchAll(DATES)].some(
    ([date]) => Number(date) > from && Number(date) <= to,
  );
}

interface BalancedState {
  targetGroups?: Record<
    string,
    { targets: Array<{ health: string; answer?: { is: string } }> }
  >;
}

/** A target's health follows the answers that it gives, some checks later and without being asked. */
function isSettling({ documents }: World): boolean {
  return Object.entries(documents)
    .filter(([place]) => place.startsWith('elasticloadbalancing/'))
    .flatMap(([, document]) =>
      Object.values((document as BalancedState).targetGroups ?? {}),
    )
    .flatMap(({ targets }) => targets)
    .some(
      ({ health, answer }) =>
        health !== (answer?.is === 'ok' ? 'healthy' : 'unhealthy'),
    );
}

function zoneOf(
  zone: OutlinedZone,
  accountIds: Record<string, string>,
  databases: readonly PlacedDatabase[],
): ZoneConfig {
  return {
    name: zone.name,
    title: zone.name,
    accountId: accountIds[zone.account],
    region: REGION,
    networks: zone.networks,
    databases: zone.databases.map(
      name => databases.find(each => each.name === name)!.arn,
    ),
  };
}

function userIn(name: string, groups: readonly string[]): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name, namespace: 'default' },
    relations: groups.map(targetRef => ({ type: 'memberOf', targetRef })),
  };
}
