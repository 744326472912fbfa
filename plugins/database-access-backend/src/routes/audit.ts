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

import { Readable } from 'stream';
import { pipeline } from 'stream/promises';
import { databaseAccessAuditReadPermission } from '@towpath/backstage-plugin-database-access-common';
import { authorize } from './authorize';
import { forPerson } from './forPerson';
import { DatabaseAccessRouter, RouterOptions } from './router';
import { AUDIT_CONTENT_TYPES, AuditTotal, writeAudit } from './writeAudit';

export function addAuditRoutes(
  router: DatabaseAccessRouter,
  options: RouterOptions,
): void {
  const { auditTrail, permissions } = options;

  router.get('/v1/audit', (req, res) => {
    const { format = 'jsonl', ...query } = req.query;
    return forPerson(
      req,
      options,
      {
        eventId: 'audit-export',
        severityLevel: 'medium',
        meta: { ...query, format },
      },
      async person => {
        await authorize(
          permissions,
          databaseAccessAuditReadPermission,
          person.credentials,
        );
        const records = await auditTrail.open(query, person.ref);
        let total: AuditTotal | undefined;
        const text = async function* write() {
          total = yield* writeAudit(records, format);
        };
        res.setHeader('Content-Type', AUDIT_CONTENT_TYPES[format]);
        res.setHeader('Cache-Control', 'no-store');
        res.setHeader(
          'Content-Disposition',
          `attachment; filename="audit-trail.${format}"`,
        );
        // Read no faster than it is taken, and no further if nobody takes it any more.
        await pipeline(Readable.from(text()), res);
        const { requests, rows, sha256 } = total!;
        return { requests, rows, sha256 };
      },
    );
  });
}
