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

/** Whether a share can be reached. */
export function addReachabilityRoutes(
  router: DatabaseAccessRouter,
  options: RouterOptions,
): void {
  const { shares, timelines } = options;

  router.get('/v1/shares/:id/reachability', (req, res) =>
    forPerson(
      req,
      options,
      {
        eventId: 'share-fetch',
        severityLevel: 'low',
        meta: { queryType: 'reachability', shareId: req.params.id },
      },
      async person => {
        res.json(await shares.reachability(person, req.params.id));
      },
    ),
  );

  router.post('/v1/shares/:id/reachability', (req, res) =>
    forPerson(
      req,
      options,
      {
        ...CHANGES['/v1/shares/:shareId/reachability'],
        meta: { shareId: req.params.id, means: req.body.means },
      },
      async person => {
        const { id } = req.params;
        const check = await shares.checkReachability(person, id, req.body);
        const timeline = await timelines.witness(check.requestId);
        res.status(201).json(check);
        return { checkId: check.id, requestId: check.requestId, timeline };
      },
    ),
  );
}
