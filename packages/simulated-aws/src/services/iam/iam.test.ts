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
  CreateRoleCommand,
  CreateServiceLinkedRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListRolePoliciesCommand,
  paginateListRoles,
  PutRolePolicyCommand,
  SimulatePrincipalPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { SimulatedAws } from '../../SimulatedAws';
import { simulatedClientConfig } from '../../testing/clients';
import { iam as service } from '.';

const ACCOUNT = '333333333333';

const trust = (principal: string) =>
  JSON.stringify({
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: principal },
        Action: 'sts:AssumeRole',
      },
    ],
  });
const READ = JSON.stringify({
  Statement: [{ Effect: 'Allow', Action: 'rds:Describe*', Resource: '*' }],
});

function start() {
  const aws = SimulatedAws.create({ services: [service] });
  const iam = new IAMClient(simulatedClientConfig(aws, { accountId: ACCOUNT }));
  const create = (RoleName: string, Path?: string) =>
    iam.send(
      new CreateRoleCommand({
        RoleName,
        Path,
        AssumeRolePolicyDocument: trust('*'),
        Tags: [{ Key: 'team', Value: 'data' }],
      }),
    );
  return { aws, iam, create };
}

describe('roles', () => {
  it('are made, described and deleted', async () => {
    const { iam, create } = start();
    await create('read', '/dbaccess/');
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'read' }));
    expect(Role).toMatchObject({
      Arn: `arn:aws:iam::${ACCOUNT}:role/dbaccess/read`,
      Path: '/dbaccess/',
      MaxSessionDuration: 3600,
      Tags: [{ Key: 'team', Value: 'data' }],
    });
    expect(decodeURIComponent(Role!.AssumeRolePolicyDocument!)).toBe(
      trust('*'),
    );
    await iam.send(new DeleteRoleCommand({ RoleName: 'read' }));
    await expect(
      iam.send(new GetRoleCommand({ RoleName: 'read' })),
    ).rejects.toThrow('The role with name read cannot be found.');
  });

  it('have names of which case makes no two', async () => {
    const { create } = start();
    await create('read');
    await expect(create('READ')).rejects.toMatchObject({
      name: 'EntityAlreadyExistsException',
      $metadata: { httpStatusCode: 409 },
    });
  });

  it('are listed in pages, by path', async () => {
    const { iam, create } = start();
    for (const name of ['c', 'a', 'b']) {
      await create(name, '/dbaccess/');
    }
    await create('elsewhere');
    const pages: string[][] = [];
    for await (const page of paginateListRoles(
      { client: iam, pageSize: 2 },
      { PathPrefix: '/dbaccess/' },
    )) {
      pages.push(page.Roles!.map(role => role.RoleName!));
    }
    expect(pages).toEqual([['a', 'b'], ['c']]);
  });

  it('stay while they have policies', async () => {
    const { iam, create } = start();
    await create('read');
    const policy = { RoleName: 'read', PolicyName: 'rds' };
    await iam.send(
      new PutRolePolicyCommand({ ...policy, PolicyDocument: READ }),
    );
    await expect(
      iam.send(new DeleteRoleCommand({ RoleName: 'read' })),
    ).rejects.toMatchObject({ name: 'DeleteConflictException' });
    await iam.send(new DeleteRolePolicyCommand(policy));
    await iam.send(new DeleteRoleCommand({ RoleName: 'read' }));
  });

  it('keep their policies as they were written', async () => {
    const { iam, create } = start();
    await create('read');
    const policy = { RoleName: 'read', PolicyName: 'rds' };
    await iam.send(
      new PutRolePolicyCommand({ ...policy, PolicyDocument: READ }),
    );
    const answer = await iam.send(new GetRolePolicyCommand(policy));
    expect(decodeURIComponent(answer.PolicyDocument!)).toBe(READ);
    await expect(
      iam.send(new ListRolePoliciesCommand({ RoleName: 'read' })),
    ).resolves.toMatchObject({ PolicyNames: ['rds'], IsTruncated: false });
    await expect(
      iam.send(new GetRolePolicyCommand({ ...policy, PolicyName: 'other' })),
    ).rejects.toThrow('The role policy with name other cannot be found.');
  });

  it('refuse policies that are none', async () => {
    const { iam, create } = start();
    await create('read');
    await expect(
      iam.send(
        new PutRolePolicyCommand({
          RoleName: 'read',
          PolicyName: 'rds',
          PolicyDocument: '{"Statement":',
        }),
      ),
    ).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException' });
    await expect(
      iam.send(
        new UpdateAssumeRolePolicyCommand({
          RoleName: 'read',
          PolicyDocument: READ,
        }),
      ),
    ).rejects.toThrow('must contain a Principal');
  });

  it('change whom they trust', async () => {
    const { iam, create } = start();
    await create('read');
    const PolicyDocument = trust('111111111111');
    await iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName: 'read', PolicyDocument }),
    );
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'read' }));
    expect(decodeURIComponent(Role!.AssumeRolePolicyDocument!)).toBe(
      PolicyDocument,
    );
  });

  it('of services are made once', async () => {
    const { iam } = start();
    const ask = (AWSServiceName: string) =>
      iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName }));
    const { Role } = await ask('vpc-lattice.amazonaws.com');
    expect(Role?.Arn).toBe(
      `arn:aws:iam::${ACCOUNT}:role/aws-service-role/vpc-lattice.amazonaws.com/AWSServiceRoleForVpcLattice`,
    );
    await expect(ask('vpc-lattice.amazonaws.com')).rejects.toThrow(
      'has been taken in this account',
    );
    await expect(ask('nothing.amazonaws.com')).rejects.toMatchObject({
      name: 'InvalidInputException',
    });
  });

  it('tell what they would allow, and which condition keys nobody made up', async () => {
    const { iam, create } = start();
    await create('read');
    const PolicyDocument = JSON.stringify({
      Statement: [
        { Effect: 'Allow', Action: 'rds:*', Resource: '*' },
        { Effect: 'Deny', Action: 'rds:DeleteDBInstance', Resource: '*' },
        {
          Effect: 'Allow',
          Action: 'ec2:CreateTags',
          Resource: 'arn:aws:ec2:*:*:vpc/*',
          Condition: { StringEquals: { 'ec2:CreateAction': 'CreateVpc' } },
        },
      ],
    });
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: 'read',
        PolicyName: 'all',
        PolicyDocument,
      }),
    );
    const PolicySourceArn = `arn:aws:iam::${ACCOUNT}:role/read`;
    const ask = async (
      input: Omit<
        ConstructorParameters<typeof SimulatePrincipalPolicyCommand>[0],
        'PolicySourceArn'
      >,
    ) => {
      const { EvaluationResults } = await iam.send(
        new SimulatePrincipalPolicyCommand({ PolicySourceArn, ...input }),
      );
      return EvaluationResults!.map(result => [
        result.EvalActionName,
        result.EvalDecision,
        result.MissingContextValues,
      ]);
    };
    expect(
      await ask({
        ActionNames: [
          'rds:DescribeDBInstances',
          'rds:DeleteDBInstance',
          'ram:GetResourceShares',
        ],
      }),
    ).toEqual([
      ['ram:GetResourceShares', 'implicitDeny', []],
      ['rds:DeleteDBInstance', 'explicitDeny', []],
      ['rds:DescribeDBInstances', 'allowed', []],
    ]);
    const tagging = {
      ActionNames: ['ec2:CreateTags'],
      ResourceArns: [`arn:aws:ec2:us-east-1:${ACCOUNT}:vpc/vpc-1`],
    };
    expect(await ask(tagging)).toEqual([
      ['ec2:CreateTags', 'implicitDeny', ['ec2:CreateAction']],
    ]);
    expect(
      await ask({
        ...tagging,
        ContextEntries: [
          {
            ContextKeyName: 'ec2:CreateAction',
            ContextKeyType: 'string',
            ContextKeyValues: ['CreateVpc'],
          },
        ],
      }),
    ).toEqual([['ec2:CreateTags', 'allowed', []]]);
    await expect(
      iam.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: 'arn:aws:iam::444444444444:role/read',
          ActionNames: ['rds:DescribeDBInstances'],
        }),
      ),
    ).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });

  it('are among the objects', async () => {
    const { aws, create } = start();
    await create('read');
    expect(service.objects?.(aws.world)).toEqual([
      {
        accountId: ACCOUNT,
        region: 'aws-global',
        type: 'iam/role',
        id: `arn:aws:iam::${ACCOUNT}:role/read`,
        tags: { team: 'data' },
      },
    ]);
  });
});
