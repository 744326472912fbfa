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

import * as sdk from '@aws-sdk/client-vpc-lattice';
import { defineService } from '../../core/Service';
import { accessLogSubscriptions } from './accessLogSubscriptions';
import { endpointAssociations } from './endpointAssociations';
import { networkEndpoints } from './networkEndpoints';
import { latticeObjects } from './objects';
import { latticeRefusals } from './refusals';
import { resourceAssociations } from './resourceAssociations';
import { resourceConfigurations } from './resourceConfigurations';
import { resourceGateways } from './resourceGateways';
import { resourcePolicies } from './resourcePolicies';
import { serviceNetworks } from './serviceNetworks';
import { tags } from './tags';
import { vpcAssociations } from './vpcAssociations';

/** VPC Lattice's resources: TCP through gateways. AWS publishes no rates for it, so it has no buckets. */
export const vpcLattice = defineService<typeof sdk>({
  sdk,
  prefix: 'vpc-lattice',
  refusals: latticeRefusals,
  handlers: {
    ...resourceGateways.handlers,
    ...resourceConfigurations.handlers,
    ...endpointAssociations.handlers,
    ...resourcePolicies.handlers,
    ...networkEndpoints.handlers,
    ...resourceAssociations.handlers,
    ...serviceNetworks.handlers,
    ...vpcAssociations.handlers,
    ...accessLogSubscriptions.handlers,
    ...tags.handlers,
  },
  permissions: {
    ...resourceGateways.permissions,
    ...resourceConfigurations.permissions,
    ...endpointAssociations.permissions,
    ...resourcePolicies.permissions,
    ...resourceAssociations.permissions,
    ...serviceNetworks.permissions,
    ...vpcAssociations.permissions,
    ...accessLogSubscriptions.permissions,
    ...tags.permissions,
  },
  rules: {
    ...resourceGateways.rules,
    ...resourceConfigurations.rules,
    ...endpointAssociations.rules,
    ...resourcePolicies.rules,
    ...networkEndpoints.rules,
    ...resourceAssociations.rules,
    ...serviceNetworks.rules,
    ...vpcAssociations.rules,
    ...accessLogSubscriptions.rules,
    ...tags.rules,
  },
  timers: {
    ...resourceGateways.timers,
    ...resourceConfigurations.timers,
    ...resourceAssociations.timers,
    ...vpcAssociations.timers,
  },
  objects: latticeObjects,
});
