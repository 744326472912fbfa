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

import * as sdk from '@aws-sdk/client-ram';
import { defineService } from '../../core/Service';
import { associations } from './associations';
import { invitations } from './invitations';
import { managedPermissions } from './managedPermissions';
import { ramObjects } from './objects';
import { organization } from './organization';
import { ramRefusals } from './refusals';
import { resources } from './resources';
import { shares } from './shares';
import { tags } from './tags';

/** Resource Access Manager. AWS publishes no rates for it, so it has no buckets. */
export const ram = defineService<typeof sdk>({
  sdk,
  prefix: 'ram',
  refusals: ramRefusals,
  handlers: {
    ...shares.handlers,
    ...associations.handlers,
    ...invitations.handlers,
    ...resources.handlers,
    ...managedPermissions.handlers,
    ...organization.handlers,
    ...tags.handlers,
  },
  permissions: {
    ...shares.permissions,
    ...associations.permissions,
    ...invitations.permissions,
    ...tags.permissions,
  },
  rules: {
    ...shares.rules,
    ...associations.rules,
    ...invitations.rules,
    ...resources.rules,
    ...managedPermissions.rules,
  },
  timers: {
    ...shares.timers,
    ...associations.timers,
    ...invitations.timers,
  },
  objects: ramObjects,
});
