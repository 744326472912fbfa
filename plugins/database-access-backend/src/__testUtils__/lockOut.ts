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

import { World } from '@towpath/simulated-aws';

const SERVICES = [
  'ec2',
  'elasticloadbalancing',
  'ram',
  'route53',
  'vpc-lattice',
];

/** From now on no role of the portal is let into this account. */
export function lockOut(world: World, accountId: string): void {
  for (const service of SERVICES) {
    world.faults.add({
      operation: `${service}:*`,
      kind: 'error',
      code: 'AccessDenied',
      accountId,
      count: 10_000,
    });
  }
}
