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

import { RevokeSecurityGroupEgressCommand } from '@aws-sdk/client-ec2';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';

describe('a security group that talks to nobody', () => {
  behavesLikeAnObject({
    node: 'gateway-no-egress',
    creates: 'ec2:RevokeSecurityGroupEgress',
  });

  it('is there as soon as somebody else has revoked the rule', async () => {
    const b = await bench('gateway-no-egress');
    await b.provision.ec2.send(
      new RevokeSecurityGroupEgressCommand({
        GroupId: b.ref().spec.groupId,
        IpPermissions: [
          { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
        ],
      }),
    );
    expect(await b.find()).toBeDefined();
    const before = b.changes();
    await b.make();
    expect(b.changes()).toBe(before);
  });

  it('is not there without its group', async () => {
    const b = await bench('gateway-no-egress');
    await b.makeReady();
    await b.engine.removeOrLook(
      b.graph,
      b.engine.row(b.graph, 'gateway-group'),
    );
    expect(await b.find()).toBeUndefined();
  });

  it('needs no call to end, because it ends with its group', async () => {
    const b = await bench('gateway-no-egress');
    expect(b.type.endsWithParent).toBe(true);
    const state = await b.makeReady();
    const before = b.changes();
    await b.type.remove(b.provision, b.ref(), state!);
    expect(b.changes()).toBe(before);
  });
});
