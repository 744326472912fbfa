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
import { answers } from './openapiParts';
import { flag, hopCheck, id, text } from './openapiRequests';

const layer = {
  type: 'string',
  enum: ['trust', 'iam', 'network', 'dns', 'tls', 'database'],
} as const;

const diagnosis = {
  type: 'object',
  required: [
    'shareId',
    'at',
    'verdict',
    'conclusion',
    'causes',
    'ruledOut',
    'clientCauses',
    'bundle',
  ],
  additionalProperties: false,
  properties: {
    shareId: text,
    at: text,
    verdict: {
      type: 'string',
      enum: ['found', 'partly', 'unreadable', 'elsewhere', 'over', 'not-yet'],
    },
    conclusion: text,
    layer,
    fix: text,
    check: hopCheck,
    causes: {
      type: 'array',
      items: {
        type: 'object',
        required: ['layer', 'hop', 'cause', 'stops', 'sentence'],
        additionalProperties: false,
        properties: {
          layer,
          hop: text,
          cause: text,
          stops: { type: 'string', enum: ['all', 'some', 'none', 'unknown'] },
          sentence: text,
          fix: text,
          check: hopCheck,
          readAt: text,
        },
      },
    },
    ruledOut: {
      type: 'array',
      items: {
        type: 'object',
        required: ['layer', 'sentence'],
        additionalProperties: false,
        properties: { layer, sentence: text, readAt: text },
      },
    },
    clientCauses: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'layer', 'sentence', 'fix', 'command', 'fitsError'],
        additionalProperties: false,
        properties: {
          id: text,
          layer,
          sentence: text,
          fix: text,
          command: text,
          fitsError: flag,
        },
      },
    },
    error: {
      type: 'object',
      required: ['text', 'fromDatabase'],
      additionalProperties: false,
      properties: { text, layer, means: text, fromDatabase: flag },
    },
    bundle: text,
  },
} as const;

/** Why a share does not connect. */
export const diagnosisPaths = {
  '/v1/shares/{id}/diagnosis': {
    get: {
      operationId: 'DiagnoseShare',
      description:
        'Why a share does not connect, by what was read before: what is wrong, what is well, and what nobody can know from here',
      parameters: [
        id,
        {
          name: 'error',
          in: 'query',
          // As it was pasted.
          allowReserved: true,
          schema: { type: 'string', maxLength: 2000 },
        },
      ],
      responses: answers(diagnosis),
    },
  },
} as const;
