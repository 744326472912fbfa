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
  DeleteRolePolicyCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { exampleCompany } from '@towpath/simulated-aws';
import { adminOf } from '../__testUtils__/adminOf';
import { companyWithEngine } from '../__testUtils__/companyWithEngine';
import { factsOf } from '../__testUtils__/simulatedCompany';
import { LOG_GROUP, nameLogGroup } from '../__testUtils__/withAccessLog';
import { factsWithPrivateName } from '../__testUtils__/withPrivateName';
import { AwsCallError } from '../aws';
import type { AccountConfig, DatabaseAccessConfig } from '../config';
import { INSTALLATION_TAG, objectTypes } from '../objects';
import { ObjectGraph, PatternFacts, patterns } from '../patterns';
import { landing } from './accountRoles';
import { READINGS } from './readings';
import type { PolicyStatementDocument } from './rolePolicies';

type Scene = Awaited<ReturnType<typeof companyWithEngine>>;

/** Found in what was thrown, and in what is known of an object that waits because of it. */
const REFUSAL =
  /Account (\d{12}) \([^)]+\) refused (\S+) to its role (\S+) in [a-z0-9-]+(?:, because that takes \S+, too)?: allow (\S+) in the role's policy\./;

/** Config that wants of each account what the example company has it for. */
function exampleConfig(config: DatabaseAccessConfig): DatabaseAccessConfig {
  const accounts = Object.values(exampleCompany.accounts).flatMap(
    (account): AccountConfig[] => {
      const sides: string[] =
        'portalSides' in account ? account.portalSides : [];
      const { publicZone, accessLogGroup } = account as {
        publicZone?: { id: string; name: string };
        accessLogGroup?: string;
      };
      const configured = config.accounts.get(account.id)!;
      return [
        {
          ...configured,
          // Of the accounts with networks only those that have databases, too, so that each side is looked at alone.
          allowOwnerTags:
            sides.includes('provider') &&
            Object.keys(account.databases).length > 0,
          allowNetworkTags: sides.includes('consumer'),
          ...(accessLogGroup && { accessLogGroup }),
          ...(publicZone && {
            privateDnsName: {
              domain: publicZone.name,
              hostedZoneId: publicZone.id,
            },
          }),
        },
      ];
    },
  );
  return {
    ...config,
    updater: true,
    zones: [
      {
        name: 'shared',
        title: 'Shared',
        accountId: exampleCompany.accounts.networking.id,
        region: 'us-east-1',
        networks: [],
        databases: [],
      },
    ],
    accounts: new Map(accounts.map(account => [account.accountId, account])),
  };
}

/** Roles that may do nothing, and get what they should have one action at a time: when somebody has missed it. */
class Grants {
  readonly #wanted = new Map<string, PolicyStatementDocument[]>();
  readonly #granted = new Map<string, Set<string>>();
  readonly sentences: string[] = [];

  private constructor(private readonly scene: Scene) {}

  static async create(scene: Scene): Promise<Grants> {
    const grants = new Grants(scene);
    for (const { accountId, roles } of landing(exampleConfig(scene.config))
      .accounts) {
      for (const role of roles.filter(({ purpose }) => purpose !== 'updater')) {
        await grants.#empty(accountId, role.name);
        grants.#wanted.set(
          `${accountId} ${role.name}`,
          role.policies.flatMap(({ document }) => document.Statement),
        );
      }
    }
    return grants;
  }

  /** Repeats the work until nothing is missed any more. */
  async let<T>(work: () => Promise<T>): Promise<T> {
    for (let waits = 0; ; ) {
      try {
        return await work();
      } catch (error) {
        const isLater =
          error instanceof AwsCallError && error.verdict.startsWith('retry');
        if (!isLater) {
          await this.#grantWhatIsMissed(error);
        } else if (++waits > 50) {
          throw error;
        }
        this.scene.clock.advance(5);
      }
    }
  }

  /** What this role should have in these accounts and nobody has missed in any of them. */
  unusedOf(accountIds: string[], roleName: string): string[] {
    const keys = accountIds.map(accountId => `${accountId} ${roleName}`);
    const wanted = keys.flatMap(key =>
      this.#wanted.get(key)!.flatMap(({ Action }) => Action),
    );
    const granted = keys.flatMap(key => [...(this.#granted.get(key) ?? [])]);
    return [...new Set(wanted)]
      .filter(action => !granted.includes(action))
      .sort();
  }

  async #grantWhatIsMissed(error: unknown): Promise<void> {
    const refusal = this.#newRefusal(error as Error);
    if (!refusal) {
      throw error;
    }
    const [sentence, accountId, , roleName, action] = refusal;
    const key = `${accountId} ${roleName}`;
    const statements = (this.#wanted.get(key) ?? []).filter(({ Action }) =>
      Action.includes(action),
    );
    const granted = this.#granted.get(key) ?? new Set();
    if (statements.length === 0 || granted.has(action)) {
      throw new Error(
        `The generated policies of ${key} do not allow ${action} here: ${
          (error as AwsCallError).awsMessage ?? sentence
        }`,
      );
    }
    this.sentences.push(sentence);
    granted.add(action);
    this.#granted.set(key, granted);
    await adminOf(this.scene, { accountId, region: 'us-east-1' }).iam.send(
      new PutRolePolicyCommand({
        RoleName: roleName,
        PolicyName: action.replace(':', '-'),
        PolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: statements.map(statement => ({
            ...statement,
            Action: [action],
          })),
        }),
      }),
    );
  }

  /** In what was thrown, or in what an object says that waits; not what was mended since and is only still told. */
  #newRefusal(error: Error): RegExpExecArray | undefined {
    const direct = REFUSAL.exec(error.message);
    if (error instanceof AwsCallError) {
      return direct ?? undefined;
    }
    const told = [...this.scene.engine.rows.values()].map(
      ({ state }) => JSON.stringify(state) ?? '',
    );
    for (const text of [...error.message.split(' | '), ...told]) {
      const found = REFUSAL.exec(text);
      const [, accountId, , roleName, action] = found ?? [];
      if (
        found &&
        !this.#granted.get(`${accountId} ${roleName}`)?.has(action)
      ) {
        return found;
      }
    }
    return undefined;
  }

  async #empty(accountId: string, RoleName: string): Promise<void> {
    const { iam } = adminOf(this.scene, { accountId, region: 'us-east-1' });
    const there = await iam
      .send(new ListRolePoliciesCommand({ RoleName }))
      .catch(() => undefined);
    for (const PolicyName of there?.PolicyNames ?? []) {
      await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    }
  }
}

/** Every list that a sweep reads in the lanes of a graph: each once, at AWS's pace. */
async function sweep(scene: Scene, grants: Grants, graph: ObjectGraph) {
  const { sessions, config, clock } = scene;
  const lists = new Map(
    graph.nodes.map(node => [
      `${node.type} ${JSON.stringify(node.lane)}`,
      node,
    ]),
  );
  for (const { type, lane } of lists.values()) {
    clock.advance(5);
    await grants.let(async () => {
      const aws = sessions.watch(lane);
      for await (const _ of objectTypes
        .get(type)!
        .list(aws, config.installation)) {
        // Reading is all.
      }
    });
  }
}

/** What is in AWS and carries the portal's tag. */
function ours({ aws, world, config }: Scene): string[] {
  world.settle();
  return aws.services
    .flatMap(service => service.objects?.(world) ?? [])
    .filter(({ tags }) => tags[INSTALLATION_TAG] === config.installation)
    .filter(({ state }) => !/^delet|^DELET/.test(state ?? ''))
    .map(({ type, id }) => `${type} ${id}`);
}

/** Facts that lead to all there is, the newest kinds of facts included. */
function worlds(): Record<string, PatternFacts> {
  const within = (facts: PatternFacts, join: PatternFacts['join']) => ({
    ...facts,
    join,
    zone: {
      name: 'shared',
      accountId: exampleCompany.accounts.networking.id,
      region: 'us-east-1',
      sameOrganization: { database: true, network: facts.sameOrganization },
    },
  });
  return {
    'in the organisation': within(
      {
        ...factsWithPrivateName(),
        updater: true,
        accessLogGroup: LOG_GROUP,
      },
      'endpoint',
    ),
    'by association': within(factsOf(), 'association'),
    'outside of the organisation': within(factsOf('partner'), 'endpoint'),
    'to a cluster': within(factsOf('payments', 'catalog-aurora'), 'endpoint'),
    'from another Region': within(factsOf('dublin'), 'endpoint'),
  };
}

const CASES = [...patterns].flatMap(([name, pattern]) =>
  Object.entries(worlds()).flatMap(([title, facts]) => {
    try {
      return [{ name, title, facts, graph: pattern.plan(facts) }];
    } catch {
      return [];
    }
  }),
);

const PROVIDERS = ['orders-prod', 'billing', 'catalog'] as const;
const CONSUMERS = ['analytics', 'payments', 'partner'] as const;

function accountsOf(
  names: ReadonlyArray<keyof typeof exampleCompany.accounts>,
) {
  return names.map(name => exampleCompany.accounts[name].id);
}

/** Asked some minutes after somebody changed something, which nobody does here. */
const ASKED_LATER = ['cloudtrail:LookupEvents'];

/** Plans and the doctor ask for these, and a test of their own holds the list against what they call. */
const PLANNED = READINGS.map(({ action }) => action);

/** After a failover, after somebody altered an updater, and when config names another log group. */
const FOLLOWING = [
  'elasticloadbalancing:DeregisterTargets',
  'lambda:UpdateFunctionCode',
  'lambda:UpdateFunctionConfiguration',
  'logs:UpdateLogDelivery',
  'vpc-lattice:UpdateAccessLogSubscription',
];

/** AWS asks for these beside another action, and simulated AWS does not: Service Authorization Reference, RAM. */
const BESIDE_ANOTHER = ['ram:TagResource', 'vpc-lattice:DeleteResourcePolicy'];

/** After a removal that was denied: whether what was to be removed is gone already, or has lost its tags. */
const WHETHER_IT_IS_THERE = [
  'ec2:DescribeVpcEndpointAssociations',
  'ec2:DescribeVpcEndpointServicePermissions',
  'ram:GetResourceShares',
  'route53:ListHostedZones',
  'route53:ListHostedZonesByVPC',
  'route53:ListResourceRecordSets',
  'vpc-lattice:ListAccessLogSubscriptions',
  'vpc-lattice:ListResourceConfigurations',
  'vpc-lattice:ListResourceGateways',
  'vpc-lattice:ListServiceNetworkResourceAssociations',
  'vpc-lattice:ListServiceNetworkVpcAssociations',
  'vpc-lattice:ListServiceNetworks',
];

/** One type of object for both sides: groups of endpoints have no rules outbound, those of gateways have. */
const OF_ANOTHER_SIDE = ['ec2:AuthorizeSecurityGroupEgress'];

/** Where the networking account is in another organisation than that of the database; the example has none such. */
const INVITED = [
  'ram:AcceptResourceShareInvitation',
  'ram:GetResourceShareInvitations',
];

/** After an answer was lost, or a name was taken: tags say whose the thing of that name is. */
const WHOSE_IT_IS = [
  'events:ListTagsForResource',
  'lambda:ListTags',
  'vpc-lattice:ListTagsForResource',
];

jest.setTimeout(300_000);

describe('the generated policies', () => {
  let scene: Scene;
  let grants: Grants;

  beforeAll(async () => {
    scene = await companyWithEngine();
    nameLogGroup(scene.config, LOG_GROUP);
    grants = await Grants.create(scene);
  });

  it.each(CASES)(
    'are exactly enough for $name $title: each action is missed in a sentence that names it and the account',
    async ({ facts, graph }) => {
      const { engine, reaches } = scene;
      await grants.let(() => engine.build(graph));
      expect(reaches(facts)).toBe(true);
      expect(ours(scene).length).toBeGreaterThan(5);
      await sweep(scene, grants, graph);
      const [, other] = graph.cuts;
      await grants.let(() =>
        engine.removeOrLook(graph, engine.row(graph, other.how.node)),
      );
      expect(reaches(facts)).toBe(false);
      await grants.let(() => engine.tearDown(graph));
      expect(reaches(facts)).toBe(false);
      expect(ours(scene)).toEqual([]);
    },
  );

  it.each([
    [
      'provider',
      'read',
      PROVIDERS,
      [...PLANNED, ...WHOSE_IT_IS, ...ASKED_LATER],
    ],
    [
      'provider',
      'provision',
      PROVIDERS,
      [
        ...FOLLOWING,
        ...BESIDE_ANOTHER,
        ...INVITED,
        ...WHETHER_IT_IS_THERE,
        ...WHOSE_IT_IS,
      ],
    ],
    [
      'consumer',
      'read',
      CONSUMERS,
      [...PLANNED, ...WHOSE_IT_IS, ...ASKED_LATER],
    ],
    [
      'consumer',
      'provision',
      CONSUMERS,
      [...WHETHER_IT_IS_THERE, ...WHOSE_IT_IS, ...OF_ANOTHER_SIDE],
    ],
  ] as const)(
    'have nothing that nobody needs: what this journey did not miss of the %s’s role to %s, other ways do',
    (_, purpose, names, explained: readonly string[]) => {
      expect(grants.sentences.length).toBeGreaterThan(200);
      const unused = grants.unusedOf(
        accountsOf(names),
        `database-access-${purpose}`,
      );
      expect(unused.filter(action => !explained.includes(action))).toEqual([]);
    },
  );
});
