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

import { createPermission } from '@backstage/plugin-permission-common';

/**
 * To see what AWS says of a database, and who has access to it.
 *
 * @public
 */
export const databaseAccessDatabaseReadPermission = createPermission({
  name: 'database-access.database.read',
  attributes: { action: 'read' },
});

/**
 * To list the networks of one's own groups.
 *
 * @public
 */
export const databaseAccessNetworkReadPermission = createPermission({
  name: 'database-access.network.read',
  attributes: { action: 'read' },
});

/**
 * The resource type of requests.
 *
 * @public
 */
export const RESOURCE_TYPE_DATABASE_ACCESS_REQUEST = 'database-access-request';

/**
 * The resource type of shares.
 *
 * @public
 */
export const RESOURCE_TYPE_DATABASE_ACCESS_SHARE = 'database-access-share';

/**
 * To plan and to file a request.
 *
 * @public
 */
export const databaseAccessRequestCreatePermission = createPermission({
  name: 'database-access.request.create',
  attributes: { action: 'create' },
});

/**
 * To see a request.
 *
 * @public
 */
export const databaseAccessRequestReadPermission = createPermission({
  name: 'database-access.request.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_DATABASE_ACCESS_REQUEST,
});

/**
 * To approve or deny a request. Whatever a policy says, nobody decides their own.
 *
 * @public
 */
export const databaseAccessRequestDecidePermission = createPermission({
  name: 'database-access.request.decide',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DATABASE_ACCESS_REQUEST,
});

/**
 * To withdraw a request.
 *
 * @public
 */
export const databaseAccessRequestCancelPermission = createPermission({
  name: 'database-access.request.cancel',
  attributes: { action: 'delete' },
  resourceType: RESOURCE_TYPE_DATABASE_ACCESS_REQUEST,
});

/**
 * To see what the policies of the portal say, for any request.
 *
 * @public
 */
export const databaseAccessPolicyReadPermission = createPermission({
  name: 'database-access.policy.read',
  attributes: { action: 'read' },
});

/**
 * To see which objects of AWS look like the portal's and belong to no access.
 *
 * @public
 */
export const databaseAccessOrphanReadPermission = createPermission({
  name: 'database-access.orphan.read',
  attributes: { action: 'read' },
});

/**
 * To say what becomes of them. Whatever a policy says, it takes two people.
 *
 * @public
 */
export const databaseAccessOrphanDecidePermission = createPermission({
  name: 'database-access.orphan.decide',
  attributes: { action: 'delete' },
});

/**
 * To see a share, its path and its timeline.
 *
 * @public
 */
export const databaseAccessShareReadPermission = createPermission({
  name: 'database-access.share.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_DATABASE_ACCESS_SHARE,
});

/**
 * To end a share, and to say whether it is still needed.
 *
 * @public
 */
export const databaseAccessShareRevokePermission = createPermission({
  name: 'database-access.share.revoke',
  attributes: { action: 'delete' },
  resourceType: RESOURCE_TYPE_DATABASE_ACCESS_SHARE,
});

/**
 * To let a stuck share try again.
 *
 * @public
 */
export const databaseAccessShareRepairPermission = createPermission({
  name: 'database-access.share.repair',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DATABASE_ACCESS_SHARE,
});

/**
 * To let the way of a share be looked at, which AWS may bill.
 *
 * @public
 */
export const databaseAccessShareProbePermission = createPermission({
  name: 'database-access.share.probe',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DATABASE_ACCESS_SHARE,
});

/**
 * To ask for more time for a share. Whatever a policy says, nobody decides about their own.
 *
 * @public
 */
export const databaseAccessShareExtendPermission = createPermission({
  name: 'database-access.share.extend',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DATABASE_ACCESS_SHARE,
});

/**
 * To export the audit trail: everything that happened to all requests and shares, with all ids.
 *
 * @public
 */
export const databaseAccessAuditReadPermission = createPermission({
  name: 'database-access.audit.read',
  attributes: { action: 'read' },
});

/**
 * To list all databases of all accounts, also those that nobody offers.
 *
 * @public
 */
export const databaseAccessInventoryReadPermission = createPermission({
  name: 'database-access.inventory.read',
  attributes: { action: 'read' },
});

/**
 * To see how all of it is: numbers over all shares and requests that one may see, and every lane.
 *
 * @public
 */
export const databaseAccessOverviewReadPermission = createPermission({
  name: 'database-access.overview.read',
  attributes: { action: 'read' },
});

/**
 * All permissions of the plugin.
 *
 * @public
 */
export const databaseAccessPermissions = [
  databaseAccessDatabaseReadPermission,
  databaseAccessNetworkReadPermission,
  databaseAccessRequestCreatePermission,
  databaseAccessRequestReadPermission,
  databaseAccessRequestDecidePermission,
  databaseAccessRequestCancelPermission,
  databaseAccessShareReadPermission,
  databaseAccessShareRevokePermission,
  databaseAccessShareExtendPermission,
  databaseAccessShareRepairPermission,
  databaseAccessShareProbePermission,
  databaseAccessPolicyReadPermission,
  databaseAccessOrphanReadPermission,
  databaseAccessOrphanDecidePermission,
  databaseAccessAuditReadPermission,
  databaseAccessInventoryReadPermission,
  databaseAccessOverviewReadPermission,
];
