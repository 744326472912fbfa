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

import { Share } from '@towpath/backstage-plugin-database-access-common';
import { CHANGES } from './changes';
import { forPerson } from './forPerson';
import { DatabaseAccessRouter, RouterOptions } from './router';

const DEFAULT_LIMIT = 50;

export function addShareRoutes(
  router: DatabaseAccessRouter,
  options: RouterOptions,
): void {
  const { shares, timelines } = options;

  router.get('/v1/shares', (req, res) =>
    forPerson(
      req,
      options,
      {
        eventId: 'share-fetch',
        severityLevel: 'low',
        meta: { queryType: 'all' },
      },
      async person => {
        const { limit = DEFAULT_LIMIT, ...query } = req.query;
        res.json(await shares.list(person, { ...query, limit }));
      },
    ),
  );

  router.get('/v1/shares/:id', (req, res) =>
    forPerson(
      req,
      options,
      {
        eventId: 'share-fetch',
        severityLevel: 'low',
        meta: { queryType: 'by-id', shareId: req.params.id },
      },
      async person => {
        res.json(await shares.get(person, req.params.id));
      },
    ),
  );

  router.get('/v1/shares/:id/timeline', (req, res) =>
    forPerson(
      req,
      options,
      {
        eventId: 'share-fetch',
        severityLevel: 'low',
        meta: { queryType: 'timeline', shareId: req.params.id },
      },
      async person => {
        res.json(await shares.timeline(person, req.params.id, req.query.after));
      },
    ),
  );

  router.get('/v1/shares/:id/failovers', (req, res) =>
    forPerson(
      req,
      options,
      {
        eventId: 'share-fetch',
        severityLevel: 'low',
        meta: { queryType: 'failovers', shareId: req.params.id },
      },
      async person => {
        res.json(await shares.failovers(person, req.params.id));
      },
    ),
  );

  router.get('/v1/shares/:id/metrics', (req, res) =>
    forPerson(
      req,
      options,
      {
        eventId: 'share-fetch',
        severityLevel: 'low',
        meta: { queryType: 'metrics', shareId: req.params.id },
      },
      async person => {
        res.json(await shares.metrics(person, req.params.id, req.query.hours));
      },
    ),
  );

  router.get('/v1/shares/:id/zone-ending', (req, res) =>
    forPerson(
      req,
      options,
      {
        eventId: 'share-fetch',
        severityLevel: 'low',
        meta: { queryType: 'zone-ending', shareId: req.params.id },
      },
      async person => {
        res.json(await shares.zoneEnding(person, req.params.id));
      },
    ),
  );

  router.post('/v1/shares/:id/revoke', (req, res) =>
    forPerson(
      req,
      options,
      {
        ...CHANGES['/v1/shares/:shareId/revoke'],
        meta: { shareId: req.params.id },
      },
      async person => {
        const share = await shares.revoke(person, req.params.id, req.body);
        const timeline = await timelines.witness(share.requestId);
        res.json(share);
        return { ...auditOf(share), timeline };
      },
    ),
  );

  router.post('/v1/shares/:id/retry', (req, res) =>
    forPerson(
      req,
      options,
      {
        ...CHANGES['/v1/shares/:shareId/retry'],
        meta: { shareId: req.params.id },
      },
      async person => {
        const share = await shares.retry(person, req.params.id);
        const timeline = await timelines.witness(share.requestId);
        res.json(share);
        return { ...auditOf(share), timeline };
      },
    ),
  );
}

/** Under which request and on which plan it stands. */
function auditOf({ requestId, plan }: Share) {
  return { requestId, ...(plan.digest && { planDigest: plan.digest }) };
}
