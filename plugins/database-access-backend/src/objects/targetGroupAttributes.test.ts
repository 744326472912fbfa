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
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { simulatedClientConfig } from '@towpath/simulated-aws';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';

describe('the attributes of a target group', () => {
  behavesLikeAnObject({
    node: 'target-attributes',
    creates: 'elasticloadbalancing:ModifyTargetGroupAttributes',
    pattern: 'privatelink',
  });

  it('are gone when somebody sets one of them to something else', async () => {
    const b = await bench('target-attributes', 'analytics', {
      pattern: 'privatelink',
    });
    await b.makeReady();
    const admin = new ElasticLoadBalancingV2Client(
      simulatedClientConfig(b.aws, { accountId: b.facts.database.accountId }),
    );
    await admin.send(
      new ModifyTargetGroupAttributesCommand({
        TargetGroupArn: b.ref().spec.targetGroupArn,
        Attributes: [{ Key: 'preserve_client_ip.enabled', Value: 'true' }],
      }),
    );
    expect(await b.find()).toBeUndefined();
  });
});
