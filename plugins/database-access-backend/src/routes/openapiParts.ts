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

export const strings = { type: 'array', items: { type: 'string' } } as const;

export const finding = {
  type: 'object',
  required: ['code', 'severity', 'message'],
  additionalProperties: false,
  properties: {
    code: { type: 'string' },
    severity: { type: 'string', enum: ['blocking', 'warning', 'info'] },
    message: { type: 'string' },
    awsMessage: { type: 'string' },
    remedy: { type: 'string' },
    reference: { type: 'string' },
  },
} as const;

export const endpoint = {
  type: 'object',
  required: ['host', 'port'],
  additionalProperties: false,
  properties: { host: { type: 'string' }, port: { type: 'integer' } },
} as const;

export const consumerNetwork = {
  type: 'object',
  required: [
    'name',
    'title',
    'owner',
    'accountId',
    'accountName',
    'region',
    'vpcId',
    'subnetIds',
    'clientSecurityGroupIds',
    'source',
  ],
  additionalProperties: false,
  properties: {
    name: { type: 'string' },
    title: { type: 'string' },
    owner: { type: 'string' },
    accountId: { type: 'string' },
    accountName: { type: 'string' },
    region: { type: 'string' },
    vpcId: { type: 'string' },
    subnetIds: strings,
    clientSecurityGroupIds: strings,
    source: { type: 'string', enum: ['config', 'tags'] },
  },
} as const;

/** A name or namespace as the catalog takes it. */
export const entityName = {
  type: 'string',
  pattern: '^[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$',
} as const;

const error = {
  type: 'object',
  required: ['error', 'response'],
  additionalProperties: false,
  properties: {
    error: {
      type: 'object',
      required: ['name', 'message'],
      additionalProperties: false,
      properties: {
        name: { type: 'string' },
        message: { type: 'string' },
        code: {
          type: 'string',
          description: 'Stable; one of the ERROR_CODES of the common package',
        },
        difference: {
          ...strings,
          description: 'plan_changed: what is not as it was seen',
        },
        plan: {
          type: 'object',
          additionalProperties: true,
          description: 'plan_changed: the plan as it is now',
        },
        findings: {
          type: 'array',
          items: finding,
          description: 'plan_blocked: what stands in the way',
        },
        cause: {
          type: 'object',
          additionalProperties: true,
          description: "Of Backstage's own errors",
        },
        stack: { type: 'string', description: 'Only in development' },
      },
    },
    request: {
      type: 'object',
      required: ['method', 'url'],
      additionalProperties: false,
      properties: { method: { type: 'string' }, url: { type: 'string' } },
    },
    response: {
      type: 'object',
      required: ['statusCode'],
      additionalProperties: false,
      properties: { statusCode: { type: 'integer' } },
    },
  },
} as const;

export const refused = {
  description: 'Refused; `error.code` says why',
  content: { 'application/json': { schema: error } },
} as const;

/** What an operation takes. */
export function body<const S>(schema: S) {
  return {
    required: true,
    content: { 'application/json': { schema } },
  } as const;
}

/** What an operation answers, if it does not refuse. */
export function answers<const S>(schema: S) {
  return { '200': done(schema), default: refused } as const;
}

/** What an operation answers that makes something. */
export function created<const S>(schema: S) {
  return { '201': done(schema), default: refused } as const;
}

function done<const S>(schema: S) {
  return {
    description: 'Done',
    content: { 'application/json': { schema } },
  } as const;
}
