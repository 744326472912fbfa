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

import * as sdk from '@aws-sdk/client-rds';
import { defineService } from '../../core/Service';
import { certificates } from './certificates';
import { clusters } from './clusters';
import { events } from './events';
import { instances } from './instances';
import { maintenance } from './maintenance';
import { rdsObjects } from './objects';
import type { RdsPart } from './part';
import { rdsRefusals } from './refusals';
import { subnetGroups } from './subnetGroups';
import { tags } from './tags';

const parts: RdsPart[] = [
  certificates,
  clusters,
  events,
  instances,
  maintenance,
  subnetGroups,
  tags,
];

/** RDS's databases as AWS describes them, and what happens to them. AWS publishes no rates for it: no buckets. */
export const rds = defineService<typeof sdk>({
  sdk,
  prefix: 'rds',
  handlers: Object.assign({}, ...parts.map(part => part.handlers)),
  permissions: Object.assign({}, ...parts.map(part => part.permissions)),
  timers: Object.assign({}, ...parts.map(part => part.timers)),
  refusals: rdsRefusals,
  objects: rdsObjects,
});
