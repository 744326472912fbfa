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
  databaseAccessDatabaseReadPermission,
  parseDatabaseArn,
} from '@towpath/backstage-plugin-database-access-common';
import { audited } from './audited';
import { authorize } from './authorize';
import { DatabaseAccessRouter, RouterOptions } from './router';

export function addDatabaseRoutes(
  router: DatabaseAccessRouter,
  options: RouterOptions,
): void {
  const { auditor, databases, httpAuth, permissions, rdsReports } = options;

  router.get('/v1/databases/:namespace/:name', (req, res) => {
    const { namespace, name } = req.params;
    return audited(
      auditor,
      {
        eventId: 'database-fetch',
        severityLevel: 'low',
        request: req,
        meta: { namespace, name },
      },
      async () => {
        const credentials = await httpAuth.credentials(req, {
          allow: ['user'],
        });
        await authorize(
          permissions,
          databaseAccessDatabaseReadPermission,
          credentials,
        );
        res.json(
          await databases.describe({ namespace, name }, { credentials }),
        );
      },
    );
  });
  router.get('/v1/databases/:namespace/:name/rds', (req, res) => {
    const { namespace, name } = req.params;
    return audited(
      auditor,
      {
        eventId: 'database-fetch',
        severityLevel: 'low',
        request: req,
        meta: { namespace, name, queryType: 'rds' },
      },
      async () => {
        const credentials = await httpAuth.credentials(req, {
          allow: ['user'],
        });
        await authorize(
          permissions,
          databaseAccessDatabaseReadPermission,
          credentials,
        );
        const arn = await databases.arnOf({ namespace, name }, { credentials });
        res.json(await rdsReports.report(parseDatabaseArn(arn)!));
      },
    );
  });
}
