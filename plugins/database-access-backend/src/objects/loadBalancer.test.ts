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
  CreateLoadBalancerCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { simulatedClientConfig } from '@towpath/simulated-aws';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';
import { loadBalancer } from './loadBalancer';

const options = { pattern: 'privatelink' } as const;

describe('a load balancer', () => {
  behavesLikeAnObject({
    node: 'load-balancer',
    creates: 'elasticloadbalancing:CreateLoadBalancer',
    removes: 'elasticloadbalancing:DeleteLoadBalancer',
    ...options,
  });

  it('does not adopt one of the same name that is not ours', async () => {
    const b = await bench('load-balancer', 'analytics', options);
    const admin = new ElasticLoadBalancingV2Client(
      simulatedClientConfig(b.aws, { accountId: b.facts.database.accountId }),
    );
    await admin.send(
      new CreateLoadBalancerCommand({
        Name: b.ref().name,
        Type: 'network',
        Scheme: 'internal',
        Subnets: b.facts.database.subnets.slice(0, 1).map(s => s.subnetId),
      }),
    );
    await expect(b.make()).rejects.toMatchObject({
      verdict: 'needs-a-person',
      code: 'aws_object_foreign',
    });
  });

  it.each([
    ['active', 'ready'],
    ['provisioning', 'pending'],
    ['active_impaired', 'degraded'],
    ['failed', 'broken'],
    ['hibernating', 'unknown'],
  ])('understands %s as %s', (status, condition) => {
    expect(
      loadBalancer.assess({ arn: 'arn', name: 'name', status, groupIds: [] }),
    ).toMatchObject({ condition, awsStatus: status });
  });
});
