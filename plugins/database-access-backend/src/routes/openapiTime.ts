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
import {
  cursor,
  flag,
  id,
  limit,
  mine,
  ref,
  sentence,
  share,
  text,
  texts,
  whole,
  zonePairs,
} from './openapiRequests';

/** ISO 8601; what is none is refused by whoever needs it. */
const instant = { type: 'string', maxLength: 40 } as const;

const extensionStatus = {
  type: 'string',
  enum: ['pending', 'approved', 'denied', 'cancelled', 'expired'],
} as const;

const extension = {
  type: 'object',
  required: [
    'id',
    'shareId',
    'requestId',
    'status',
    'askedBy',
    'requesterRef',
    'databaseRef',
    'network',
    'durationSeconds',
    'reason',
    'expiresAt',
    'until',
    'together',
    'deciderRefs',
    'decisions',
    'actions',
    'createdAt',
    'updatedAt',
  ],
  additionalProperties: false,
  properties: {
    id: text,
    shareId: text,
    requestId: text,
    status: extensionStatus,
    askedBy: text,
    requesterRef: text,
    databaseRef: text,
    network: text,
    durationSeconds: whole,
    reason: text,
    expiresAt: text,
    until: text,
    together: zonePairs,
    deciderRefs: texts,
    decisions: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'deciderRef', 'decision', 'decidedAt'],
        additionalProperties: false,
        properties: {
          id: text,
          deciderRef: text,
          decision: { type: 'string', enum: ['approve', 'deny'] },
          comment: text,
          decidedAt: text,
        },
      },
    },
    actions: {
      type: 'object',
      required: ['decide', 'cancel'],
      additionalProperties: false,
      properties: { decide: flag, cancel: flag },
    },
    cannotDecideBecause: text,
    createdAt: text,
    updatedAt: text,
  },
} as const;

const extensionPage = {
  type: 'object',
  required: ['items'],
  additionalProperties: false,
  properties: {
    items: { type: 'array', items: extension },
    nextCursor: text,
  },
} as const;

const extensionsOfShare = {
  type: 'object',
  required: ['items', 'offer', 'remindsAt'],
  additionalProperties: false,
  properties: {
    items: { type: 'array', items: extension },
    offer: {
      type: 'object',
      required: [
        'mayExtend',
        'from',
        'longestSeconds',
        'needsDecision',
        'deciderRefs',
        'extended',
        'mostExtensions',
        'together',
      ],
      additionalProperties: false,
      properties: {
        mayExtend: flag,
        because: text,
        from: text,
        longestSeconds: whole,
        needsDecision: flag,
        deciderRefs: texts,
        extended: whole,
        mostExtensions: whole,
        together: zonePairs,
      },
    },
    remindsAt: texts,
  },
} as const;

const newExtension = {
  type: 'object',
  required: ['durationSeconds', 'reason', 'idempotencyKey'],
  additionalProperties: false,
  properties: {
    durationSeconds: whole,
    reason: sentence,
    idempotencyKey: ref,
  },
} as const;

const newExtensionDecision = {
  type: 'object',
  required: ['decision', 'until'],
  additionalProperties: false,
  properties: {
    decision: { type: 'string', enum: ['approve', 'deny'] },
    comment: sentence,
    until: instant,
  },
} as const;

const verdict = {
  type: 'string',
  enum: ['keep', 'shorten', 'revoke'],
} as const;

const certifications = {
  type: 'object',
  required: ['items'],
  additionalProperties: false,
  properties: {
    items: {
      type: 'array',
      minItems: 1,
      maxItems: 100,
      items: {
        type: 'object',
        required: ['shareId', 'verdict'],
        additionalProperties: false,
        properties: {
          shareId: { type: 'string', maxLength: 36 },
          verdict,
          expiresAt: instant,
          comment: sentence,
        },
      },
    },
  },
} as const;

const certificationResults = {
  type: 'object',
  required: ['items'],
  additionalProperties: false,
  properties: {
    items: {
      type: 'array',
      items: {
        type: 'object',
        required: ['shareId', 'verdict'],
        additionalProperties: false,
        properties: {
          shareId: text,
          verdict,
          share,
          error: {
            type: 'object',
            required: ['message'],
            additionalProperties: false,
            properties: { code: text, message: text },
          },
        },
      },
    },
  },
} as const;

/** How long access lasts. */
export const timePaths = {
  '/v1/shares/{id}/extensions': {
    get: {
      operationId: 'GetShareExtensions',
      description:
        'The extensions of a share, the newest first, and whether there may be another one now',
      parameters: [id],
      responses: answers(extensionsOfShare),
    },
    post: {
      operationId: 'ExtendShare',
      description:
        'Asks for more time; the same key and body by the same person ask once',
      parameters: [id],
      requestBody: body(newExtension),
      responses: created(extension),
    },
  },
  '/v1/extensions': {
    get: {
      operationId: 'ListExtensions',
      description: 'The newest first',
      parameters: [
        mine,
        { name: 'toDecide', in: 'query', schema: flag },
        { name: 'status', in: 'query', schema: extensionStatus },
        cursor,
        limit,
      ],
      responses: answers(extensionPage),
    },
  },
  '/v1/extensions/{id}/decisions': {
    post: {
      operationId: 'DecideExtension',
      description: 'One person’s word on an extension',
      parameters: [id],
      requestBody: body(newExtensionDecision),
      responses: answers(extension),
    },
  },
  '/v1/extensions/{id}/cancel': {
    post: {
      operationId: 'CancelExtension',
      description: 'Withdraws an extension that nobody has decided',
      parameters: [id],
      requestBody: body({
        type: 'object',
        additionalProperties: false,
        properties: {},
      } as const),
      responses: answers(extension),
    },
  },
  '/v1/shares/certifications': {
    post: {
      operationId: 'CertifyShares',
      description:
        'Says of shares whether they are still needed, each by itself: what is refused hinders no other',
      requestBody: body(certifications),
      responses: answers(certificationResults),
    },
  },
} as const;
