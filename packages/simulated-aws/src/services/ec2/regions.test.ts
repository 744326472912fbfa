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

import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { SimulatedAws } from '../../SimulatedAws';
import { simulatedClientConfig } from '../../testing/clients';
import { ec2 as service } from '.';

const aws = SimulatedAws.create({ services: [service] });
const ec2 = new EC2Client(
  simulatedClientConfig(aws, { accountId: '333333333333' }),
);

describe('DescribeRegions', () => {
  it('tells those that are switched on, and all when asked for all', async () => {
    const on = await ec2.send(new DescribeRegionsCommand({}));
    expect(on.Regions!.length).toBe(17);
    expect(on.Regions).toContainEqual({
      RegionName: 'eu-west-1',
      Endpoint: 'ec2.eu-west-1.amazonaws.com',
      OptInStatus: 'opt-in-not-required',
    });
    const all = await ec2.send(
      new DescribeRegionsCommand({ AllRegions: true }),
    );
    expect(all.Regions).toContainEqual(
      expect.objectContaining({
        RegionName: 'eu-south-1',
        OptInStatus: 'not-opted-in',
      }),
    );
  });

  it('filters, and knows no Region that AWS does not have', async () => {
    const { Regions } = await ec2.send(
      new DescribeRegionsCommand({
        AllRegions: true,
        Filters: [{ Name: 'opt-in-status', Values: ['not-opted-in'] }],
      }),
    );
    expect(Regions!.map(region => region.RegionName)).toContain('af-south-1');
    expect(Regions!.map(region => region.RegionName)).not.toContain(
      'us-east-1',
    );
    await expect(
      ec2.send(new DescribeRegionsCommand({ RegionNames: ['mars-north-1'] })),
    ).rejects.toThrow('Invalid region: [mars-north-1]');
  });
});
