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

import { DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import {
  ANALYTICS,
  REGION,
  simulatedCompany,
} from '../__testUtils__/simulatedCompany';
import { hearCalls, noteCall } from './requestIds';

const identity = {
  accountId: ANALYTICS,
  region: REGION,
  sessionName: 'dbaccess-demo-share-1',
  sourceIdentity: 'user.default.olivia',
};

/** AWS answers this call. */
function answer(operation: string, requestId: string): void {
  noteCall({ $metadata: { requestId } }, { ...identity, operation });
}

describe('who makes calls hears', () => {
  it('as whom AWS knew the caller, and nothing that opens anything', async () => {
    const { sessions } = await simulatedCompany();
    const lane = { accountId: ANALYTICS, region: REGION };
    const { ec2 } = sessions.provision(lane, {
      shareId: 'share-1',
      requestId: 'request-1',
      personRef: 'user:default/olivia',
      objectIds: ['0d9d7c1c-5d2c-4f0e-9a51-0123456789ab'],
    });
    const heard = await hearCalls(async told => {
      await ec2.send(new DescribeVpcsCommand({}));
      return told.call;
    });
    expect(heard).toEqual({
      ...identity,
      operation: 'ec2:DescribeVpcs',
      requestId: expect.any(String),
    });
  });

  it('of the call that changed something, whatever was read before and after it', async () => {
    const heard = await hearCalls(async told => {
      answer('ec2:DescribeVpcs', 'read-1');
      answer('ec2:CreateVpcEndpoint', 'changed');
      answer('vpc-lattice:GetResourceGateway', 'read-2');
      return told.call;
    });
    expect(heard).toMatchObject({
      requestId: 'changed',
      operation: 'ec2:CreateVpcEndpoint',
    });
  });

  it('of the last read, if nothing was changed, and of nothing if nobody called', async () => {
    const heard = await hearCalls(async told => {
      answer('ec2:DescribeVpcs', 'read-1');
      answer('ec2:DescribeSubnets', 'read-2');
      return told.call;
    });
    expect(heard?.requestId).toBe('read-2');
    await expect(hearCalls(async told => told.call)).resolves.toBeUndefined();
    // Nobody listens.
    expect(() => answer('ec2:CreateVpcEndpoint', 'unheard')).not.toThrow();
  });
});
