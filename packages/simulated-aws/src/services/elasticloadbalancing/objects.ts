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
import { elbState } from './state';

/** Everything of Elastic Load Balancing that exists, in all accounts. */
export function elbObjects(world: World): SimulatedObject[] {
  return elbState.all(world).flatMap(({ accountId, region, state }) => {
    const object = (
      kind: string,
      item: { arn: string; tags: Record<string, string>; state?: string },
    ): SimulatedObject => ({
      accountId,
      region,
      type: `elasticloadbalancing/${kind}`,
      id: item.arn,
      state: item.state,
      tags: item.tags,
    });
    return [
      ...Object.values(state.loadBalancers).map(lb =>
        object('load-balancer', lb),
      ),
      ...Object.values(state.targetGroups).map(group =>
        object('target-group', group),
      ),
      ...Object.values(state.listeners).map(listener =>
        object('listener', listener),
      ),
    ];
  });
}
