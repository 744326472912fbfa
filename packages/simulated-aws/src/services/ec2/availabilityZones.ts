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
import { zonesOf } from './zones';

const handlers: Ec2Part['handlers'] = {
  DescribeAvailabilityZones(input, call) {
    const zones = zonesOf(call.accountId, call.region);
    const unknown = [
      ...(input.ZoneNames ?? []).filter(n => !zones.some(z => z.name === n)),
      ...(input.ZoneIds ?? []).filter(id => !zones.some(z => z.id === id)),
    ];
    if (unknown.length) {
      throw refuse(
        'InvalidParameterValue',
        `Invalid availability zone: [${unknown[0]}]`,
      );
    }
    const asked = zones
      .filter(z => !input.ZoneNames?.length || input.ZoneNames.includes(z.name))
      .filter(z => !input.ZoneIds?.length || input.ZoneIds.includes(z.id))
      .map(z => ({ ...z, tags: {} }));
    const found = applyFilters(asked, input.Filters, {
      'zone-name': z => [z.name],
      'zone-id': z => [z.id],
      'region-name': () => [call.region],
      'zone-type': () => ['availability-zone'],
      'opt-in-status': () => ['opt-in-not-required'],
      state: () => ['available'],
    });
    return {
      AvailabilityZones: found.map(z => ({
        ZoneName: z.name,
        ZoneId: z.id,
        RegionName: call.region,
        GroupName: `${call.region}-zg-1`,
        NetworkBorderGroup: call.region,
        ZoneType: 'availability-zone',
        OptInStatus: 'opt-in-not-required',
        State: 'available',
        Messages: [],
      })),
    };
  },
};

export const availabilityZones: Ec2Part = { handlers };
