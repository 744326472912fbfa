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

import { JsonArray, JsonObject } from '@backstage/types';
import {
  EC2Client,
  ModifyVpcAttributeCommand,
  RevokeSecurityGroupEgressCommand,
  DescribeSecurityGroupsCommand,
} from '@aws-sdk/client-ec2';
import {
  GetRoleCommand,
  IAMClient,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AddTagsToResourceCommand, RDSClient } from '@aws-sdk/client-rds';
import {
  Finding,
  PatternOption,
  Plan,
} from '@towpath/backstage-plugin-database-access-common';
import {
  exampleAccounts,
  exampleNetworks,
} from '../__testUtils__/exampleConfig';
import {
  databaseEntity,
  startPortal,
  stopPortals,
} from '../__testUtils__/startPortal';
import { Portal, WISH } from '../__testUtils__/requestSteps';

jest.setTimeout(120_000);

afterEach(stopPortals);

const OWNER = 'group:default/analytics-team';

const accounts: JsonArray = [
  ...exampleAccounts,
  {
    accountId: '777777777777',
    name: 'payments',
    regions: ['us-east-1', 'eu-west-1'],
    externalId: 'simulated-payments-d65f1b930c8e7a42',
  },
  {
    accountId: '888888888888',
    name: 'partner',
    regions: ['us-east-1'],
    externalId: 'simulated-partner-2b8c7f05e6d4a193',
    allowOutsideOrganization: true,
  },
];

const networks: JsonArray = [
  ...exampleNetworks,
  {
    name: 'full',
    owner: OWNER,
    accountId: '666666666666',
    region: 'us-east-1',
    vpcId: 'vpc-06666000000000002',
    subnetIds: ['subnet-06666000000000021', 'subnet-06666000000000022'],
    clientSecurityGroupIds: ['sg-06666000000000020'],
  },
  {
    name: 'edge',
    owner: OWNER,
    accountId: '777777777777',
    region: 'us-east-1',
    vpcId: 'vpc-07777000000000002',
    subnetIds: ['subnet-07777000000000021', 'subnet-07777000000000022'],
    clientSecurityGroupIds: ['sg-07777000000000020'],
  },
  {
    name: 'dublin',
    owner: OWNER,
    accountId: '777777777777',
    region: 'eu-west-1',
    vpcId: 'vpc-07777000000000003',
    subnetIds: ['subnet-07777000000000031'],
    clientSecurityGroupIds: ['sg-07777000000000030'],
  },
  {
    name: 'orders-own',
    owner: OWNER,
    accountId: '333333333333',
    region: 'us-east-1',
    vpcId: 'vpc-03333000000000001',
    subnetIds: ['subnet-03333000000000011'],
    clientSecurityGroupIds: ['sg-03333000000000019'],
  },
  {
    name: 'partner',
    owner: OWNER,
    accountId: '888888888888',
    region: 'us-east-1',
    vpcId: 'vpc-08888000000000001',
    subnetIds: ['subnet-08888000000000011', 'subnet-08888000000000012'],
    clientSecurityGroupIds: ['sg-08888000000000018'],
  },
  {
    name: 'no-common-zone',
    owner: OWNER,
    accountId: '888888888888',
    region: 'us-east-1',
    vpcId: 'vpc-08888000000000001',
    subnetIds: ['subnet-08888000000000012'],
    clientSecurityGroupIds: ['sg-08888000000000018'],
  },
  {
    name: 'misspelt',
    owner: OWNER,
    accountId: '666666666666',
    region: 'us-east-1',
    vpcId: 'vpc-06666000000000001',
    subnetIds: ['subnet-06666000000000011', 'subnet-06666000000000099'],
    clientSecurityGroupIds: ['sg-06666000000000018'],
  },
];

function start(options: Parameters<typeof startPortal>[0] = {}) {
  return startPortal({ databaseAccess: { accounts, networks }, ...options });
}

function plan(portal: Portal, change: object = {}) {
  return portal.as('requester').post('/plans', { ...WISH, ...change });
}

/** The finding of this code, whatever else there is. */
async function findingOf(
  portal: Portal,
  code: string,
  change: object = {},
): Promise<Finding & { digest?: string }> {
  const { status, body } = await plan(portal, change);
  expect(status).toBe(200);
  const found = body.findings.find((finding: Finding) => finding.code === code);
  expect(found).toBeDefined();
  return { ...found, digest: body.digest };
}

describe('a plan', () => {
  it('says what is built, what it opens and what it costs', async () => {
    const portal = await start();
    const { body } = await plan(portal);
    expect(body).toMatchObject({
      pattern: 'lattice-resource-endpoint',
      findings: [],
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      opens: [
        {
          network: 'analytics-databricks',
          accountId: '666666666666',
          host: 'orders-postgres.c0ffee0orders.us-east-1.rds.amazonaws.com',
          port: 5432,
        },
      ],
      cost: { currency: 'USD', fixedMonthly: 14.6 },
    });
    const titles = body.objects.map(
      (object: { key: string; verb: string }) => `${object.verb} ${object.key}`,
    );
    expect(titles[titles.length - 2]).toBe('create vpc-endpoint');
    const placed = new Set<string>();
    for (const object of body.objects) {
      expect(object.dependsOn.every((key: string) => placed.has(key))).toBe(
        true,
      );
      placed.add(object.key);
    }
  });

  it('names no id of the database’s network, only those of the own one', async () => {
    const portal = await start();
    for (const network of ['analytics-databricks', 'full']) {
      const { text } = await plan(portal, { network });
      expect(text).not.toMatch(/(vpc|subnet)-0333/);
    }
    const { text } = await plan(portal);
    expect(text).not.toMatch(/(vpc|subnet|sg)-0333/);
    expect(text).toContain('vpc-06666000000000001');
    expect(text).toContain('sg-06666000000000018');
  });

  it('has one digest, whoever asks and however often', async () => {
    const portal = await start();
    const first = await plan(portal);
    // Approved by somebody before this version: whoever changes it voids what they said.
    expect(first.body.digest).toBe(
      '822f2a68ab58781bdc2210256c968932762d036c68b259211097eaa71184cccc',
    );
    portal.awsClock.advance(3600);
    const second = await portal.as('colleague').post('/plans', WISH);
    expect(second.body.digest).toBe(first.body.digest);
    const longer = await plan(portal, { durationSeconds: 90_000 });
    expect(longer.body.digest).not.toBe(first.body.digest);
  });

  it.each(['recommended', 'lattice', 'lattice-resource-endpoint'])(
    'takes %s for a resource endpoint',
    async connectVia => {
      const portal = await start();
      const { body } = await plan(portal, { connectVia });
      expect(body.pattern).toBe('lattice-resource-endpoint');
      expect(body.digest).toBeDefined();
    },
  );

  it('is only for networks of the own groups', async () => {
    const portal = await start();
    for (const network of ['billing', 'unknown']) {
      const { status, body } = await plan(portal, { network });
      expect(status).toBe(403);
      expect(body.error.code).toBe('network_not_allowed');
    }
  });

  it('is made 20 times a minute for one person, whatever others do', async () => {
    const portal = await start();
    for (let i = 0; i < 20; i++) {
      expect((await plan(portal)).status).toBe(200);
    }
    const refused = await plan(portal);
    expect(refused.status).toBe(429);
    expect(refused.body.error.code).toBe('too_many_plans');
    const colleague = await portal.as('colleague').post('/plans', WISH);
    expect(colleague.status).toBe(200);
    portal.awsClock.advance(60);
    expect((await plan(portal)).status).toBe(200);
  });

  it('for an account outside the organisation is told of its invitation', async () => {
    const portal = await start();
    const { body } = await plan(portal, { network: 'partner' });
    expect(body.digest).toBeDefined();
    expect(body.deciders.seats).toMatchObject([
      { ref: 'group:default/orders-team', count: 2 },
    ]);
    // The other way has no invitation, and leaves the organisation all the same.
    const outside = await findingOf(portal, 'outside_organization', {
      network: 'partner',
      connectVia: 'privatelink',
    });
    expect(outside).toMatchObject({ severity: 'info' });
    expect(
      body.findings.map((finding: Finding) => [finding.severity, finding.code]),
    ).toEqual(
      expect.arrayContaining([
        ['info', 'outside_organization'],
        ['info', 'no_common_zone'],
      ]),
    );
    expect(body.objects.map((object: { key: string }) => object.key)).toContain(
      'invitation',
    );
  });
});

describe('an account outside the organisation that config does not let out', () => {
  it.each(['lattice', 'privatelink'])(
    'SEC-20: has no plan over %s, and reads what config would have to say',
    async connectVia => {
      const portal = await start({
        databaseAccess: {
          accounts: accounts.map(account => ({
            ...(account as JsonObject),
            allowOutsideOrganization: false,
          })),
          networks,
        },
      });
      const found = await findingOf(portal, 'outside_organization', {
        network: 'partner',
        connectVia,
      });
      expect(found).toMatchObject({
        severity: 'blocking',
        message: expect.stringContaining('888888888888 (partner)'),
        remedy: expect.stringContaining('allowOutsideOrganization: true'),
      });
      expect(found.digest).toBeUndefined();
    },
  );
});

describe('the recommendation of a plan', () => {
  it('says which way, why, and what became of the others', async () => {
    const portal = await start();
    const { body } = await plan(portal, { expectedGbPerMonth: 100 });
    expect(body.recommendation).toMatchObject({
      pattern: 'lattice-resource-endpoint',
      rule: 'one-database-one-endpoint',
      reasons: body.reasons,
    });
    expect(body.recommendation.options).toHaveLength(4);
    expect(body.recommendation.options[0]).toMatchObject({
      pattern: 'lattice-resource-endpoint',
      verdict: 'recommended',
      cost: body.cost,
    });
    const network = optionOf(body, 'lattice-service-network');
    expect(network.verdict).toBe('impossible');
    expect(network.reasons[0]).toContain('No zone has both');
    expect(network.cost).toBe(undefined);
    expect(body.cost).toMatchObject({
      fixedMonthly: 14.6,
      volumeGb: 100,
      monthlyAtVolume: 16.6,
      pricesFrom: 'table',
    });
  });

  it('can be overridden with a reason, which stands in the plan', async () => {
    const portal = await start();
    const reason = 'We need metrics of our connections.';
    const { body } = await plan(portal, {
      connectVia: 'privatelink',
      overrideReason: ` ${reason} `,
      expectedGbPerMonth: 100,
    });
    expect(body).toMatchObject({
      pattern: 'privatelink',
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      overrideReason: reason,
      recommendation: { pattern: 'lattice-resource-endpoint' },
    });
    expect(body.reasons[0]).toBe(
      `Chosen instead of VPC Lattice resource endpoint: ${reason}`,
    );
    // 7.30 for one zone of the endpoint, 16.43 for the load balancer, 0.50 for the private zone; then 1.00 and 0.60.
    expect(body.cost).toMatchObject({
      fixedMonthly: 24.23,
      monthlyAtVolume: 25.83,
    });
    expect(optionOf(body, 'privatelink').cost).toEqual(body.cost);
  });

  it('shows what would be built although the reason is still missing', async () => {
    const portal = await start();
    const { body } = await plan(portal, { connectVia: 'privatelink' });
    expect(body.digest).toBe(undefined);
    expect(body.objects.length).toBeGreaterThan(10);
    expect(body.cost.fixedMonthly).toBeGreaterThan(0);
  });

  it('goes to PrivateLink from another Region, where its price is not wholly known', async () => {
    const portal = await start();
    const { body } = await plan(portal, {
      network: 'dublin',
      expectedGbPerMonth: 100,
    });
    expect(body).toMatchObject({
      pattern: 'privatelink',
      recommendation: { rule: 'cross-region' },
      digest: expect.any(String),
    });
    expect(optionOf(body, 'lattice-resource-endpoint')).toMatchObject({
      verdict: 'impossible',
      reasons: [expect.stringContaining('within one Region only')],
    });
    expect(body.findings).toContainEqual(
      expect.objectContaining({ code: 'other_region', severity: 'info' }),
    );
    expect(body.cost.monthlyAtVolume).toBe(undefined);
  });

  it('recommends no way to a public database, and lets PrivateLink be chosen with a warning', async () => {
    const portal = await start();
    const { body } = await plan(portal, {
      databaseRef: 'resource:default/billing-public',
      connectVia: 'privatelink',
      overrideReason: 'It is private by tomorrow.',
    });
    expect(body.recommendation.rule).toBe('publicly-accessible');
    expect(body.findings).toContainEqual(
      expect.objectContaining({ code: 'database_public', severity: 'warning' }),
    );
  });

  it('warns of the port by which readers come in over PrivateLink', async () => {
    const portal = await start();
    const wish = {
      databaseRef: 'resource:default/catalog-aurora',
      connectVia: 'privatelink',
      overrideReason: 'We measure.',
    };
    const { body } = await plan(portal, wish);
    expect(body.opens.map(({ port }: { port: number }) => port)).toEqual([
      5432, 5433,
    ]);
    const missing = body.findings.filter(
      ({ code }: Finding) => code === 'client_egress_missing',
    );
    expect(missing).toHaveLength(1);
    expect(missing[0].remedy).toContain('TCP 5433');
    const lattice = await plan(portal, { ...wish, connectVia: 'recommended' });
    expect(lattice.body.findings).toEqual([]);
  });

  it('is absent while AWS does not say what there is', async () => {
    const portal = await start();
    const { body } = await plan(portal, {
      databaseRef: 'resource:default/quarantine-postgres',
    });
    expect(body.recommendation).toBe(undefined);
  });

  it('does not change what is agreed: neither volume nor a needless reason', async () => {
    const portal = await start();
    const bare = await plan(portal);
    const { body } = await plan(portal, {
      expectedGbPerMonth: 5_000,
      overrideReason: 'Because.',
      connectVia: 'lattice-resource-endpoint',
    });
    expect(body.digest).toBe(bare.body.digest);
    expect(body.overrideReason).toBe(undefined);
  });

  it.each([-1, 1e12, 'many'])('takes no volume of %p GB', async volume => {
    const portal = await start();
    const { status } = await plan(portal, { expectedGbPerMonth: volume });
    expect(status).toBe(400);
  });
});

describe('what config says of ways to connect', () => {
  const because = 'Auditors want to see each connection.';

  it.each([
    ['an environment by its tag', { database: { environments: ['prod'] } }],
    ['an account', { database: { accounts: ['333333333333'] } }],
    ['a unit', { network: { organizationalUnits: ['analytics'] } }],
    ['a tag', { database: { tags: { tier: 'gold' } } }],
  ])('holds for %s', async (_, when) => {
    const portal = await start({
      databaseAccess: {
        accounts: accounts.map(account => ({
          ...(account as object),
          organizationalUnit: (account as { name: string }).name,
        })),
        networks,
        patterns: { rules: [{ forbid: ['lattice'], because, when }] },
      },
    });
    await tagDatabase(portal, { environment: 'prod', tier: 'gold' });
    const finding = await findingOf(portal, 'pattern_forbidden', {
      connectVia: 'lattice',
    });
    expect(finding).toMatchObject({
      severity: 'blocking',
      digest: undefined,
      message: `The portal's config forbids VPC Lattice resource endpoint here: ${because}`,
    });
  });

  it('is a preference by environment, unit and tag, too', async () => {
    const portal = await start({
      databaseAccess: {
        accounts: accounts.map(account => ({
          ...(account as object),
          organizationalUnit: (account as { name: string }).name,
        })),
        networks,
        patterns: {
          rules: [
            {
              prefer: 'privatelink',
              because,
              when: {
                database: { environments: ['prod'], tags: { tier: 'gold' } },
                network: { organizationalUnits: ['analytics'] },
              },
            },
          ],
        },
      },
    });
    const recommended = async () => (await plan(portal)).body.recommendation;
    expect(await recommended()).toMatchObject({
      pattern: 'lattice-resource-endpoint',
    });
    await tagDatabase(portal, { environment: 'prod', tier: 'gold' });
    portal.awsClock.advance(31);
    expect(await recommended()).toMatchObject({
      pattern: 'privatelink',
      rule: 'preferred-by-config',
      reasons: expect.arrayContaining([expect.stringContaining(because)]),
    });
  });

  it('takes the label of the entity for environment and class of the data, but the tag first', async () => {
    const options = {
      databaseAccess: {
        accounts,
        networks,
        patterns: {
          rules: [
            {
              forbid: ['lattice'],
              because,
              when: { database: { environments: ['prod'] } },
            },
          ],
        },
      },
      entities: [
        labelled({ environment: 'prod', 'data-classification': 'internal' }),
      ],
    };
    const portal = await start(options);
    const planned = async () => {
      const { body } = await plan(portal, {
        databaseRef: 'resource:default/labelled',
        connectVia: 'lattice',
      });
      const { environment, dataClassification } = body.database;
      const isForbidden = body.findings.some(
        ({ code }: Finding) => code === 'pattern_forbidden',
      );
      return { environment, dataClassification, isForbidden };
    };
    expect(await planned()).toEqual({
      environment: 'prod',
      dataClassification: 'internal',
      isForbidden: true,
    });
    await tagDatabase(portal, {
      environment: 'dev',
      'data-classification': 'confidential',
    });
    portal.awsClock.advance(31);
    expect(await planned()).toEqual({
      environment: 'dev',
      dataClassification: 'confidential',
      isForbidden: false,
    });
  });

  it('shows of the tags of a database those only that config asks for', async () => {
    const portal = await start({
      databaseAccess: {
        accounts,
        networks,
        patterns: { rules: [] },
      },
    });
    await tagDatabase(portal, { environment: 'prod', secret: 'plans' });
    const { reading } = await portal.describe('orders-postgres');
    expect(reading.facts.tags).toEqual({ environment: 'prod' });
  });
});

describe('the prices of a plan', () => {
  it('are those that AWS named, in every Region of config, once it was asked', async () => {
    const portal = await start();
    const elsewhere = { network: 'dublin' };
    expect((await plan(portal, elsewhere)).body.cost.fixedMonthly).toBe(
      undefined,
    );
    await portal.run('prices');
    const { body } = await plan(portal);
    expect(body.cost).toMatchObject({
      fixedMonthly: 14.6,
      pricesFrom: 'price-list',
      pricesOf: new Date(portal.awsClock.now()).toISOString().slice(0, 10),
      source: expect.stringContaining('AWS Price List API'),
    });
    // 8.03 for a zone in Dublin, 16.43 for the load balancer in Virginia, 0.50 for the private zone.
    expect((await plan(portal, elsewhere)).body.cost).toMatchObject({
      fixedMonthly: 24.96,
      pricesFrom: 'price-list',
    });
    expect(portal.log.join('\n')).toMatch(/Read \d+ prices of us-east-1/);
  });

  it('do not change what was agreed when they are read anew', async () => {
    const portal = await start();
    const before = await plan(portal);
    await portal.run('prices');
    expect((await plan(portal)).body.digest).toBe(before.body.digest);
  });

  it('do not stop a plan where AWS names none', async () => {
    const portal = await start();
    await portal.aws.fault({
      operation: 'pricing:GetProducts',
      kind: 'error',
      code: 'AccessDeniedException',
      message: 'Not authorized to perform pricing:GetProducts',
      count: 100,
    });
    await portal.run('prices');
    const { body } = await plan(portal);
    expect(body.cost).toMatchObject({
      fixedMonthly: 14.6,
      pricesFrom: 'table',
    });
    expect(portal.log.join('\n')).toContain(
      'The prices of us-east-1 were not read',
    );
  });
});

describe('what stands in the way', () => {
  it.each([
    ['full subnets', 'subnet_full', { network: 'full' }],
    ['zones without Lattice', 'zones_unsupported', { network: 'edge' }],
    [
      'another Region',
      'other_region',
      { network: 'dublin', connectVia: 'lattice' },
    ],
    ['the database’s own VPC', 'same_vpc', { network: 'orders-own' }],
    ['no zone in common', 'no_common_zone', { network: 'no-common-zone' }],
    ['a subnet that is not there', 'network_gone', { network: 'misspelt' }],
    [
      'no zone in common with the load balancer',
      'no_common_zone',
      { network: 'no-common-zone', connectVia: 'privatelink' },
    ],
    [
      'another way without a reason',
      'override_reason_missing',
      { connectVia: 'privatelink' },
    ],
    [
      'another way with a reason that says nothing',
      'override_reason_missing',
      { connectVia: 'privatelink', overrideReason: '  ' },
    ],
    [
      'a service network without a zone',
      'no_zone',
      { connectVia: 'lattice-service-network' },
    ],
    [
      'a public database',
      'database_public',
      { databaseRef: 'resource:default/billing-public' },
    ],
    [
      'an account that lets nobody in',
      'account_refused',
      { databaseRef: 'resource:default/quarantine-postgres' },
    ],
  ])('%s: %s', async (_, code, change) => {
    const portal = await start();
    const finding = await findingOf(portal, code, change);
    expect(finding).toMatchObject({
      severity: 'blocking',
      remedy: expect.any(String),
      digest: undefined,
    });
  });

  it('is said of both sides, if both have something', async () => {
    const portal = await start();
    const { body } = await plan(portal, {
      databaseRef: 'resource:default/billing-public',
      network: 'edge',
    });
    expect(body.findings.map((finding: Finding) => finding.code)).toEqual(
      expect.arrayContaining(['database_public', 'zones_unsupported']),
    );
  });

  it('is an account of the clients that does not answer, with its sentence', async () => {
    const portal = await start();
    await portal.aws.fault({
      operation: 'ec2:DescribeNetworkAcls',
      accountId: '666666666666',
      kind: 'error',
      code: 'UnauthorizedOperation',
      message: 'You are not authorized to perform this operation.',
    });
    const finding = await findingOf(portal, 'account_refused');
    expect(finding.severity).toBe('blocking');
    expect(finding.message).toContain('666666666666');
    expect(finding.message).toContain('ec2:DescribeNetworkAcls');
    expect(finding.awsMessage).toBe(
      'You are not authorized to perform this operation.',
    );
  });

  it.each([
    ['the clients', '666666666666'],
    ['the database', '333333333333'],
  ])(
    'is an account of %s that would not let the portal build',
    async (_, accountId) => {
      const portal = await start();
      const iam = new IAMClient(adminOf(portal, accountId));
      const role = { RoleName: 'database-access-provision' };
      const { Role } = await iam.send(new GetRoleCommand(role));
      const trust = decodeURIComponent(Role!.AssumeRolePolicyDocument!);
      const trustAs = (PolicyDocument: string) =>
        iam.send(
          new UpdateAssumeRolePolicyCommand({ ...role, PolicyDocument }),
        );
      await trustAs(trust.replace('111111111111', accountId));

      const finding = await findingOf(portal, 'account_refused');
      expect(finding).toMatchObject({
        severity: 'blocking',
        message: expect.stringContaining(`Account ${accountId}`),
        remedy: expect.stringContaining('trust policy'),
        digest: undefined,
      });

      await trustAs(trust);
      portal.awsClock.advance(31);
      expect((await plan(portal)).body.digest).toBeDefined();
    },
  );

  it('is an account of the database that throttles: nothing is planned on an old reading', async () => {
    const portal = await start();
    expect((await plan(portal)).body.digest).toBeDefined();
    portal.awsClock.advance(31);
    await portal.aws.fault({
      operation: 'rds:DescribeDBInstances',
      accountId: '333333333333',
      kind: 'throttle',
      count: 10,
    });
    const finding = await findingOf(portal, 'aws_throttled');
    expect(finding).toMatchObject({ severity: 'blocking', digest: undefined });
  });

  it('is a VPC that resolves no names', async () => {
    const portal = await start();
    await ec2(portal, '666666666666').send(
      new ModifyVpcAttributeCommand({
        VpcId: 'vpc-06666000000000001',
        EnableDnsHostnames: { Value: false },
      }),
    );
    const finding = await findingOf(portal, 'vpc_dns_disabled');
    expect(finding.message).toContain('enableDnsHostnames');
    expect(finding.severity).toBe('blocking');
  });

  it('is not a client that lets nothing out: that is a warning with the rule to add', async () => {
    const portal = await start();
    const client = ec2(portal, '666666666666');
    const { SecurityGroups } = await client.send(
      new DescribeSecurityGroupsCommand({
        GroupIds: ['sg-06666000000000018'],
      }),
    );
    await client.send(
      new RevokeSecurityGroupEgressCommand({
        GroupId: 'sg-06666000000000018',
        IpPermissions: SecurityGroups![0].IpPermissionsEgress!.filter(
          permission => permission.FromPort === 5432,
        ),
      }),
    );
    const finding = await findingOf(portal, 'client_egress_missing');
    expect(finding).toMatchObject({
      severity: 'warning',
      remedy: expect.stringContaining('TCP 5432'),
      digest: expect.any(String),
    });
  });
});

function optionOf(body: Plan, pattern: string): PatternOption {
  return body.recommendation!.options.find(
    option => option.pattern === pattern,
  )!;
}

/** Another entity for the example's database: nothing can be asked for then, but everything is said. */
function labelled(labels: Record<string, string>) {
  const entity = databaseEntity('labelled', {
    arn: 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres',
  });
  return {
    ...entity,
    metadata: { ...entity.metadata, labels },
  };
}

async function tagDatabase(
  portal: Portal,
  tags: Record<string, string>,
): Promise<void> {
  const rds = new RDSClient({
    region: 'us-east-1',
    endpoint: portal.awsUrl,
    credentials: { accessKeyId: '333333333333', secretAccessKey: 'simulated' },
  });
  await rds.send(
    new AddTagsToResourceCommand({
      ResourceName: 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres',
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
  rds.destroy();
}

/** A client with the account's own keys, not with the portal's. */
function ec2(portal: Portal, accountId: string): EC2Client {
  return new EC2Client(adminOf(portal, accountId));
}

function adminOf(portal: Portal, accountId: string) {
  return {
    region: 'us-east-1',
    endpoint: portal.awsUrl,
    credentials: { accessKeyId: accountId, secretAccessKey: 'simulated' },
  };
}
