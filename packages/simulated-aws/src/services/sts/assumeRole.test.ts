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
import {
  DeleteVpcEndpointsCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  AssumeRoleCommand,
  AssumeRoleCommandInput,
  Credentials,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { SimulatedClock } from '../../core/clock';
import { SimulatedAws } from '../../SimulatedAws';
import { bareService } from '../../testing/bareService';
import { simulatedClientConfig } from '../../testing/clients';
import { createRole } from '../iam/roles';
import { sts } from '.';

const HUB = '111111111111';
const TARGET = '333333333333';
const HUB_ROLE = `arn:aws:iam::${HUB}:role/hub`;
const READ_ROLE = `arn:aws:iam::${TARGET}:role/dbaccess/read`;
const EXTERNAL_ID = 'an-external-id';
const ALL_ACTIONS = [
  'sts:AssumeRole',
  'sts:TagSession',
  'sts:SetSourceIdentity',
];

const statement = (parts: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', ...parts }],
  });

interface Setup {
  trust?: object;
  hubMay?: object;
  readMay?: object;
  maxSessionSeconds?: number;
}

function start(setup: Setup = {}) {
  const clock = SimulatedClock.frozen();
  /** An EC2 that has one VPC, and an endpoint until it is deleted. */
  const endpoints = new Set(['vpce-1']);
  const ec2 = bareService(ec2Sdk, {
    prefix: 'ec2',
    handlers: {
      DescribeVpcs: () => ({ Vpcs: [{ VpcId: 'vpc-1' }] }),
      DeleteVpcEndpoints: ({
        VpcEndpointIds,
      }: {
        VpcEndpointIds: string[];
      }) => {
        VpcEndpointIds.forEach(id => endpoints.delete(id));
        return { Unsuccessful: [] };
      },
    },
    permissions: {
      DeleteVpcEndpoints: ({ VpcEndpointIds }: { VpcEndpointIds: string[] }) =>
        VpcEndpointIds.map(id => ({
          action: 'ec2:DeleteVpcEndpoints',
          resources: [`arn:aws:ec2:us-east-1:${TARGET}:vpc-endpoint/${id}`],
          // What does not exist has no tags.
          context: endpoints.has(id)
            ? { 'ec2:ResourceTag/managed-by': 'towpath' }
            : {},
        })),
    },
  });
  const aws = SimulatedAws.create({ world: { clock }, services: [sts, ec2] });
  createRole(aws.world, {
    accountId: HUB,
    roleName: 'hub',
    trustPolicy: statement({
      Principal: { AWS: `arn:aws:iam::${HUB}:root` },
      Action: ALL_ACTIONS,
    }),
    inlinePolicies: {
      may: statement(
        setup.hubMay ?? { Action: 'sts:*', Resource: `arn:aws:iam::*:role/*` },
      ),
    },
    maxSessionSeconds: 43200,
  });
  createRole(aws.world, {
    accountId: TARGET,
    roleName: 'read',
    path: '/dbaccess/',
    trustPolicy: statement({
      Principal: { AWS: HUB_ROLE },
      Action: ALL_ACTIONS,
      Condition: { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } },
      ...setup.trust,
    }),
    inlinePolicies: {
      may: statement({ Action: 'ec2:*', Resource: '*', ...setup.readMay }),
    },
    maxSessionSeconds: setup.maxSessionSeconds ?? 3600,
  });

  const assume = async (
    options: { accountId?: string; credentials?: Credentials },
    input: Partial<AssumeRoleCommandInput>,
  ) => {
    const client = new STSClient(simulatedClientConfig(aws, options));
    return client.send(
      new AssumeRoleCommand({
        RoleArn: READ_ROLE,
        RoleSessionName: 'dbaccess-1',
        ...input,
      }),
    );
  };
  const asHub = async (input: Partial<AssumeRoleCommandInput> = {}) => {
    const answer = await assume(
      { accountId: HUB },
      { RoleArn: HUB_ROLE, RoleSessionName: 'portal', ...input },
    );
    return answer.Credentials!;
  };
  /** From the hub's role into the target's, as the product does. */
  const chain = async (
    input: Partial<AssumeRoleCommandInput> = {},
    hubInput: Partial<AssumeRoleCommandInput> = {},
  ) =>
    assume(
      { credentials: await asHub(hubInput) },
      { ExternalId: EXTERNAL_ID, ...input },
    );
  const client = (credentials?: Credentials) =>
    new EC2Client(simulatedClientConfig(aws, { credentials }));
  return { aws, clock, assume, asHub, chain, client };
}

const refusal = (action: string) => ({
  name: 'AccessDenied',
  message: `User: arn:aws:sts::${HUB}:assumed-role/hub/portal is not authorized to perform: ${action} on resource: ${READ_ROLE}`,
  $metadata: { httpStatusCode: 403 },
});

describe('AssumeRole', () => {
  it('hands out keys of the target account for the right ExternalId', async () => {
    const { aws, clock, chain } = start();
    const answer = await chain();
    expect(answer.Credentials?.Expiration).toEqual(
      new Date(clock.now() + 3600_000),
    );
    const identity = await new STSClient(
      simulatedClientConfig(aws, { credentials: answer.Credentials }),
    ).send(new GetCallerIdentityCommand());
    expect(identity).toMatchObject({
      Account: TARGET,
      Arn: `arn:aws:sts::${TARGET}:assumed-role/read/dbaccess-1`,
      UserId: answer.AssumedRoleUser?.AssumedRoleId,
    });
  });

  it.each<[string, Partial<AssumeRoleCommandInput>]>([
    ['a wrong ExternalId', { ExternalId: 'another-one' }],
    ['no ExternalId', { ExternalId: undefined }],
    [
      'a role that does not exist',
      { RoleArn: `arn:aws:iam::${TARGET}:role/no` },
    ],
  ])('tells no more than that it is denied for %s', async (_case, input) => {
    const { chain } = start();
    await expect(chain(input)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:sts::${HUB}:assumed-role/hub/portal is not authorized to perform: sts:AssumeRole on resource: ${
        input.RoleArn ?? READ_ROLE
      }`,
    });
  });

  it('refuses whom the role does not trust', async () => {
    const { assume } = start();
    await expect(
      assume({ accountId: '888888888888' }, { ExternalId: EXTERNAL_ID }),
    ).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('refuses whose own policies do not let them ask', async () => {
    const { chain } = start({ hubMay: { Action: 'ec2:*', Resource: '*' } });
    await expect(chain()).rejects.toMatchObject(refusal('sts:AssumeRole'));
  });

  it.each([
    ['sts:TagSession', { Tags: [{ Key: 'request', Value: 'r1' }] }],
    ['sts:SetSourceIdentity', { SourceIdentity: 'user-1' }],
  ])('wants %s trusted when it is used', async (action, input) => {
    const { chain } = start({
      trust: { Action: ALL_ACTIONS.filter(a => a !== action) },
    });
    await chain();
    await expect(chain(input)).rejects.toMatchObject(refusal(action));
  });

  it.each([
    [
      'the session`s name',
      { StringLike: { 'sts:RoleSessionName': 'dbaccess-*' } },
      { RoleSessionName: 'dbaccess-9' },
      { RoleSessionName: 'other' },
    ],
    [
      'the source identity',
      { StringLike: { 'sts:SourceIdentity': '*' } },
      { SourceIdentity: 'user-1' },
      {},
    ],
    [
      'a tag',
      { StringEquals: { 'aws:RequestTag/request': 'r1' } },
      { Tags: [{ Key: 'request', Value: 'r1' }] },
      { Tags: [{ Key: 'request', Value: 'r2' }] },
    ],
    [
      'the tags` keys',
      { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['request'] } },
      { Tags: [{ Key: 'request', Value: 'r1' }] },
      { Tags: [{ Key: 'else', Value: 'r1' }] },
    ],
  ])(
    'lets the trust policy insist on %s',
    async (_case, Condition, fits, other) => {
      const { chain } = start({ trust: { Condition } });
      await expect(chain(fits)).resolves.toBeDefined();
      await expect(chain(other)).rejects.toMatchObject({
        name: 'AccessDenied',
      });
    },
  );

  it.each([
    ['a short ExternalId', { ExternalId: 'x' }],
    ['an ExternalId with a blank', { ExternalId: 'x y' }],
    ['a session name with a slash', { RoleSessionName: 'a/b' }],
    ['a short source identity', { SourceIdentity: 'x' }],
    ['less than 15 minutes', { DurationSeconds: 899 }],
    ['more than 12 hours', { DurationSeconds: 43201 }],
    [
      '51 tags',
      {
        Tags: Array.from({ length: 51 }, (_, i) => ({
          Key: `k${i}`,
          Value: '',
        })),
      },
    ],
    ['what is no ARN of a role', { RoleArn: 'arn:aws:iam::1:user/somebody' }],
  ])('refuses %s', async (_case, input) => {
    const { chain } = start();
    await expect(chain(input)).rejects.toMatchObject({
      name: 'ValidationError',
    });
  });

  it('keeps a chain to one hour, whatever the role allows', async () => {
    const { chain } = start({ maxSessionSeconds: 43200 });
    await chain({ DurationSeconds: 3600 });
    await expect(chain({ DurationSeconds: 3601 })).rejects.toMatchObject({
      name: 'ValidationError',
      message:
        'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
    });
  });

  it('lets nobody ask for longer than the role allows', async () => {
    const { assume } = start({
      trust: { Principal: { AWS: HUB }, Condition: {} },
    });
    await assume({ accountId: HUB }, { DurationSeconds: 3600 });
    await expect(
      assume({ accountId: HUB }, { DurationSeconds: 7200 }),
    ).rejects.toThrow('exceeds the MaxSessionDuration');
  });

  it('keeps source identity and transitive tags through a chain', async () => {
    const { chain } = start({
      trust: {
        Condition: {
          StringEquals: {
            'sts:SourceIdentity': 'user-1',
            'aws:RequestTag/request': 'r1',
          },
        },
      },
    });
    const hubInput = {
      SourceIdentity: 'user-1',
      Tags: [{ Key: 'request', Value: 'r1' }],
    };
    await expect(
      chain({}, { ...hubInput, TransitiveTagKeys: ['request'] }),
    ).resolves.toMatchObject({ SourceIdentity: 'user-1' });
    await expect(chain({}, hubInput)).rejects.toMatchObject(
      refusal('sts:AssumeRole'),
    );
    await expect(
      chain({ SourceIdentity: 'user-2' }, hubInput),
    ).rejects.toMatchObject(refusal('sts:SetSourceIdentity'));
  });
});

describe('a session', () => {
  it('ends', async () => {
    const { clock, chain, client } = start();
    const { Credentials: credentials } = await chain({ DurationSeconds: 900 });
    clock.advance(899);
    await client(credentials).send(new DescribeVpcsCommand({}));
    clock.advance(1);
    await expect(
      client(credentials).send(new DescribeVpcsCommand({})),
    ).rejects.toMatchObject({ name: 'ExpiredToken' });
  });

  it('is not had for its key without its token', async () => {
    const { chain, client } = start();
    const { Credentials: credentials } = await chain();
    await expect(
      client({ ...credentials!, SessionToken: 'guessed' }).send(
        new DescribeVpcsCommand({}),
      ),
    ).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
  });

  it('may what the role may', async () => {
    const { chain, client } = start({ readMay: { Action: 'rds:*' } });
    const { Credentials: credentials } = await chain();
    await expect(
      client(credentials).send(new DescribeVpcsCommand({})),
    ).rejects.toThrow(
      `User: arn:aws:sts::${TARGET}:assumed-role/read/dbaccess-1 is not authorized to perform: ec2:DescribeVpcs on resource: * because no identity-based policy allows the ec2:DescribeVpcs action`,
    );
  });

  it('may only what its session policy allows, too', async () => {
    const { chain, client } = start();
    const { Credentials: narrow } = await chain({
      Policy: statement({ Action: 'ec2:DescribeVpcs', Resource: '*' }),
    });
    await client(narrow).send(new DescribeVpcsCommand({}));
    await expect(
      client(narrow).send(
        new DeleteVpcEndpointsCommand({ VpcEndpointIds: ['vpce-1'] }),
      ),
    ).rejects.toThrow('because no session policy allows');
  });

  it('gets nothing from its session policy that the role may not', async () => {
    const { chain, client } = start({ readMay: { Action: 'rds:*' } });
    const { Credentials: credentials } = await chain({
      Policy: statement({ Action: '*', Resource: '*' }),
    });
    await expect(
      client(credentials).send(new DescribeVpcsCommand({})),
    ).rejects.toThrow('because no identity-based policy allows');
  });

  it.each([
    ['MalformedPolicyDocument', '{"Version":'],
    ['PackedPolicyTooLarge', ' '.repeat(2049)],
  ])('is refused with %s for a bad policy', async (code, Policy) => {
    const { chain } = start();
    await expect(chain({ Policy })).rejects.toMatchObject({
      name: `${code}Exception`,
    });
  });

  it('is denied to delete again what a tag let it delete before (aws.md §4.4, §6)', async () => {
    const { chain, client } = start({
      readMay: {
        Condition: {
          StringEquals: { 'ec2:ResourceTag/managed-by': 'towpath' },
        },
      },
    });
    const { Credentials: credentials } = await chain();
    const remove = () =>
      client(credentials).send(
        new DeleteVpcEndpointsCommand({ VpcEndpointIds: ['vpce-1'] }),
      );
    await remove();
    await expect(remove()).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});
