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

import type { SimulatedObject } from '../../core/Service';
import type { World } from '../../core/World';
import { ec2State } from './state';
import { taggables } from './tags';

/** Everything of EC2 that exists, in all accounts. */
export function ec2Objects(world: World): SimulatedObject[] {
  return ec2State.all(world).flatMap(({ accountId, region, state }) => {
    const tagged = taggables(state).flatMap(({ kind, objects }) =>
      Object.entries(objects).map(([id, object]) => ({
        accountId,
        region,
        type: `ec2/${kind.resourceType}`,
        id,
        state:
          state.vpcEndpoints[id]?.state ??
          state.endpointServices?.[id]?.state ??
          state.networkInsightsAnalyses?.[id]?.status,
        tags: object.tags,
      })),
    );
    const interfaces = Object.values(state.networkInterfaces).map(eni => ({
      accountId,
      region,
      type: 'ec2/network-interface',
      id: eni.networkInterfaceId,
      state: eni.drainsUntil === undefined ? 'in-use' : 'draining',
      tags: {},
    }));
    return [...tagged, ...interfaces];
  });
}
