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

import * as sdk from '@aws-sdk/client-route-53';
import { defineService } from '../../core/Service';
import { changes } from './changes';
import type { Route53Part } from './part';
import { recordSets } from './recordSets';
import { route53Refusals } from './refusals';
import { route53State } from './state';
import { tags } from './tags';
import { zones } from './zones';

const parts: Route53Part[] = [changes, recordSets, tags, zones];

/** "Five requests per second per AWS account" for the whole API (Route 53 Developer Guide, quotas). */
const EVERYTHING = {
  name: 'everything',
  size: { burst: 5, refillPerSecond: 5 },
};

/** Route 53's hosted zones: the names that a VPC, or the world, is told. */
export const route53 = defineService<typeof sdk>({
  sdk,
  prefix: 'route53',
  global: true,
  handlers: Object.assign({}, ...parts.map(part => part.handlers)),
  permissions: Object.assign({}, ...parts.map(part => part.permissions)),
  rules: Object.assign({}, ...parts.map(part => part.rules)),
  bucket: () => EVERYTHING,
  refusals: route53Refusals,
  objects: world =>
    route53State.all(world).flatMap(({ accountId, region, state }) =>
      Object.values(state.zones).map(zone => ({
        accountId,
        region,
        type: 'route53/hosted-zone',
        id: zone.id,
        tags: zone.tags,
      })),
    ),
});
