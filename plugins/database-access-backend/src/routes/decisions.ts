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

import { auditRefusals } from './audited';
import { CHANGES } from './changes';
import { forPerson } from './forPerson';
import { DatabaseAccessRouter, RouterOptions } from './router';

export function addDecisionRoutes(
  router: DatabaseAccessRouter,
  options: RouterOptions,
): void {
  const { requests, timelines } = options;

  router.post('/v1/decisions', (req, res) =>
    forPerson(
      req,
      options,
      {
        ...CHANGES['/v1/decisions'],
        meta: { requestIds: req.body.items.map(({ requestId }) => requestId) },
      },
      async person => {
        const { items, refused } = await requests.decideSeveral(
          person,
          req.body.items,
        );
        await auditRefusals(
          options.auditor,
          { ...CHANGES['/v1/decisions'], request: req },
          { called: 'requestId', refused },
        );
        const decided = items.filter(({ error }) => !error);
        const heads = await Promise.all(
          decided.map(({ requestId }) => timelines.witness(requestId)),
        );
        res.json({ items });
        return {
          timelines: heads,
          refused: refused.map(({ id }) => id),
        };
      },
    ),
  );
}
