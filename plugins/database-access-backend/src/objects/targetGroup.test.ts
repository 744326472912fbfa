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
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { simulatedClientConfig } from '@towpath/simulated-aws';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';

const options = { pattern: 'privatelink' } as const;

describe('a target group', () => {
  behavesLikeAnObject({
    node: 'target-group',
    creates: 'elasticloadbalancing:CreateTargetGroup',
    removes: 'elasticloadbalancing:DeleteTargetGroup',
    ...options,
  });

  it('is made once, however often it is asked for', async () => {
    const b = await bench('target-group', 'analytics', options);
    expect(await b.make()).toEqual(await b.make());
  });

  it('does not adopt one of the same name that is not ours', async () => {
    const b = await bench('target-group', 'analytics', options);
    const admin = new ElasticLoadBalancingV2Client(
      simulatedClientConfig(b.aws, { accountId: b.facts.database.accountId }),
    );
    await admin.send(
      new CreateTargetGroupCommand({
        Name: b.ref().name,
        Protocol: 'TCP',
        Port: 22,
        VpcId: b.facts.database.vpcId,
        TargetType: 'ip',
      }),
    );
    expect(await b.find()).toBeUndefined();
    await expect(b.make()).rejects.toMatchObject({
      verdict: 'needs-a-person',
      code: 'aws_object_foreign',
      message: expect.stringContaining(b.ref().name),
    });
  });
});
