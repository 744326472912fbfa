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

import * as ec2Sdk from '@aws-sdk/client-ec2';
import * as latticeSdk from '@aws-sdk/client-vpc-lattice';
import { EC2Client, DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import {
  CreateRoleCommand,
  GetRoleCommand,
  IAMClient,
  ListRolesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam';
import {
  ListAccountsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import {
  CreateResourceConfigurationCommand,
  VPCLatticeClient,
} from '@aws-sdk/client-vpc-lattice';
import { SimulatedClock } from './core/clock';
import { AwsError, LostAnswer } from './core/errors';
import type { SimulatedService } from './core/Service';
import { iam } from './services/iam';
import { organizations } from './services/organizations';
import { sts } from './services/sts';
import { World } from './core/World';
import { SimulatedAws } from './SimulatedAws';
import { bareService } from './testing/bareService';
import { simulatedClientConfig } from './testing/clients';
import type { WireRequest } from './wire/http';

const ACCOUNT = '333333333333';
const OTHER_ACCOUNT = '444444444444';

function start(services?: SimulatedService[]) {
  const clock = SimulatedClock.frozen();
  const aws = SimulatedAws.create({ world: { clock }, services });
  const config = simulatedClientConfig(aws, { accountId: ACCOUNT });
  return { aws, clock, config, iamClient: new IAMClient(config) };
}

const newRole = (RoleName: string) =>
  new CreateRoleCommand({
    RoleName,
    AssumeRolePolicyDocument: JSON.stringify({
      Statement: [
        { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' },
      ],
    }),
  });

describe('accounts', () => {
  it('takes an access key id of twelve digits for that account`s admin', async () => {
    const { config } = start();
    const identity = await new STSClient(config).send(
      new GetCallerIdentityCommand(),
    );
    expect(identity).toMatchObject({
      Account: ACCOUNT,
      Arn: `arn:aws:iam::${ACCOUNT}:root`,
    });
  });

  it('keeps accounts apart', async () => {
    const { aws, iamClient } = start();
    await iamClient.send(newRole('mine'));
    const other = new IAMClient(
      simulatedClientConfig(aws, { accountId: OTHER_ACCOUNT }),
    );
    await expect(
      other.send(new GetRoleCommand({ RoleName: 'mine' })),
    ).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });

  it.each([
    [
      'query',
      (config: any) =>
        new STSClient(config).send(new GetCallerIdentityCommand()),
      'InvalidClientTokenId',
    ],
    [
      'JSON-RPC',
      (config: any) =>
        new OrganizationsClient(config).send(new ListAccountsCommand()),
      'UnrecognizedClientException',
    ],
  ])(
    'refuses keys that nobody handed out, as %s services do',
    async (_protocol, call, code) => {
      const { aws } = start();
      const config = simulatedClientConfig(aws, {
        credentials: { AccessKeyId: 'ASIAUNKNOWN' },
      });
      await expect(call(config)).rejects.toMatchObject({ name: code });
    },
  );
});

describe('the call log', () => {
  it('counts by account, Region, operation and outcome', async () => {
    const { aws, iamClient } = start();
    await iamClient.send(newRole('one'));
    await iamClient.send(newRole('two'));
    await iamClient.send(newRole('two')).catch(() => {});
    expect(aws.world.calls.toJSON()).toEqual([
      {
        accountId: ACCOUNT,
        region: 'us-east-1',
        operation: 'iam:CreateRole',
        outcome: 'ok',
        count: 2,
      },
      {
        accountId: ACCOUNT,
        region: 'us-east-1',
        operation: 'iam:CreateRole',
        outcome: 'EntityAlreadyExists',
        count: 1,
      },
    ]);
  });

  it('tells whose role was asked for, even in vain', async () => {
    const { aws, config } = start();
    await new STSClient(config)
      .send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::${OTHER_ACCOUNT}:role/nobody`,
          RoleSessionName: 'session',
        }),
      )
      .catch(() => {});
    expect(aws.world.calls.toJSON()).toEqual([
      expect.objectContaining({
        accountId: ACCOUNT,
        operation: 'sts:AssumeRole',
        outcome: 'AccessDenied',
        targetAccountId: OTHER_ACCOUNT,
      }),
    ]);
  });
});

describe('faults', () => {
  it('are counted with the account whose role was asked for', async () => {
    const { aws, config } = start();
    aws.world.faults.add({ operation: 'sts:AssumeRole', kind: 'throttle' });
    await new STSClient(config)
      .send(
        new AssumeRoleCommand({
          RoleArn: `arn:aws:iam::${OTHER_ACCOUNT}:role/nobody`,
          RoleSessionName: 'session',
        }),
      )
      .catch(() => {});
    expect(aws.world.calls.toJSON()).toEqual([
      expect.objectContaining({
        outcome: 'Throttling',
        targetAccountId: OTHER_ACCOUNT,
      }),
    ]);
  });

  it('answers the wanted error so many times and does nothing', async () => {
    const { aws, iamClient } = start();
    aws.world.faults.add({
      operation: 'iam:CreateRole',
      kind: 'error',
      code: 'ServiceFailure',
      count: 2,
    });
    for (const attempt of [1, 2]) {
      await expect(
        iamClient.send(newRole(`role-${attempt}`)),
      ).rejects.toMatchObject({
        name: 'ServiceFailureException',
        $metadata: { httpStatusCode: 500 },
      });
    }
    const { Roles } = await iamClient.send(new ListRolesCommand({}));
    expect(Roles).toEqual([]);
    await iamClient.send(newRole('role-3'));
  });

  it('throttles as the service does, for one account only', async () => {
    const { aws, iamClient } = start();
    aws.world.faults.add({
      operation: 'iam:*',
      kind: 'throttle',
      accountId: OTHER_ACCOUNT,
    });
    await iamClient.send(new ListRolesCommand({}));
    const other = new IAMClient(
      simulatedClientConfig(aws, { accountId: OTHER_ACCOUNT }),
    );
    await expect(other.send(new ListRolesCommand({}))).rejects.toMatchObject({
      name: 'Throttling',
    });
  });

  it('does the work of a call whose answer is lost', async () => {
    const { aws, iamClient } = start();
    aws.world.faults.add({ operation: 'iam:CreateRole', kind: 'lost-answer' });
    await expect(iamClient.send(newRole('kept'))).rejects.toMatchObject({
      code: 'ECONNRESET',
    });
    const { Role } = await iamClient.send(
      new GetRoleCommand({ RoleName: 'kept' }),
    );
    expect(Role?.RoleName).toBe('kept');
  });

  it.each([
    ['iam:CreateRoel', 'AWS has no operation iam:CreateRoel.'],
    ['iam:Create*', 'AWS has no operation iam:Create*.'],
    ['iam:CreateRole:now', 'AWS has no operation iam:CreateRole:now.'],
    ['iam', 'AWS has no operation iam.'],
    ['aim:CreateRole', 'operation must begin with a simulated service (ec2'],
    ['*', 'operation must begin with a simulated service (ec2'],
  ])('refuses %s, which no call can meet', (operation, sentence) => {
    const { aws } = start();
    expect(() => aws.world.faults.add({ operation, kind: 'throttle' })).toThrow(
      `This fault would meet no call: ${sentence}`,
    );
    expect(aws.world.faults.toJSON()).toEqual([]);
  });

  it('are refused by the world that follows a reset, too', () => {
    const { aws } = start();
    aws.reset(new World());
    expect(() =>
      aws.world.faults.add({ operation: 'iam:Nonsense', kind: 'throttle' }),
    ).toThrow('AWS has no operation iam:Nonsense');
  });

  it('answers late', async () => {
    const { aws, iamClient } = start();
    aws.world.faults.add({
      operation: 'iam:ListRoles',
      kind: 'delay',
      delaySeconds: 0.05,
    });
    const before = performance.now();
    await iamClient.send(new ListRolesCommand({}));
    expect(performance.now() - before).toBeGreaterThan(45);
  });
});

describe('throttles', () => {
  const describeVpcs = () => new DescribeVpcsCommand({});
  const startEc2 = () =>
    start([
      bareService(ec2Sdk, {
        prefix: 'ec2',
        handlers: { DescribeVpcs: () => ({ Vpcs: [] }) },
        bucket: () => ({
          name: 'reads',
          size: { burst: 2, refillPerSecond: 0.5 },
        }),
      }),
    ]);

  it('hands out AWS`s burst, and then what the clock brings back', async () => {
    const { clock, config } = startEc2();
    const ec2 = new EC2Client(config);
    await ec2.send(describeVpcs());
    await ec2.send(describeVpcs());
    await expect(ec2.send(describeVpcs())).rejects.toMatchObject({
      name: 'Throttling',
    });
    clock.advance(2);
    await ec2.send(describeVpcs());
  });

  it('gives every account and Region buckets of their own', async () => {
    const { aws, config } = startEc2();
    const ec2 = new EC2Client(config);
    await ec2.send(describeVpcs());
    await ec2.send(describeVpcs());
    const elsewhere = [
      { accountId: ACCOUNT, region: 'eu-west-1' },
      { accountId: OTHER_ACCOUNT },
    ];
    for (const options of elsewhere) {
      const client = new EC2Client(simulatedClientConfig(aws, options));
      await client.send(describeVpcs());
    }
    await expect(ec2.send(describeVpcs())).rejects.toThrow('Rate exceeded');
  });
});

describe('behaviours', () => {
  it('are run after what had to happen by itself', async () => {
    const happened: string[] = [];
    const { aws, clock, config } = start([
      bareService(ec2Sdk, {
        handlers: {
          DescribeVpcs: () => {
            happened.push('call');
            return {};
          },
        },
        timers: { 'ec2/ready': (_world, { id }) => happened.push(id) },
      }),
    ]);
    aws.world.after(60, 'ec2/ready', { id: 'vpc-1' });
    const ec2 = new EC2Client(config);
    await ec2.send(new DescribeVpcsCommand({}));
    clock.advance(60);
    await ec2.send(new DescribeVpcsCommand({}));
    expect(happened).toEqual(['call', 'vpc-1', 'call']);
  });

  it('cannot answer what AWS has not, and the mistake is told', async () => {
    const defects: Error[] = [];
    const aws = SimulatedAws.create({
      services: [
        bareService(ec2Sdk, {
          handlers: { DescribeVpcs: () => ({ Vpcz: [] }) },
        }),
      ],
      onDefect: error => defects.push(error),
    });
    const ec2 = new EC2Client(
      simulatedClientConfig(aws, { accountId: ACCOUNT }),
    );
    await expect(ec2.send(new DescribeVpcsCommand({}))).rejects.toMatchObject({
      name: 'InternalFailure',
      message: expect.stringContaining('Vpcz is no member of AWS'),
    });
    expect(defects).toHaveLength(1);
  });

  it('may throw EC2`s errors, which no schema lists', async () => {
    const { config } = start([
      bareService(ec2Sdk, {
        handlers: {
          DescribeVpcs: () => {
            throw new AwsError('InvalidVpcID.NotFound', 'no <vpc> & nothing');
          },
        },
      }),
    ]);
    await expect(
      new EC2Client(config).send(new DescribeVpcsCommand({})),
    ).rejects.toMatchObject({
      name: 'InvalidVpcID.NotFound',
      message: 'no <vpc> & nothing',
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('that are missing are answered with a sentence', async () => {
    const { iamClient } = start();
    await expect(
      iamClient.send(new ListUsersCommand({})),
    ).rejects.toMatchObject({
      name: 'InvalidAction',
      message: 'Simulated AWS has no iam:ListUsers.',
    });
  });
});

describe('what is checked before a behaviour runs', () => {
  const send = (input: any) => {
    const { config } = start([
      bareService(latticeSdk, {
        handlers: { CreateResourceConfiguration: () => ({}) },
        rules: {
          'CreateResourceConfiguration.name': {
            length: [3, 40],
            pattern: /^[a-z0-9-]+$/,
          },
          'CreateResourceConfiguration.type': { enum: ['ARN', 'SINGLE'] },
          'CreateResourceConfiguration.portRanges[]': { pattern: /^\d+$/ },
          'CreateResourceConfiguration.tags{key}': { length: [1, 5] },
          'CreateResourceConfiguration.tags{}': { length: [0, 3] },
        },
      }),
    ]);
    const client = new VPCLatticeClient(config);
    return client.send(new CreateResourceConfigurationCommand(input));
  };

  it.each([
    ['a missing member', { type: 'ARN' }, "'name'"],
    ['a short name', { name: 'ab', type: 'ARN' }, '3 to 40 characters'],
    ['a bad name', { name: 'Abc', type: 'ARN' }, 'must match'],
    ['a bad enum', { name: 'abc', type: 'X' }, 'one of ARN, SINGLE'],
    [
      'a bad item',
      { name: 'abc', type: 'ARN', portRanges: ['1', 'x'] },
      "'portRanges[1]'",
    ],
    [
      'a long tag key',
      { name: 'abc', type: 'ARN', tags: { toolong: 'v' } },
      "'tags.toolong'",
    ],
    [
      'a long tag value',
      { name: 'abc', type: 'ARN', tags: { k: 'long' } },
      "'tags.k'",
    ],
    [
      'a union with two members',
      {
        name: 'abc',
        type: 'ARN',
        resourceConfigurationDefinition: {
          ipResource: { ipAddress: '10.0.0.1' },
          arnResource: { arn: 'a' },
        },
      },
      'exactly one member',
    ],
    [
      'a union with an unknown member',
      {
        name: 'abc',
        type: 'ARN',
        resourceConfigurationDefinition: { $unknown: ['new', {}] },
      },
      'exactly one member',
    ],
  ])('refuses %s', async (_case, input, sentence) => {
    await expect(send(input)).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining(sentence),
    });
  });

  it('lets pass what fits', async () => {
    await expect(
      send({ name: 'abc', type: 'ARN', portRanges: ['1'], tags: { k: 'v' } }),
    ).resolves.toBeDefined();
  });
});

describe('requests that no SDK would send', () => {
  const signed = (service: string) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20261102/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
  });
  const target = (operation: string) => ({
    ...signed('organizations'),
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `AWSOrganizationsV20161128.${operation}`,
  });
  const form = (service: string) => ({
    ...signed(service),
    'content-type': 'application/x-www-form-urlencoded',
  });
  const request = (
    headers: Record<string, string>,
    body: string,
    url = '/',
    method = 'POST',
  ): WireRequest => ({ method, url, headers, body: Buffer.from(body) });

  async function answer(wireRequest: WireRequest) {
    const { aws } = start([
      iam,
      organizations,
      sts,
      bareService(latticeSdk, {
        handlers: { CreateResourceGateway: () => ({}) },
      }),
      bareService(ec2Sdk, { handlers: { DescribeVpcs: () => ({}) } }),
    ]);
    const { status, body } = await aws.handle(wireRequest);
    return { status, text: Buffer.from(body).toString('utf8') };
  }

  it.each([
    ['JSON-RPC, cut off', request(target('ListAccounts'), '{"MaxResults":')],
    ['JSON-RPC, no object', request(target('ListAccounts'), '[1]')],
    ['JSON-RPC, no JSON', request(target('ListAccounts'), '<xml/>')],
    [
      'REST-JSON, cut off',
      request(signed('vpc-lattice'), '{"name":', '/resourcegateways'),
    ],
    [
      'REST-JSON, an array',
      request(signed('vpc-lattice'), '[]', '/resourcegateways'),
    ],
    [
      'REST-JSON, a path that cannot be decoded',
      request(signed('vpc-lattice'), '', '/resourcegateways/%zz', 'GET'),
    ],
  ])('%s: SerializationException, status 400', async (_case, malformed) => {
    await expect(answer(malformed)).resolves.toEqual({
      status: 400,
      text: expect.stringContaining('The request could not be read'),
    });
  });

  it.each([
    [
      'query: a number that is none',
      request(form('iam'), 'Action=ListRoles&Version=2010-05-08&MaxItems=many'),
      '&apos;MaxItems&apos; failed to satisfy constraint: Member must be a number',
    ],
    [
      'EC2 query: a boolean that is none',
      request(
        form('ec2'),
        'Action=DescribeVpcs&Version=2016-11-15&DryRun=maybe',
      ),
      "'DryRun' failed to satisfy constraint: Member must be a boolean",
    ],
    [
      'query: __proto__ is just a name',
      request(form('iam'), 'Action=GetRole&Version=2010-05-08&__proto__.x=1'),
      'RoleName&apos; failed to satisfy constraint: Member must be given',
    ],
    [
      'query: an operation that AWS has not',
      request(form('iam'), 'Action=Nonsense&Version=2010-05-08'),
      '<Code>InvalidAction</Code>',
    ],
    [
      'query: control characters come back as text that XML can hold',
      request(form('iam'), 'Action=a%00%3Cb&Version=2010-05-08'),
      'iam:a?&lt;b.',
    ],
    [
      'JSON-RPC: an operation that AWS has not',
      request(target('Nonsense'), '{}'),
      'UnknownOperationException',
    ],
    [
      'unsigned',
      request(
        { 'content-type': 'application/x-www-form-urlencoded' },
        'Action=GetCallerIdentity&Version=2011-06-15',
      ),
      '<Code>MissingAuthenticationToken</Code>',
    ],
    [
      'a URL that is none',
      request({}, '', 'http://[', 'GET'),
      'No service of simulated AWS knows GET /.',
    ],
  ])('%s', async (_case, wireRequest, text) => {
    const answered = await answer(wireRequest);
    expect(answered.text.replace(/&#39;/g, '&apos;')).toContain(text);
    expect(answered.status).toBeGreaterThanOrEqual(400);
    expect(answered.status).toBeLessThan(500);
  });

  it('cuts no connection but for a lost answer', async () => {
    const { aws } = start();
    aws.world.faults.add({ operation: 'iam:ListRoles', kind: 'lost-answer' });
    await expect(
      aws.handle(request(form('iam'), 'Action=ListRoles&Version=2010-05-08')),
    ).rejects.toThrow(LostAnswer);
  });
});
