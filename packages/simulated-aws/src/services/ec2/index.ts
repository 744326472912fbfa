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

import * as sdk from '@aws-sdk/client-ec2';
import { defineService } from '../../core/Service';
import { availabilityZones } from './availabilityZones';
import { ec2Bucket } from './buckets';
import { withDryRun } from './dryRun';
import { endpointConnections } from './endpointConnections';
import { endpointServicePermissions } from './endpointServicePermissions';
import { endpointServices } from './endpointServices';
import { networkAcls } from './networkAcls';
import { networkInsights } from './networkInsights';
import { networkInterfaces } from './networkInterfaces';
import { networks } from './networks';
import { ec2Objects } from './objects';
import type { Ec2Part } from './part';
import { prefixLists } from './prefixLists';
import { regions } from './regions';
import { ec2Refusals } from './refusals';
import { securityGroupRules } from './securityGroupRules';
import { securityGroups } from './securityGroups';
import { tags } from './tags';
import { vpcEndpoints } from './vpcEndpoints';

const parts: Ec2Part[] = [
  availabilityZones,
  endpointConnections,
  endpointServicePermissions,
  endpointServices,
  networkAcls,
  networkInsights,
  networkInterfaces,
  networks,
  prefixLists,
  regions,
  securityGroupRules,
  securityGroups,
  tags,
  vpcEndpoints,
];

/** EC2's networks: what a connection between two VPCs starts and ends in. */
export const ec2 = defineService<typeof sdk>({
  sdk,
  prefix: 'ec2',
  handlers: withDryRun(Object.assign({}, ...parts.map(part => part.handlers))),
  permissions: Object.assign({}, ...parts.map(part => part.permissions)),
  timers: Object.assign({}, ...parts.map(part => part.timers)),
  bucket: ec2Bucket,
  refusals: ec2Refusals,
  objects: ec2Objects,
});
