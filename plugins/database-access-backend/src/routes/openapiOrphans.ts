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
import { answers, body } from './openapiParts';
import { differences, sentence, text } from './openapiRequests';

const ref = {
  accountId: { type: 'string', pattern: '^[0-9]{12}$' },
  region: { type: 'string', maxLength: 32 },
  type: { type: 'string', maxLength: 64 },
  awsId: { type: 'string', minLength: 1, maxLength: 512 },
} as const;

const action = { type: 'string', enum: ['keep', 'remove', 'adopt'] } as const;

const orphan = {
  type: 'object',
  required: [
    'accountId',
    'region',
    'type',
    'awsId',
    'title',
    'accountName',
    'name',
    'firstSeenAt',
    'lastSeenAt',
    'adoption',
  ],
  additionalProperties: false,
  properties: {
    accountId: text,
    region: text,
    type: text,
    awsId: text,
    title: text,
    accountName: text,
    name: text,
    monthlyCost: { type: 'number' },
    firstSeenAt: text,
    lastSeenAt: text,
    adoption: {
      type: 'object',
      description:
        'Which accesses lost an object like this one. With `refusal` it cannot be adopted, for that reason.',
      required: ['shares', 'differences'],
      additionalProperties: false,
      properties: {
        shares: {
          type: 'array',
          items: {
            type: 'object',
            required: ['shareId', 'databaseRef', 'network'],
            additionalProperties: false,
            properties: { shareId: text, databaseRef: text, network: text },
          },
        },
        differences,
        refusal: text,
      },
    },
    decision: {
      type: 'object',
      required: ['action', 'reason', 'proposedBy', 'proposedAt'],
      additionalProperties: false,
      properties: {
        action,
        reason: text,
        proposedBy: text,
        proposedAt: text,
        confirmedBy: text,
        confirmedAt: text,
      },
    },
    removal: {
      type: 'object',
      description: 'How its removal goes, once two people have decided it.',
      required: ['isStuck', 'nextTryAt'],
      additionalProperties: false,
      properties: {
        isStuck: { type: 'boolean' },
        reason: text,
        nextTryAt: text,
      },
    },
  },
} as const;

/** What is said of objects that no access claims. */
export const orphanPaths = {
  '/v1/orphans': {
    get: {
      operationId: 'ListOrphans',
      description:
        'Objects of AWS with the portal’s name or tag that no access claims, as full sweeps have seen them; the oldest first.',
      responses: answers({
        type: 'object',
        required: ['items'],
        additionalProperties: false,
        properties: { items: { type: 'array', items: orphan } },
      }),
    },
  },
  '/v1/orphans/proposals': {
    post: {
      operationId: 'ProposeForOrphan',
      description:
        'Says what shall become of an orphan. Nothing happens before another person confirms it. What was decided to be kept may be decided anew.',
      requestBody: body({
        type: 'object',
        required: ['accountId', 'region', 'type', 'awsId', 'action', 'reason'],
        additionalProperties: false,
        properties: { ...ref, action, reason: sentence },
      }),
      responses: answers(orphan),
    },
  },
  '/v1/orphans/confirmations': {
    post: {
      operationId: 'ConfirmForOrphan',
      description:
        'Agrees to what another person has proposed. An orphan that is to be removed is removed by its lane; one that is adopted is taken by the accesses that lost one like it.',
      requestBody: body({
        type: 'object',
        required: ['accountId', 'region', 'type', 'awsId'],
        additionalProperties: false,
        properties: ref,
      }),
      responses: answers(orphan),
    },
  },
} as const;
