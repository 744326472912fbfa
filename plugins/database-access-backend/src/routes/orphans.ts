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
import { CHANGES } from './changes';
import { forPerson } from './forPerson';
import { DatabaseAccessRouter, RouterOptions } from './router';

export function addOrphanRoutes(
  router: DatabaseAccessRouter,
  options: RouterOptions,
): void {
  const { orphans } = options;

  router.get('/v1/orphans', (req, res) =>
    forPerson(
      req,
      options,
      { eventId: 'orphan-fetch', severityLevel: 'low' },
      async person => {
        res.json(await orphans.list(person));
      },
    ),
  );

  router.post('/v1/orphans/proposals', (req, res) =>
    forPerson(
      req,
      options,
      {
        ...CHANGES['/v1/orphans/proposals'],
        meta: auditOf(req.body),
      },
      async person => {
        res.json(await orphans.propose(person, req.body));
      },
    ),
  );

  router.post('/v1/orphans/confirmations', (req, res) =>
    forPerson(
      req,
      options,
      {
        ...CHANGES['/v1/orphans/confirmations'],
        meta: auditOf(req.body),
      },
      async person => {
        res.json(await orphans.confirm(person, req.body));
      },
    ),
  );
}

/** Which object is meant, and what shall become of it. */
function auditOf(body: {
  accountId: string;
  region: string;
  type: string;
  awsId: string;
  action?: string;
}) {
  const { accountId, region, type, awsId, action } = body;
  return { accountId, region, type, awsId, ...(action && { action }) };
}
