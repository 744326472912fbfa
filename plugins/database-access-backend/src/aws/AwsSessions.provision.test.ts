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
  CreateSecurityGroupCommand,
  DescribeVpcsCommand,
} from '@aws-sdk/client-ec2';
import {
  ANALYTICS,
  REGION,
  simulatedCompany,
} from '../__testUtils__/simulatedCompany';

const lane = { accountId: ANALYTICS, region: REGION };

const share = {
  shareId: 'share-1',
  requestId: 'request-1',
  personRef: 'user:default/olivia',
  objectIds: ['0d9d7c1c-5d2c-4f0e-9a51-0123456789ab'],
};

/** What AssumeRole was asked, each time. */
async function listening() {
  const company = await simulatedCompany();
  const asked: URLSearchParams[] = [];
  const handle = company.aws.handle.bind(company.aws);
  jest.spyOn(company.aws, 'handle').mockImplementation(async request => {
    const body = Buffer.from(request.body).toString();
    if (body.includes('Action=AssumeRole')) {
      asked.push(new URLSearchParams(body));
    }
    return handle(request);
  });
  return { ...company, asked };
}

describe('provision sessions', () => {
  it('are opened once for a share, in the name of the person', async () => {
    const { sessions, asked } = await listening();
    await sessions.provision(lane, share).ec2.send(new DescribeVpcsCommand({}));
    await sessions
      .provision(lane, { ...share })
      .ec2.send(new DescribeVpcsCommand({}));

    expect(asked).toHaveLength(1);
    expect(Object.fromEntries(asked[0])).toMatchObject({
      RoleArn: `arn:aws:iam::${ANALYTICS}:role/database-access-provision`,
      SourceIdentity: 'user.default.olivia',
      RoleSessionName: 'dbaccess-demo-share-1',
      'Tags.member.1.Value': 'request-1',
      'Tags.member.2.Value': 'share-1',
      'Tags.member.3.Value': 'user:default/olivia',
      Policy: expect.stringContaining(share.objectIds[0]),
    });
  });

  it('are opened anew for another person and for other objects', async () => {
    const { sessions, asked } = await listening();
    for (const other of [
      share,
      { ...share, personRef: 'user:default/oscar' },
      { ...share, objectIds: ['11111111-5d2c-4f0e-9a51-0123456789ab'] },
    ]) {
      await sessions
        .provision(lane, other)
        .ec2.send(new DescribeVpcsCommand({}));
    }
    expect(asked).toHaveLength(3);
  });

  it('ask AWS who they are before anything else', async () => {
    const { sessions, calls } = await simulatedCompany();
    await sessions.provision(lane, share).ec2.send(new DescribeVpcsCommand({}));
    expect(calls(o => o === 'sts:GetCallerIdentity')).toBe(1);
  });

  it('SEC-3: make nothing that does not carry the tag of one of their objects', async () => {
    const { sessions } = await simulatedCompany();
    await expect(
      sessions.provision(lane, share).ec2.send(
        new CreateSecurityGroupCommand({
          GroupName: 'dba-demo-0123456789-sg',
          Description: 'Of another object',
          VpcId: 'vpc-06666000000000001',
          TagSpecifications: [
            {
              ResourceType: 'security-group',
              Tags: [
                { Key: 'database-access:installation', Value: 'demo' },
                { Key: 'database-access:object', Value: 'another' },
              ],
            },
          ],
        }),
      ),
    ).rejects.toMatchObject({
      code: 'account_refused',
      awsCode: 'UnauthorizedOperation',
    });
  });

  it('never repeat a call by themselves: whether it worked has to be looked at first', async () => {
    const { sessions, world, calls } = await simulatedCompany();
    world.faults.add({
      operation: 'ec2:DescribeVpcs',
      kind: 'lost-answer',
      count: 3,
    });
    await expect(
      sessions.provision(lane, share).ec2.send(new DescribeVpcsCommand({})),
    ).rejects.toMatchObject({ verdict: 'retry-later' });
    expect(calls(o => o === 'ec2:DescribeVpcs')).toBe(1);
  });

  it('are refused for an account outside config, without a call', async () => {
    const { sessions, calls } = await simulatedCompany();
    expect(() =>
      sessions.provision({ ...lane, accountId: '121212121212' }, share),
    ).toThrow(expect.objectContaining({ code: 'account_not_configured' }));
    expect(calls(() => true)).toBe(0);
  });

  it('say which account, role and operation were refused', async () => {
    const { sessions } = await simulatedCompany();
    const quarantine = { accountId: '999999999999', region: REGION };
    await expect(
      sessions
        .provision(quarantine, share)
        .ec2.send(new DescribeVpcsCommand({})),
    ).rejects.toThrow(
      'Account 999999999999 (quarantine) refused sts:AssumeRole of its role database-access-provision',
    );
  });
});

describe('a lane’s own read session', () => {
  it('is the one that planning reads with, at the pace of the lane’s owner', async () => {
    const { sessions, asked } = await listening();
    const started = performance.now();
    await sessions.read(lane).ec2.send(new DescribeVpcsCommand({}));
    for (let i = 0; i < 20; i++) {
      await sessions.watch(lane).ec2.send(new DescribeVpcsCommand({}));
    }
    expect(asked).toHaveLength(1);
    // Twenty reads at the pace of people take eight seconds.
    expect(performance.now() - started).toBeLessThan(4_000);
  });
});
