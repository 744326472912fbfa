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
  CreateNetworkAclEntryCommandInput,
  DeleteNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  ReplaceNetworkAclEntryCommand,
} from '@aws-sdk/client-ec2';
import { ORDERS } from '../../testing/latticeCompany';
import { networkCompany } from '../../testing/networkCompany';

const NetworkAclId = 'acl-03333000000000001';

const denyPostgres: CreateNetworkAclEntryCommandInput = {
  NetworkAclId,
  RuleNumber: 90,
  Protocol: '6',
  RuleAction: 'deny',
  Egress: false,
  CidrBlock: '10.0.0.0/8',
  PortRange: { From: 5432, To: 5432 },
};

function setup() {
  const ec2 = networkCompany().ec2(ORDERS);
  return {
    ec2,
    async ingress() {
      const { NetworkAcls } = await ec2.send(
        new DescribeNetworkAclsCommand({ NetworkAclIds: [NetworkAclId] }),
      );
      return NetworkAcls![0]
        .Entries!.filter(entry => !entry.Egress)
        .map(entry => `${entry.RuleNumber} ${entry.RuleAction}`);
    },
  };
}

describe('network ACLs', () => {
  it('take, replace and lose entries, in the order of their numbers', async () => {
    const { ec2, ingress } = setup();
    expect(await ingress()).toEqual(['100 allow', '32767 deny']);
    await ec2.send(new CreateNetworkAclEntryCommand(denyPostgres));
    expect(await ingress()).toEqual(['90 deny', '100 allow', '32767 deny']);
    await ec2.send(
      new ReplaceNetworkAclEntryCommand({
        ...denyPostgres,
        RuleAction: 'allow',
      }),
    );
    expect(await ingress()).toEqual(['90 allow', '100 allow', '32767 deny']);
    await ec2.send(
      new DeleteNetworkAclEntryCommand({
        NetworkAclId,
        RuleNumber: 90,
        Egress: false,
      }),
    );
    expect(await ingress()).toEqual(['100 allow', '32767 deny']);
  });

  it.each<[string, Partial<CreateNetworkAclEntryCommandInput>, string]>([
    [
      'a number that is taken',
      { RuleNumber: 100 },
      'NetworkAclEntryAlreadyExists',
    ],
    [
      'the number of the last rule',
      { RuleNumber: 32767 },
      'InvalidParameterValue',
    ],
    ['TCP without ports', { PortRange: undefined }, 'MissingParameter'],
    ['no CIDR', { CidrBlock: '10.0.0.0' }, 'InvalidParameterValue'],
    ['no protocol', { Protocol: 'postgres' }, 'InvalidParameterValue'],
    [
      'no such ACL',
      { NetworkAclId: 'acl-0000000000000dead' },
      'InvalidNetworkAclID.NotFound',
    ],
  ])('refuse an entry with %s', async (_, change, code) => {
    const { ec2 } = setup();
    await expect(
      ec2.send(
        new CreateNetworkAclEntryCommand({ ...denyPostgres, ...change }),
      ),
    ).rejects.toMatchObject({ name: code });
  });

  it.each([90, 32767])('cannot lose entry %i', async RuleNumber => {
    const { ec2 } = setup();
    await expect(
      ec2.send(
        new DeleteNetworkAclEntryCommand({
          NetworkAclId,
          RuleNumber,
          Egress: false,
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidNetworkAclEntry.NotFound' });
  });
});
