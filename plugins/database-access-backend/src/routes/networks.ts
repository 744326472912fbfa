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

import { databaseAccessNetworkReadPermission } from '@towpath/backstage-plugin-database-access-common';
import { audited } from './audited';
import { authorize } from './authorize';
import { DatabaseAccessRouter, RouterOptions } from './router';

export function addNetworkRoutes(
  router: DatabaseAccessRouter,
  options: RouterOptions,
): void {
  const { auditor, httpAuth, networks, permissions, userInfo } = options;

  router.get('/v1/networks', (req, res) =>
    audited(
      auditor,
      { eventId: 'network-fetch', severityLevel: 'low', request: req },
      async () => {
        const credentials = await httpAuth.credentials(req, {
          allow: ['user'],
        });
        await authorize(
          permissions,
          databaseAccessNetworkReadPermission,
          credentials,
        );
        const { ownershipEntityRefs } = await userInfo.getUserInfo(credentials);
        res.json(await networks.ownedBy(ownershipEntityRefs));
      },
    ),
  );
}
