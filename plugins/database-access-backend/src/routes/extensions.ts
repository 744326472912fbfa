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

import { ShareExtension } from '@towpath/backstage-plugin-database-access-common';
import { auditRefusals } from './audited';
import { CHANGES } from './changes';
import { forPerson } from './forPerson';
import { DatabaseAccessRouter, RouterOptions } from './router';

const DEFAULT_LIMIT = 50;

/** How long access lasts. */
export function addExtensionRoutes(
  router: DatabaseAccessRouter,
  options: RouterOptions,
): void {
  const { extensions, shares, timelines } = options;

  router.get('/v1/shares/:id/extensions', (req, res) =>
    forPerson(
      req,
      options,
      {
        eventId: 'share-fetch',
        severityLevel: 'low',
        meta: { queryType: 'extensions', shareId: req.params.id },
      },
      async person => {
        res.json(await shares.extensions(person, req.params.id));
      },
    ),
  );

  router.post('/v1/shares/:id/extensions', (req, res) =>
    forPerson(
      req,
      options,
      {
        ...CHANGES['/v1/shares/:shareId/extensions'],
        meta: { shareId: req.params.id },
      },
      async person => {
        const extension = await shares.extend(person, req.params.id, req.body);
        const timeline = await timelines.witness(extension.requestId);
        res.status(201).json(extension);
        return { ...auditOf(extension), timeline };
      },
    ),
  );

  router.get('/v1/extensions', (req, res) =>
    forPerson(
      req,
      options,
      {
        eventId: 'extension-fetch',
        severityLevel: 'low',
        meta: { queryType: 'all' },
      },
      async person => {
        const { limit = DEFAULT_LIMIT, ...query } = req.query;
        res.json(await extensions.list(person, { ...query, limit }));
      },
    ),
  );

  router.post('/v1/extensions/:id/decisions', (req, res) =>
    forPerson(
      req,
      options,
      {
        ...CHANGES['/v1/extensions/:extensionId/decisions'],
        meta: { actionType: req.body.decision, extensionId: req.params.id },
      },
      async person => {
        const { id } = req.params;
        const extension = await extensions.decide(person, id, req.body);
        const timeline = await timelines.witness(extension.requestId);
        res.json(extension);
        return { ...auditOf(extension), timeline };
      },
    ),
  );

  router.post('/v1/extensions/:id/cancel', (req, res) =>
    forPerson(
      req,
      options,
      {
        ...CHANGES['/v1/extensions/:extensionId/cancel'],
        meta: { extensionId: req.params.id },
      },
      async person => {
        const extension = await extensions.cancel(person, req.params.id);
        const timeline = await timelines.witness(extension.requestId);
        res.json(extension);
        return { ...auditOf(extension), timeline };
      },
    ),
  );

  router.post('/v1/shares/certifications', (req, res) =>
    forPerson(
      req,
      options,
      {
        ...CHANGES['/v1/shares/certifications'],
        meta: { shareIds: req.body.items.map(({ shareId }) => shareId) },
      },
      async person => {
        const { refused, ...results } = await shares.certify(
          person,
          req.body.items,
        );
        await auditRefusals(
          options.auditor,
          { ...CHANGES['/v1/shares/certifications'], request: req },
          { called: 'shareId', refused },
        );
        const witnesses = [];
        for (const { share } of results.items) {
          if (share) {
            witnesses.push(await timelines.witness(share.requestId));
          }
        }
        res.json(results);
        return {
          timelines: witnesses,
          refused: refused.map(({ id }) => id),
        };
      },
    ),
  );
}

/** Of which share, and until when it lasts or would last. */
function auditOf({ id, shareId, requestId, until, status }: ShareExtension) {
  return { extensionId: id, shareId, requestId, until, status };
}
