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

import {
  PermissionsRegistryService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { isPermission } from '@backstage/plugin-permission-common';
import {
  createConditionAuthorizer,
  createConditionTransformer,
} from '@backstage/plugin-permission-node';
import {
  databaseAccessPermissions,
  databaseAccessRequestCancelPermission,
  databaseAccessRequestDecidePermission,
  databaseAccessRequestReadPermission,
  databaseAccessShareExtendPermission,
  databaseAccessShareReadPermission,
  databaseAccessShareRepairPermission,
  databaseAccessShareRevokePermission,
} from '@towpath/backstage-plugin-database-access-common';
import {
  databaseAccessRequestResourceRef,
  databaseAccessRequestRules,
  databaseAccessShareResourceRef,
  databaseAccessShareRules,
} from '@towpath/backstage-plugin-database-access-node';
import { ConditionalPermissions, resourceOf, resourceOfShare } from './routes';
import { Domain } from './createDomain';
import { ObjectGraph } from './patterns';

const OF_REQUESTS = [
  databaseAccessRequestReadPermission,
  databaseAccessRequestDecidePermission,
  databaseAccessRequestCancelPermission,
];

const OF_SHARES = [
  databaseAccessShareReadPermission,
  databaseAccessShareRevokePermission,
  databaseAccessShareExtendPermission,
  databaseAccessShareRepairPermission,
];

/** Tells the permission framework what it can be asked, and returns what asks it about single things and lists. */
export function registerPermissions(options: {
  permissions: PermissionsService;
  registry: PermissionsRegistryService;
  store: Domain['store'];
}): { requests: ConditionalPermissions; shares: ConditionalPermissions } {
  const { permissions, registry, store } = options;
  const ofResources = [...OF_REQUESTS, ...OF_SHARES];
  registry.addPermissions(
    databaseAccessPermissions.filter(
      permission => !ofResources.some(other => isPermission(permission, other)),
    ),
  );
  registry.addResourceType({
    resourceRef: databaseAccessRequestResourceRef,
    permissions: OF_REQUESTS,
    rules: Object.values(databaseAccessRequestRules),
    getResources: ids =>
      store.transaction(async tx => {
        const found = [];
        for (const id of ids) {
          const request = await store.accessRequests.find(tx, id);
          found.push(request && resourceOf(request));
        }
        return found;
      }),
  });
  registry.addResourceType({
    resourceRef: databaseAccessShareResourceRef,
    permissions: OF_SHARES,
    rules: Object.values(databaseAccessShareRules),
    getResources: ids =>
      store.transaction(async tx => {
        const found = [];
        for (const id of ids) {
          const share = await store.shares.find<ObjectGraph>(tx, id);
          found.push(share && resourceOfShare(share));
        }
        return found;
      }),
  });
  const ofRequests = registry.getPermissionRuleset(
    databaseAccessRequestResourceRef,
  );
  const ofShares = registry.getPermissionRuleset(
    databaseAccessShareResourceRef,
  );
  return {
    requests: new ConditionalPermissions(permissions, {
      isAuthorized: createConditionAuthorizer(ofRequests),
      transform: createConditionTransformer(ofRequests),
    }),
    shares: new ConditionalPermissions(permissions, {
      isAuthorized: createConditionAuthorizer(ofShares),
      transform: createConditionTransformer(ofShares),
    }),
  };
}
