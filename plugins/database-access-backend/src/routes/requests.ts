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

import { JsonObject } from '@backstage/types';
import { AccessRequest } from '@towpath/backstage-plugin-database-access-common';
import { Outcome } from './audited';
import { CHANGES } from './changes';
import { forPerson } from './forPerson';
import { DatabaseAccessRouter, RouterOptions } from './router';

const DEFAULT_LIMIT = 50;

export function addRequestRoutes(
  router: DatabaseAccessRouter,
  options: RouterOptions,
): void {
  const { requests, timelines } = options;
  /** Answers with the request as it is now, and tells the auditor how far its timeline has come. */
  const answer = async (
    res: { json(body: AccessRequest): unknown },
    request: AccessRequest,
    meta: JsonObject = {},
  ): Promise<Outcome> => {
    const timeline = await timelines.witness(request.id);
    res.json(request);
    return { ...meta, timeline };
  };

  router.post('/v1/requests', (req, res) =>
    forPerson(
      req,
      options,
      {
        ...CHANGES['/v1/requests'],
        meta: {
          databaseRef: req.body.databaseRef,
          network: req.body.network,
          planDigest: req.body.planDigest,
        },
      },
      async person => {
        const request = await requests.file(person, req.body);
        const timeline = await timelines.witness(request.id);
        res.status(201).json(request);
        return { requestId: request.id, timeline };
      },
    ),
  );

  router.get('/v1/requests', (req, res) =>
    forPerson(
      req,
      options,
      {
        eventId: 'request-fetch',
        severityLevel: 'low',
        meta: { queryType: 'all' },
      },
      async person => {
        const { limit = DEFAULT_LIMIT, ...query } = req.query;
        res.json(await requests.list(person, { ...query, limit }));
      },
    ),
  );

  router.get('/v1/requests/:id', (req, res) =>
    forPerson(
      req,
      options,
      {
        eventId: 'request-fetch',
        severityLevel: 'low',
        meta: { queryType: 'by-id', requestId: req.params.id },
      },
      async person => {
        res.json(await requests.get(person, req.params.id));
      },
    ),
  );

  router.get('/v1/requests/:id/timeline', (req, res) =>
    forPerson(
      req,
      options,
      {
        eventId: 'request-fetch',
        severityLevel: 'low',
        meta: { queryType: 'timeline', requestId: req.params.id },
      },
      async person => {
        res.json(
          await requests.timeline(person, req.params.id, req.query.after),
        );
      },
    ),
  );

  router.post('/v1/requests/:id/decisions', (req, res) =>
    forPerson(
      req,
      options,
      {
        ...CHANGES['/v1/requests/:requestId/decisions'],
        meta: {
          actionType: req.body.decision,
          requestId: req.params.id,
          planDigest: req.body.planDigest,
        },
      },
      async person => {
        return answer(
          res,
          await requests.decide(person, req.params.id, req.body),
        );
      },
    ),
  );

  router.post('/v1/requests/:id/questions', (req, res) =>
    forPerson(
      req,
      options,
      {
        ...CHANGES['/v1/requests/:requestId/questions'],
        meta: { requestId: req.params.id },
      },
      async person => {
        const { text } = req.body;
        return answer(res, await requests.ask(person, req.params.id, text));
      },
    ),
  );

  router.post('/v1/requests/:id/answers', (req, res) =>
    forPerson(
      req,
      options,
      {
        ...CHANGES['/v1/requests/:requestId/answers'],
        meta: { requestId: req.params.id },
      },
      async person => {
        const { text } = req.body;
        return answer(res, await requests.answer(person, req.params.id, text));
      },
    ),
  );

  router.post('/v1/requests/:id/reviews', (req, res) =>
    forPerson(
      req,
      options,
      {
        ...CHANGES['/v1/requests/:requestId/reviews'],
        meta: { actionType: req.body.verdict, requestId: req.params.id },
      },
      async person => {
        return answer(
          res,
          await requests.review(person, req.params.id, req.body),
        );
      },
    ),
  );

  router.post('/v1/requests/:id/cancel', (req, res) =>
    forPerson(
      req,
      options,
      {
        ...CHANGES['/v1/requests/:requestId/cancel'],
        meta: { requestId: req.params.id },
      },
      async person => {
        const request = await requests.cancel(person, req.params.id);
        return answer(res, request, { planDigest: request.planDigest });
      },
    ),
  );

  router.post('/v1/requests/:id/start', (req, res) =>
    forPerson(
      req,
      options,
      {
        ...CHANGES['/v1/requests/:requestId/start'],
        meta: { requestId: req.params.id },
      },
      async person => {
        const request = await requests.start(person, req.params.id);
        return answer(res, request, {
          planDigest: request.planDigest,
          // Its name for what it became: it may wait, or have gone back to those who decide.
          actionType: request.status,
          ...(request.shareId && { shareId: request.shareId }),
        });
      },
    ),
  );
}
