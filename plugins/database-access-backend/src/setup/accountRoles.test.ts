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

import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import {
  exampleCompany,
  populate,
  SimulatedAws,
  simulatedClientConfig,
  World,
} from '@towpath/simulated-aws';
import {
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { developmentConfig } from '../__testUtils__/developmentConfig';
import { readDatabaseAccessConfig } from '../config';
import { Landing, landing } from './accountRoles';
import {
  fitIntoPolicies,
  lengthOf,
  LONGEST_MANAGED_POLICY,
  MOST_MANAGED_POLICIES,
} from './fitIntoPolicies';
import {
  exampleAccounts,
  exampleNetworks,
} from '../__testUtils__/exampleConfig';

function small(more: JsonObject = {}) {
  return readDatabaseAccessConfig(
    new ConfigReader({
      databaseAccess: {
        installation: 'demo',
        accounts: exampleAccounts,
        networks: exampleNetworks,
        ...more,
      },
    }),
    { environment: 'development' },
  );
}

const accountOf = (made: Landing, accountId: string) =>
  made.accounts.find(account => account.accountId === accountId)!;

const actionsOf = (made: Landing, accountId: string, purpose: string) =>
  accountOf(made, accountId)
    .roles.find(role => role.purpose === purpose)!
    .policies.flatMap(({ document }) =>
      document.Statement.flatMap(({ Action }) => Action),
    );

describe('the roles that accounts need', () => {
  let made: Landing;

  beforeAll(async () => {
    made = landing(await developmentConfig());
  });

  it('are for databases in accounts of databases, and for networks in accounts of networks', () => {
    const orders = actionsOf(made, '333333333333', 'provision');
    expect(orders).toContain('vpc-lattice:CreateResourceGateway');
    expect(orders).not.toContain('ec2:CreateVpcEndpoint');
    expect(actionsOf(made, '333333333333', 'read')).not.toContain(
      'ec2:DescribeVpcAttribute',
    );
    const consumer = landing(
      small({
        accounts: [
          {
            accountId: '666666666666',
            regions: ['us-east-1'],
            externalId: 'only-for-networks',
          },
        ],
        networks: [exampleNetworks[0]],
      }),
    );
    const analytics = actionsOf(consumer, '666666666666', 'provision');
    expect(analytics).toContain('ec2:CreateVpcEndpoint');
    expect(analytics).not.toContain('vpc-lattice:CreateResourceGateway');
    expect(actionsOf(consumer, '666666666666', 'read')).not.toContain(
      'rds:DescribePendingMaintenanceActions',
    );
  });

  it('SEC-2: trust the portal’s principal with the account’s own ExternalId, which is not shown unless asked for', async () => {
    const externalId = async (account: string, show: boolean) =>
      accountOf(
        landing(await developmentConfig(), { showExternalIds: show }),
        account,
      ).roles[0].trust.Statement[0].Condition!.StringEquals['sts:ExternalId'];
    expect(await externalId('333333333333', false)).toBe(
      '<the ExternalId of account 333333333333>',
    );
    expect(await externalId('333333333333', true)).toBe(
      'simulated-orders-prod-9d27e6a0f1b4835c',
    );
    expect(JSON.stringify(made)).not.toContain('simulated-');
    const principal = 'arn:aws:iam::111111111111:role/backstage';
    expect(
      landing(await developmentConfig(), { hubPrincipal: principal })
        .accounts[0].roles[0].trust.Statement[0].Principal,
    ).toEqual({ AWS: principal });
  });

  it('let the portal itself assume these roles, read prices, and do nothing else', () => {
    const statements = made.hub.policies.flatMap(p => p.document.Statement);
    expect(statements.flatMap(({ Action }) => Action)).toEqual([
      'sts:AssumeRole',
      'sts:SetSourceIdentity',
      'sts:TagSession',
      'pricing:GetProducts',
    ]);
    expect(statements[0].Resource).toEqual(
      made.accounts.flatMap(({ roles }) => roles.map(({ arn }) => arn)),
    );
  });

  it('name no account, Region or installation that config does not have', () => {
    const text = JSON.stringify(made);
    expect(text).not.toMatch(/\$\{\w+\}/);
    expect(text).not.toContain('sample');
  });

  it('may have paths analysed, and invoke the prober, only where config says so', () => {
    const actions = (more?: JsonObject) => {
      const roles = landing(small(more));
      return {
        ofDatabase: actionsOf(roles, '333333333333', 'provision'),
        ofNetwork: actionsOf(roles, '666666666666', 'provision'),
        readers: actionsOf(roles, '666666666666', 'read'),
      };
    };
    const meant = /NetworkInsights|^tiros:|^lambda:Invoke/;
    const without = actions();
    for (const each of Object.values(without)) {
      expect(each.filter(action => meant.test(action))).toEqual([]);
    }
    const withBoth = actions({
      reachability: {
        analyzer: { enabled: true },
        prober: { functionPrefix: 'our-prober' },
      },
    });
    expect(withBoth.ofDatabase).toContain('ec2:StartNetworkInsightsAnalysis');
    expect(withBoth.ofDatabase).not.toContain('lambda:InvokeFunction');
    expect(withBoth.ofNetwork).toContain('lambda:InvokeFunction');
    expect(withBoth.readers).toEqual(without.readers);
  });

  it('of an account whose databases have updaters have one more, for Lambda alone', async () => {
    const updaters = landing(
      await developmentConfig(config => {
        config.updater = { enabled: true };
        config.roles = { updater: 'towpath/updater' };
      }),
    );
    const role = accountOf(updaters, '333333333333').roles[2];
    expect(role).toMatchObject({
      purpose: 'updater',
      arn: 'arn:aws:iam::333333333333:role/towpath/updater',
    });
    expect(role.trust.Statement[0].Principal).toEqual({
      Service: 'lambda.amazonaws.com',
    });
    expect(JSON.stringify(updaters)).toContain('role/towpath/updater"');
  });

  it('stay within what IAM takes, also where all is as long as it may be', async () => {
    const everything = landing(
      await developmentConfig(config => {
        config.installation = 'abcdefghijkl';
        config.updater = { enabled: true };
        config.roles = {
          read: `${'p'.repeat(60)}/${'r'.repeat(64)}`,
          provision: `${'p'.repeat(60)}/${'w'.repeat(64)}`,
          updater: `${'p'.repeat(60)}/${'u'.repeat(64)}`,
        };
        for (const account of config.accounts) {
          account.privateLink = {
            privateDnsName: {
              domain: `a${account.accountId}.${'d'.repeat(60)}.${'e'.repeat(
                60,
              )}.example.com`,
              hostedZoneId: 'Z'.repeat(32),
            },
          };
        }
      }),
    );
    const roles = everything.accounts.flatMap(account => account.roles);
    const lengths = roles
      .flatMap(({ policies }) => policies)
      .map(({ document }) => JSON.stringify(document).length);
    expect(Math.max(...lengths)).toBeGreaterThan(LONGEST_MANAGED_POLICY / 2);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(LONGEST_MANAGED_POLICY);
    const most = Math.max(...roles.map(({ policies }) => policies.length));
    expect(most).toBeLessThanOrEqual(MOST_MANAGED_POLICIES);
  });

  it('of two hundred accounts do not fit into one policy of the portal, and are parted', () => {
    const many = landing(
      small({
        accounts: Array.from({ length: 200 }, (_, i) => ({
          accountId: String(200000000000 + i),
          regions: ['us-east-1'],
          externalId: `external-id-${i}`,
          owner: 'group:default/orders-team',
        })),
        networks: [],
      }),
    );
    const { policies } = many.hub;
    expect(policies.length).toBeGreaterThan(2);
    expect(new Set(policies.map(({ name }) => name)).size).toBe(
      policies.length,
    );
    for (const { document } of policies) {
      expect(lengthOf(document)).toBeLessThanOrEqual(LONGEST_MANAGED_POLICY);
    }
    const all = policies.flatMap(p =>
      p.document.Statement.flatMap(s => s.Resource),
    );
    expect(all.filter(resource => resource.startsWith('arn:'))).toHaveLength(
      400,
    );
  });
});

describe('a statement that is too long for a policy', () => {
  it('is parted by its actions, and none gets lost', () => {
    const Action = Array.from(
      { length: 400 },
      (_, i) => `ec2:DescribeThing${i}`,
    );
    const parts = fitIntoPolicies({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
    });
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.flatMap(p => p.Statement.flatMap(s => s.Action))).toEqual(
      Action,
    );
  });
});

describe('simulated AWS', () => {
  it('has exactly the roles that its own config asks for: policy by policy', async () => {
    const world = new World();
    populate(world);
    const aws = SimulatedAws.create({ world });
    const { accounts } = exampleCompany as { accounts: Record<string, any> };
    const made = landing(
      await developmentConfig(config => {
        // What the example has and development does not use from the start.
        config.updater = { enabled: true };
        config.zones = [
          {
            name: 'shared',
            accountId: accounts.networking.id,
            region: 'us-east-1',
            networks: ['analytics-databricks'],
            databases: [
              accounts['orders-prod'].databases['orders-postgres'].arn,
            ],
          },
        ];
        config.networks.push({
          ...config.networks[0],
          name: 'elsewhere',
          region: 'us-east-1',
        });
        for (const entry of config.accounts) {
          const account = Object.values(accounts).find(
            a => a.id === entry.accountId,
          );
          if (account.updaterRole) {
            entry.roles = { updater: account.updaterRole.name };
          }
          if (account.accessLogGroup) {
            entry.accessLogs = { logGroup: account.accessLogGroup };
          }
          if (account.publicZone) {
            entry.privateLink = {
              privateDnsName: {
                domain: account.publicZone.name,
                hostedZoneId: account.publicZone.id,
              },
            };
          }
        }
      }),
      { showExternalIds: true },
    );
    for (const { accountId, roles } of made.accounts) {
      const iam = new IAMClient(simulatedClientConfig(aws, { accountId }));
      // This account has locked the portal out on purpose.
      const open = accountId === '999999999999' ? [] : roles;
      for (const role of open) {
        const RoleName = role.name;
        const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
        const { PolicyNames } = await iam.send(
          new ListRolePoliciesCommand({ RoleName }),
        );
        const there: Record<string, unknown> = {};
        for (const PolicyName of PolicyNames!) {
          const { PolicyDocument } = await iam.send(
            new GetRolePolicyCommand({ RoleName, PolicyName }),
          );
          there[PolicyName] = JSON.parse(decodeURIComponent(PolicyDocument!));
        }
        const trust = JSON.parse(
          decodeURIComponent(Role!.AssumeRolePolicyDocument!),
        );
        expect({ accountId, role: role.purpose, there, trust }).toEqual({
          accountId,
          role: role.purpose,
          there: Object.fromEntries(
            role.policies.map(p => [p.name, p.document]),
          ),
          trust: role.trust,
        });
      }
    }
  });
});
