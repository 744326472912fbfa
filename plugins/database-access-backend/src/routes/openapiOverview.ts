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
import { flag, text, whole } from './openapiRequests';

const filter = { type: 'object', additionalProperties: text } as const;
const amount = { type: 'number' } as const;

const overview = {
  type: 'object',
  required: ['at', 'living', 'tiles', 'groups', 'costs'],
  additionalProperties: false,
  properties: {
    at: text,
    living: whole,
    tiles: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'count', 'list', 'filter'],
        additionalProperties: false,
        properties: {
          id: {
            type: 'string',
            enum: [
              'pending-new',
              'pending-days',
              'pending-old',
              'stuck',
              'broken',
              'drifted',
              'unknown-health',
              'expiring',
              'orphans',
              'unread-lanes',
              'tight-lanes',
              'throttled-lanes',
            ],
          },
          count: whole,
          list: {
            type: 'string',
            enum: ['shares', 'requests', 'lanes', 'orphans'],
          },
          filter,
        },
      },
    },
    groups: {
      type: 'array',
      items: {
        type: 'object',
        required: ['by', 'value', 'count', 'filter'],
        additionalProperties: false,
        properties: {
          by: {
            type: 'string',
            enum: ['health', 'environment', 'accountId', 'pattern'],
          },
          value: text,
          count: whole,
          filter,
        },
      },
    },
    costs: {
      type: 'array',
      items: {
        type: 'object',
        required: ['ownerRef', 'shares', 'fixedMonthly', 'unknown', 'filter'],
        additionalProperties: false,
        properties: {
          ownerRef: text,
          shares: whole,
          fixedMonthly: amount,
          unknown: whole,
          filter,
        },
      },
    },
  },
} as const;

const troubles = {
  type: 'array',
  items: {
    type: 'object',
    required: ['message'],
    additionalProperties: false,
    properties: { of: text, message: text, remedy: text },
  },
} as const;

const quotas = {
  type: 'object',
  required: ['readAt', 'counted', 'tight', 'unread'],
  additionalProperties: false,
  properties: {
    readAt: text,
    counted: whole,
    tight: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'code', 'what', 'used', 'limit', 'remedy'],
        additionalProperties: false,
        properties: {
          name: text,
          code: text,
          what: text,
          place: text,
          used: whole,
          limit: amount,
          remedy: text,
        },
      },
    },
    unread: troubles,
  },
} as const;

const lanes = {
  type: 'object',
  required: ['items'],
  additionalProperties: false,
  properties: {
    items: {
      type: 'array',
      items: {
        type: 'object',
        required: [
          'accountId',
          'accountName',
          'region',
          'state',
          'throttled',
          'throttles',
          'problems',
        ],
        additionalProperties: false,
        properties: {
          accountId: text,
          accountName: text,
          region: text,
          state: {
            type: 'string',
            enum: ['read', 'partly', 'unreadable', 'stale', 'never'],
          },
          sweptAt: text,
          seconds: amount,
          calls: whole,
          nextAt: text,
          throttled: flag,
          throttles: whole,
          problems: troubles,
          objects: whole,
          orphans: whole,
          quotas,
        },
      },
    },
  },
} as const;

/** How all of it is. */
export const overviewPaths = {
  '/v1/overview': {
    get: {
      operationId: 'GetOverview',
      description:
        'How all of it is, counted from what was read: each number with the list that it counts',
      responses: answers(overview),
    },
  },
  '/v1/lanes': {
    get: {
      operationId: 'ListLanes',
      description:
        'The lanes of the shares that the caller may see, or all for those who may see the overview',
      responses: answers(lanes),
    },
  },
} as const;
