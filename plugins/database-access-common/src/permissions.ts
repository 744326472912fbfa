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
 * All permissions of the plugin.
 *
 * @public
 */
export const databaseAccessPermissions = [
  databaseAccessDatabaseReadPermission,
  databaseAccessNetworkReadPermission,
];
