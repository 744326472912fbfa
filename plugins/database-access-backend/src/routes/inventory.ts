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
  databaseAccessInventoryReadPermission,
  DatabaseInventory,
} from '@towpath/backstage-plugin-database-access-common';
import { Inventory } from '../planning';
import { audited } from './audited';
import { authorize } from './authorize';
import { readArnCursor, writeArnCursor } from './cursor';
import { DatabaseAccessRouter, RouterOptions } from './router';

const DEFAULT_LIMIT = 50;

export function addInventoryRoutes(
  router: DatabaseAccessRouter,
  options: RouterOptions,
): void {
  const { auditor, httpAuth, inventory, permissions } = options;

  router.get('/v1/inventory/databases', (req, res) => {
    const { limit = DEFAULT_LIMIT, cursor } = req.query;
    return audited(
      auditor,
      { eventId: 'inventory-fetch', severityLevel: 'low', request: req },
      async () => {
        // Services, too: the catalog is filled from it.
        const credentials = await httpAuth.credentials(req, {
          allow: ['user', 'service'],
        });
        await authorize(
          permissions,
          databaseAccessInventoryReadPermission,
          credentials,
        );
        const after = readArnCursor(cursor);
        if (after === undefined) {
          await inventory.refresh();
        }
        res.json(await pageAfter(inventory, { after, limit }));
      },
    );
  });
}

/** One more is read than is shown, to know whether there are more. */
async function pageAfter(
  inventory: Inventory,
  page: { after?: string; limit: number },
): Promise<DatabaseInventory> {
  const { after, limit } = page;
  const { databases, lanes } = await inventory.page({
    after,
    limit: limit + 1,
  });
  const items = databases.slice(0, limit);
  return {
    items,
    lanes,
    ...(databases.length > limit && {
      nextCursor: writeArnCursor(items[items.length - 1].arn),
    }),
  };
}
