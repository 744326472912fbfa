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

import { databaseAccessRequestCreatePermission } from '@towpath/backstage-plugin-database-access-common';
import { maskProviderIds } from '../planning';
import { audited } from './audited';
import { authorize } from './authorize';
import { personOf } from './people';
import { DatabaseAccessRouter, RouterOptions } from './router';

export function addPlanRoutes(
  router: DatabaseAccessRouter,
  options: RouterOptions,
): void {
  const { auditor, permissions, planLimit, planner } = options;

  router.post('/v1/plans', (req, res) =>
    audited(
      auditor,
      {
        eventId: 'plan-create',
        severityLevel: 'low',
        request: req,
        meta: { databaseRef: req.body.databaseRef, network: req.body.network },
      },
      async () => {
        const person = await personOf(req, options);
        await authorize(
          permissions,
          databaseAccessRequestCreatePermission,
          person.credentials,
        );
        await planLimit.take(person.ref);
        const { plan } = await planner.plan(req.body, person);
        res.json(maskProviderIds(plan));
      },
    ),
  );
}
