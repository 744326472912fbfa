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
  AuthorizeSecurityGroupIngressCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { simulatedClientConfig } from '@towpath/simulated-aws';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';

describe('a rule of the database’s security group', () => {
  behavesLikeAnObject({
    node: 'database-ingress',
    creates: 'ec2:AuthorizeSecurityGroupIngress',
    removes: 'ec2:RevokeSecurityGroupIngress',
  });

  it('takes its own rule for success when it is made a second time', async () => {
    const b = await bench('database-ingress');
    const first = await b.make();
    const second = await b.make();
    expect(second).toEqual(first);
  });

  it('does not adopt a rule that says the same and is not ours', async () => {
    const b = await bench('database-ingress');
    const { groupId, port, peerGroupId } = b.ref().spec;
    const admin = new EC2Client(
      simulatedClientConfig(b.aws, { accountId: b.facts.database.accountId }),
    );
    await admin.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId: groupId,
        IpPermissions: [
          {
            IpProtocol: 'tcp',
            FromPort: port,
            ToPort: port,
            UserIdGroupPairs: [{ GroupId: peerGroupId }],
          },
        ],
      }),
    );
    await expect(b.make()).rejects.toMatchObject({
      verdict: 'needs-a-person',
      code: 'aws_object_foreign',
    });
    expect(await b.find()).toBeUndefined();
  });
});

describe('a rule for clients', () => {
  behavesLikeAnObject({
    node: 'endpoint-ingress-1',
    creates: 'ec2:AuthorizeSecurityGroupIngress',
    removes: 'ec2:RevokeSecurityGroupIngress',
  });
});

describe('a rule for what may leave', () => {
  behavesLikeAnObject({
    node: 'gateway-egress',
    creates: 'ec2:AuthorizeSecurityGroupEgress',
    removes: 'ec2:RevokeSecurityGroupEgress',
  });
});
