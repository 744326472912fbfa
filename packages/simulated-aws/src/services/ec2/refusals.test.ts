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
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { ORDERS } from '../../testing/latticeCompany';
import { networkCompany } from '../../testing/networkCompany';

describe('EC2 refuses in its own words', () => {
  it('a parameter that is missing', async () => {
    const ec2 = networkCompany().ec2(ORDERS);
    await expect(
      ec2.send(new CreateVpcEndpointCommand({ VpcId: undefined })),
    ).rejects.toMatchObject({
      name: 'MissingParameter',
      message: 'The request must contain the parameter VpcId',
    });
  });

  it('credentials that nobody knows', async () => {
    const ec2 = networkCompany().ec2('stranger');
    await expect(ec2.send(new DescribeVpcsCommand())).rejects.toMatchObject({
      name: 'AuthFailure',
      $metadata: { httpStatusCode: 401 },
    });
  });

  it('credentials that are no longer valid', async () => {
    const company = networkCompany();
    const config = await company.asRole(ORDERS, []);
    company.clock.advance(3600);
    await expect(
      new EC2Client(config).send(new DescribeVpcsCommand()),
    ).rejects.toMatchObject({ name: 'RequestExpired' });
  });
});
