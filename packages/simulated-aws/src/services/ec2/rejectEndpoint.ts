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

import type { World } from '../../core/World';
import { releaseInterfaces } from './interfaces';
import { ec2State } from './state';

/** The provider took the endpoint's association away: what is left cannot be used, and costs until it is deleted. */
export function rejectEndpoint(world: World, vpcEndpointId: string): void {
  for (const { accountId, region, state } of ec2State.all(world)) {
    const endpoint = state.vpcEndpoints[vpcEndpointId];
    if (endpoint && endpoint.state !== 'deleting') {
      endpoint.state = 'rejected';
      endpoint.networkInterfaceIds = [];
      releaseInterfaces(world, { accountId, region }, vpcEndpointId);
    }
  }
}
