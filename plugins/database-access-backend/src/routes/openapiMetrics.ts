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

import { MOST_METRIC_HOURS } from '@towpath/backstage-plugin-database-access-common';
import { answers, entityName } from './openapiParts';
import { id, text, whole } from './openapiRequests';

const hours = {
  name: 'hours',
  in: 'query',
  description: 'How long until now; CloudWatch remembers 455 days',
  schema: { type: 'integer', minimum: 1, maximum: MOST_METRIC_HOURS },
} as const;

const series = {
  type: 'array',
  items: {
    type: 'object',
    required: ['namespace', 'name', 'statistic', 'unit', 'points'],
    additionalProperties: false,
    properties: {
      namespace: text,
      name: text,
      statistic: { type: 'string', enum: ['Average', 'Maximum', 'Sum'] },
      unit: {
        type: 'string',
        enum: [
          'bytes',
          'bytes-per-second',
          'count',
          'count-per-second',
          'percent',
          'seconds',
        ],
      },
      points: {
        type: 'array',
        items: {
          type: 'object',
          required: ['at', 'value'],
          additionalProperties: false,
          properties: { at: text, value: { type: 'number' } },
        },
      },
    },
  },
} as const;

const reading = {
  state: { type: 'string', enum: ['published', 'not-published', 'unreadable'] },
  reason: text,
  series,
} as const;

const accessLog = {
  type: 'object',
  required: ['state'],
  additionalProperties: false,
  properties: {
    state: { type: 'string', enum: ['kept', 'not-kept', 'elsewhere'] },
    logGroup: text,
    destination: text,
  },
} as const;

const periods = { from: text, to: text, periodSeconds: whole } as const;

const shareMetrics = {
  type: 'object',
  required: ['from', 'to', 'periodSeconds', 'hops'],
  additionalProperties: false,
  properties: {
    ...periods,
    hops: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'sharedBy', 'state', 'series'],
        additionalProperties: false,
        properties: { name: text, sharedBy: whole, accessLog, ...reading },
      },
    },
  },
} as const;

const databaseMetrics = {
  type: 'object',
  required: ['from', 'to', 'periodSeconds', 'state', 'series'],
  additionalProperties: false,
  properties: { ...periods, ...reading },
} as const;

/** What CloudWatch and access logs say. */
export const metricsPaths = {
  '/v1/databases/{namespace}/{name}/metrics': {
    get: {
      operationId: 'GetDatabaseMetrics',
      description:
        'What CloudWatch says of a database of the catalog. An account that refuses is said in the answer and is not an error.',
      parameters: [
        {
          name: 'namespace',
          in: 'path',
          required: true,
          schema: entityName,
        },
        { name: 'name', in: 'path', required: true, schema: entityName },
        hours,
      ],
      responses: answers(databaseMetrics),
    },
  },
  '/v1/shares/{id}/metrics': {
    get: {
      operationId: 'GetShareMetrics',
      description:
        'What CloudWatch, and over VPC Lattice the access logs that are kept, say of the path of a share, hop by hop. An account that refuses costs only its own hops.',
      parameters: [id, hours],
      responses: answers(shareMetrics),
    },
  },
} as const;
