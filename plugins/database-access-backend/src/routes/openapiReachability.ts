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

import { answers, body, created } from './openapiParts';
import { flag, id, text, texts, whole } from './openapiRequests';

const means = { type: 'string', enum: ['analyzer', 'prober'] } as const;

const verdict = {
  type: 'string',
  enum: ['reachable', 'not-reachable', 'unknown'],
} as const;

const side = {
  type: 'string',
  enum: ['consumer', 'provider', 'whole'],
} as const;

const cost = {
  type: 'object',
  required: ['currency', 'analyses', 'pricesOf', 'source'],
  additionalProperties: false,
  properties: {
    currency: { type: 'string', enum: ['USD'] },
    analyses: whole,
    total: { type: 'number' },
    pricesOf: text,
    source: text,
    pricesFrom: { type: 'string', enum: ['price-list', 'table'] },
  },
} as const;

const part = {
  type: 'object',
  required: [
    'id',
    'side',
    'title',
    'accountId',
    'accountName',
    'region',
    'state',
    'explanations',
    'layers',
  ],
  additionalProperties: false,
  properties: {
    id: text,
    side,
    title: text,
    accountId: text,
    accountName: text,
    region: text,
    state: { type: 'string', enum: ['waiting', 'running', 'done'] },
    verdict,
    message: text,
    remedy: text,
    explanations: {
      type: 'array',
      items: {
        type: 'object',
        required: ['code', 'message'],
        additionalProperties: false,
        properties: { code: text, message: text, remedy: text },
      },
    },
    layers: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'outcome', 'message'],
        additionalProperties: false,
        properties: {
          name: { type: 'string', enum: ['dns', 'tcp', 'tls', 'database'] },
          outcome: { type: 'string', enum: ['passed', 'failed', 'skipped'] },
          message: text,
          remedy: text,
        },
      },
    },
    remains: text,
  },
} as const;

const check = {
  type: 'object',
  required: [
    'id',
    'shareId',
    'requestId',
    'means',
    'status',
    'parts',
    'askedBy',
    'askedAt',
  ],
  additionalProperties: false,
  properties: {
    id: text,
    shareId: text,
    requestId: text,
    means,
    status: { type: 'string', enum: ['running', 'done'] },
    verdict,
    message: text,
    parts: { type: 'array', items: part },
    cost,
    askedBy: text,
    askedAt: text,
    endedAt: text,
  },
} as const;

const reachability = {
  type: 'object',
  required: ['items', 'offers'],
  additionalProperties: false,
  properties: {
    items: { type: 'array', items: check },
    offers: {
      type: 'array',
      items: {
        type: 'object',
        required: ['means', 'mayCheck', 'parts', 'leavesOut'],
        additionalProperties: false,
        properties: {
          means,
          mayCheck: flag,
          because: text,
          parts: {
            type: 'array',
            items: {
              type: 'object',
              required: ['side', 'title'],
              additionalProperties: false,
              properties: { side, title: text },
            },
          },
          leavesOut: texts,
          cost,
        },
      },
    },
  },
} as const;

/** Whether a share can be reached. */
export const reachabilityPaths = {
  '/v1/shares/{id}/reachability': {
    get: {
      operationId: 'GetShareReachability',
      description:
        'What was found of whether a share can be reached, the newest first and only the last ones, and how it can be found out',
      parameters: [id],
      responses: answers(reachability),
    },
    post: {
      operationId: 'CheckShareReachability',
      description:
        'Lets it be found out whether a share can be reached. While one check of the share runs, that one is answered.',
      parameters: [id],
      requestBody: body({
        type: 'object',
        required: ['means'],
        additionalProperties: false,
        properties: { means },
      }),
      responses: created(check),
    },
  },
} as const;
