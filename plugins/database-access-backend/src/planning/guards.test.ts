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
  CreateNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  Finding,
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import { exampleCompany } from '@towpath/simulated-aws';
import {
  decide,
  fileRequest,
  Portal,
  WISH,
} from '../__testUtils__/requestSteps';
import { startPortal, stopPortals } from '../__testUtils__/startPortal';

jest.setTimeout(120_000);

afterEach(stopPortals);

function plan(portal: Portal) {
  return portal.as('requester').post('/plans', WISH);
}

/** The finding of this code, whatever else there is. */
async function findingOf(
  portal: Portal,
  code: string,
): Promise<Finding & { digest?: string }> {
  const { body } = await plan(portal);
  const found = body.findings.find((finding: Finding) => finding.code === code);
  expect(found).toBeDefined();
  return { ...found, digest: body.digest };
}

describe('what guards the ways', () => {
  it.each([
    ['the port, on the way out', true, 5432, 'TCP 5432 out'],
    ['the port, on the way in', false, 5432, 'TCP 5432 in'],
    ['the answers', false, 40_000, 'TCP 1024-65535 in'],
  ])(
    'is a network ACL that denies %s: a warning with what to allow',
    async (_, Egress, port, refused) => {
      const portal = await startPortal();
      expect((await plan(portal)).body.findings).toEqual([]);
      const client = ec2(portal, '666666666666');
      const { NetworkAcls } = await client.send(
        new DescribeNetworkAclsCommand({
          Filters: [
            {
              Name: 'association.subnet-id',
              Values: ['subnet-06666000000000011'],
            },
          ],
        }),
      );
      const { NetworkAclId } = NetworkAcls![0];
      await client.send(
        new CreateNetworkAclEntryCommand({
          NetworkAclId,
          RuleNumber: 1,
          Protocol: '6',
          RuleAction: 'deny',
          Egress,
          CidrBlock: '0.0.0.0/0',
          PortRange: { From: port, To: port },
        }),
      );
      portal.awsClock.advance(31);
      const finding = await findingOf(portal, 'network_acl_denies');
      expect(finding).toMatchObject({
        severity: 'warning',
        message: expect.stringContaining(refused),
        remedy: expect.stringContaining(`let ${NetworkAclId} allow TCP 5432`),
        digest: expect.any(String),
      });
    },
  );

  it('is an endpoint of somebody else that answers to the database’s name already', async () => {
    const portal = await startPortal();
    const request = await fileRequest(portal, { start: 'automatic' });
    await decide(portal, request);
    await portal.run('start');
    const share: Share = await portal.until(async () => {
      const { body } = await portal
        .as('requester')
        .get('/shares?lifecycle=active');
      return body.items[0];
    });
    const own = await plan(portal);
    expect(own.body.findings.map(({ code }: Finding) => code)).toEqual([
      'already_shared',
    ]);

    const { outputs } = share.objects.find(
      object => object.key === 'vpc-endpoint',
    )!;
    await portal.tag('666666666666', outputs.vpcEndpointId, {
      'database-access:installation': 'another',
    });
    portal.awsClock.advance(31);
    const finding = await findingOf(portal, 'endpoint_exists');
    expect(finding).toMatchObject({ severity: 'blocking', digest: undefined });
    expect(finding.message).toContain(outputs.vpcEndpointId);
    expect(finding.message).toContain(share.endpoint.host);
    expect(finding.remedy).toContain('delete vpce-');
  });

  it('is the database’s security group, if its owners do not offer it', async () => {
    const portal = await startPortal();
    const { id } =
      exampleCompany.accounts['orders-prod'].vpcs.orders.securityGroups[
        'orders-postgres'
      ];
    await portal.tag('333333333333', id, {
      'database-access:shareable': 'false',
    });
    const finding = await findingOf(portal, 'security_group_not_shareable');
    expect(finding).toMatchObject({
      severity: 'blocking',
      message: expect.stringContaining('account 333333333333'),
      remedy: expect.stringContaining('database-access:shareable=true'),
      digest: undefined,
    });
    // Which group it is, is not told to those who do not own it.
    expect(finding.message).not.toContain(id);
  });
});

/** A client with the account's own keys, not with the portal's. */
function ec2(portal: Portal, accountId: string): EC2Client {
  return new EC2Client({
    region: 'us-east-1',
    endpoint: portal.awsUrl,
    credentials: { accessKeyId: accountId, secretAccessKey: 'simulated' },
  });
}
