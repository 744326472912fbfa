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

import { refuse } from './errors';
import { applyFilters } from './filters';
import type { Ec2Part } from './part';

/** Every account has these, and none can give them up (AWS Account Management guide, "Enable or disable AWS Regions"). */
const ALWAYS_ON = [
  ...['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1'],
  ...['ap-southeast-1', 'ap-southeast-2', 'ca-central-1', 'eu-central-1'],
  ...['eu-north-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'sa-east-1'],
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'],
];

/** These an account has to ask for; the same page. No account of the simulation has asked. */
const TO_ASK_FOR = [
  ...['af-south-1', 'ap-east-1', 'ap-east-2', 'ap-south-2', 'ap-southeast-3'],
  ...['ap-southeast-4', 'ap-southeast-5', 'ap-southeast-7', 'ca-west-1'],
  ...['eu-central-2', 'eu-south-1', 'eu-south-2', 'il-central-1'],
  ...['me-central-1', 'me-south-1', 'mx-central-1'],
];

const REGIONS = [
  ...ALWAYS_ON.map(name => ({ name, optIn: 'opt-in-not-required' })),
  ...TO_ASK_FOR.map(name => ({ name, optIn: 'not-opted-in' })),
].map(region => ({
  ...region,
  endpoint: `ec2.${region.name}.amazonaws.com`,
  tags: {},
}));

const handlers: Ec2Part['handlers'] = {
  /** Those that are switched on, unless all are asked for (EC2 API reference, DescribeRegions). */
  DescribeRegions(input) {
    const unknown = input.RegionNames?.find(
      name => !REGIONS.some(region => region.name === name),
    );
    if (unknown !== undefined) {
      throw refuse('InvalidParameterValue', `Invalid region: [${unknown}]`);
    }
    const asked = REGIONS.filter(({ name, optIn }) =>
      input.RegionNames?.length
        ? input.RegionNames.includes(name)
        : input.AllRegions || optIn !== 'not-opted-in',
    );
    const found = applyFilters(asked, input.Filters, {
      endpoint: region => [region.endpoint],
      'opt-in-status': region => [region.optIn],
      'region-name': region => [region.name],
    });
    return {
      Regions: found.map(({ name, optIn, endpoint }) => ({
        RegionName: name,
        Endpoint: endpoint,
        OptInStatus: optIn,
      })),
    };
  },
};

export const regions: Ec2Part = { handlers };
