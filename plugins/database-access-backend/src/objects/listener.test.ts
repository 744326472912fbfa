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
  CreateListenerCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { simulatedClientConfig } from '@towpath/simulated-aws';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';

const options = { pattern: 'privatelink' } as const;

describe('a listener', () => {
  behavesLikeAnObject({
    node: 'listener',
    creates: 'elasticloadbalancing:CreateListener',
    removes: 'elasticloadbalancing:DeleteListener',
    ...options,
  });

  it('does not adopt one at the same port that is not ours', async () => {
    const b = await bench('listener', 'analytics', options);
    const { loadBalancerArn, port } = b.ref().spec;
    const admin = new ElasticLoadBalancingV2Client(
      simulatedClientConfig(b.aws, { accountId: b.facts.database.accountId }),
    );
    await admin.send(
      new CreateListenerCommand({
        LoadBalancerArn: loadBalancerArn,
        Protocol: 'TCP',
        Port: port,
        DefaultActions: [
          {
            Type: 'forward',
            TargetGroupArn: b.engine.row(b.graph, 'target-group').outputs
              .targetGroupArn,
          },
        ],
      }),
    );
    expect(await b.find()).toBeUndefined();
    await expect(b.make()).rejects.toMatchObject({
      verdict: 'needs-a-person',
      code: 'aws_object_foreign',
      message: expect.stringContaining(`port ${port}`),
    });
  });
});
