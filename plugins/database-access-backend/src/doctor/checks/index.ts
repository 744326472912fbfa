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

import type { Check } from '../Patient';
import { serviceLinkedRoles, updaterRole } from './awsRoles';
import { networks } from './networks';
import { organization } from './organization';
import { permissionsOf } from './permissions';
import { privateNameZone } from './privateNameZone';
import { quotas } from './quotas';
import { lattice, regions } from './regions';
import { trustOf } from './trust';

export { organizations } from './organization';
export { ramSharing } from './ramSharing';

/** Everything that is looked at in each account, in the order in which it is told. */
export const CHECKS: readonly Check[] = [
  trustOf('read'),
  trustOf('provision'),
  permissionsOf('read'),
  permissionsOf('provision'),
  regions,
  lattice,
  organization,
  serviceLinkedRoles,
  updaterRole,
  privateNameZone,
  networks,
  quotas,
];
