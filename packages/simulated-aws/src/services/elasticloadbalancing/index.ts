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

import * as sdk from '@aws-sdk/client-elastic-load-balancing-v2';
import { defineService } from '../../core/Service';
import { elbBuckets } from './buckets';
import { observeTargets } from './health';
import { listeners } from './listeners';
import { loadBalancers } from './loadBalancers';
import { elbObjects } from './objects';
import type { ElbPart } from './part';
import { elbRefusals } from './refusals';
import { tags } from './tags';
import { targetGroups } from './targetGroups';
import { targets } from './targets';

const parts: ElbPart[] = [
  listeners,
  loadBalancers,
  tags,
  targetGroups,
  targets,
];

/** Network Load Balancers: what stands behind an endpoint service. */
export const elasticLoadBalancing = defineService<typeof sdk>({
  sdk,
  prefix: 'elasticloadbalancing',
  handlers: Object.assign({}, ...parts.map(part => part.handlers)),
  permissions: Object.assign({}, ...parts.map(part => part.permissions)),
  rules: Object.assign({}, ...parts.map(part => part.rules)),
  timers: Object.assign({}, ...parts.map(part => part.timers)),
  bucket: elbBuckets,
  onChange: observeTargets,
  refusals: elbRefusals,
  objects: elbObjects,
});
