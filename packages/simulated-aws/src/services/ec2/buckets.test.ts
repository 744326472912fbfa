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
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcEndpointsCommand,
} from '@aws-sdk/client-ec2';
import { ANALYTICS, ORDERS } from '../../testing/latticeCompany';
import { DATABRICKS, networkCompany } from '../../testing/networkCompany';
import { ec2Bucket } from './buckets';

/** How many of so many calls at once were not throttled. */
async function granted(count: number, call: () => Promise<unknown>) {
  const outcomes: string[] = [];
  for (let i = 0; i < count; i++) {
    outcomes.push(
      await call().then(
        () => 'ok',
        error => error.name,
      ),
    );
  }
  return outcomes.filter(outcome => outcome !== 'RequestLimitExceeded').length;
}

describe('the buckets of EC2', () => {
  it('give four deletions of endpoints at once and three more in ten seconds', async () => {
    const { ec2, clock } = networkCompany();
    const remove = () =>
      ec2(ANALYTICS).send(
        new DeleteVpcEndpointsCommand({ VpcEndpointIds: ['vpce-0'] }),
      );
    expect(await granted(6, remove)).toBe(4);
    clock.advance(10);
    expect(await granted(6, remove)).toBe(3);
  });

  it('are of one account and operation each', async () => {
    const { ec2 } = networkCompany();
    const remove = (accountId: string) => () =>
      ec2(accountId).send(
        new DeleteVpcEndpointsCommand({ VpcEndpointIds: ['vpce-0'] }),
      );
    const create = () =>
      ec2(ANALYTICS).send(
        new CreateVpcEndpointCommand({ VpcId: DATABRICKS.vpcId }),
      );
    expect(await granted(5, remove(ANALYTICS))).toBe(4);
    expect(await granted(5, create)).toBe(4);
    expect(await granted(5, remove(ORDERS))).toBe(4);
  });

  it('refuse with HTTP 503', async () => {
    const { ec2 } = networkCompany();
    const remove = () =>
      ec2(ANALYTICS).send(
        new DeleteVpcEndpointsCommand({ VpcEndpointIds: ['vpce-0'] }),
      );
    await granted(4, remove);
    await expect(remove()).rejects.toMatchObject({
      name: 'RequestLimitExceeded',
      $metadata: { httpStatusCode: 503 },
    });
  });

  it('give half as much to who asks for all security groups at once', async () => {
    const { ec2 } = networkCompany();
    const client = ec2(ORDERS);
    expect(
      await granted(60, () => client.send(new DescribeSecurityGroupsCommand())),
    ).toBe(50);
    expect(
      await granted(60, () =>
        client.send(new DescribeSecurityGroupsCommand({ MaxResults: 5 })),
      ),
    ).toBe(60);
  });

  it('give a hundred reads at once', async () => {
    const client = networkCompany().ec2(ORDERS);
    expect(
      await granted(105, () => client.send(new DescribeVpcEndpointsCommand())),
    ).toBe(100);
  });

  it.each([
    ['CreateVpcEndpoint', 4, 0.3],
    ['ModifyVpcEndpoint', 4, 0.3],
    ['DeleteVpcEndpoints', 4, 0.3],
    ['AuthorizeSecurityGroupIngress', 50, 5],
    ['RevokeSecurityGroupIngress', 50, 5],
    ['CreateSecurityGroup', 50, 5],
    ['CreateTags', 100, 10],
    ['DescribeSubnets', 100, 20],
  ])('hold for %s %d, and %d per second', (operation, burst, refill) => {
    expect(ec2Bucket(operation, { VpcId: 'vpc-0' }).size).toEqual({
      burst,
      refillPerSecond: refill,
    });
  });
});
