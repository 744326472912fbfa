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

import { CreateSecurityGroupCommand, EC2Client } from '@aws-sdk/client-ec2';
import { simulatedClientConfig } from '@towpath/simulated-aws';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';

describe('a security group', () => {
  behavesLikeAnObject({
    node: 'endpoint-group',
    creates: 'ec2:CreateSecurityGroup',
    removes: 'ec2:DeleteSecurityGroup',
  });

  it('takes its own group for success when it is made a second time', async () => {
    const b = await bench('endpoint-group');
    const first = await b.make();
    expect(await b.make()).toMatchObject(first as object);
  });

  it('does not adopt a group of its name that is not ours', async () => {
    const b = await bench('endpoint-group');
    const admin = new EC2Client(
      simulatedClientConfig(b.aws, { accountId: b.facts.network.accountId }),
    );
    await admin.send(
      new CreateSecurityGroupCommand({
        GroupName: b.row.node.name,
        Description: 'Somebody else made it',
        VpcId: b.facts.network.vpcId,
      }),
    );
    expect(await b.find()).toBeUndefined();
    await expect(b.make()).rejects.toMatchObject({
      verdict: 'needs-a-person',
      code: 'aws_object_foreign',
    });
  });
});
