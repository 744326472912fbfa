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

import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { databaseAccessDatabaseReadPermission } from '@towpath/backstage-plugin-database-access-common';
import { Request } from 'express';
import { audited } from './audited';
import { authorize } from './authorize';
import { RouterOptions } from './router';

/** An entity of the catalog, and on whose behalf it is looked at. */
export interface DatabaseLook {
  entity: { namespace: string; name: string };
  who: { credentials: BackstageCredentials };
}

/** Runs one route that looks at a database, for a person who may, between the two halves of its auditor event. */
export function forDatabase(
  req: Request<any, any, any, any, any>,
  options: Pick<RouterOptions, 'auditor' | 'httpAuth' | 'permissions'>,
  meta: { queryType?: string },
  route: (look: DatabaseLook) => Promise<void>,
): Promise<void> {
  const { namespace, name } = req.params;
  return audited(
    options.auditor,
    {
      eventId: 'database-fetch',
      severityLevel: 'low',
      request: req,
      meta: { ...meta, namespace, name },
    },
    async () => {
      const credentials = await options.httpAuth.credentials(req, {
        allow: ['user'],
      });
      await authorize(
        options.permissions,
        databaseAccessDatabaseReadPermission,
        credentials,
      );
      await route({ entity: { namespace, name }, who: { credentials } });
    },
  );
}
