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

import { answers, finding, strings } from './openapiParts';
import { cursor, limit } from './openapiRequests';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const amount = { type: 'integer' } as const;
const findings = { type: 'array', items: finding } as const;

const inventoryDatabase = {
  type: 'object',
  required: [
    'arn',
    'kind',
    'identifier',
    'accountId',
    'accountName',
    'region',
    'engine',
    'engineVersion',
    'status',
    'multiAz',
    'publiclyAccessible',
    'members',
    'shareable',
    'ownerBecause',
    'catalogTags',
    'tags',
    'readAt',
    'stale',
  ],
  additionalProperties: false,
  properties: {
    arn: text,
    kind: { type: 'string', enum: ['instance', 'cluster'] },
    identifier: text,
    accountId: text,
    accountName: text,
    region: text,
    engine: text,
    engineVersion: text,
    status: text,
    instanceClass: text,
    multiAz: flag,
    publiclyAccessible: flag,
    members: strings,
    shareable: flag,
    owner: text,
    ownerBecause: text,
    system: text,
    description: text,
    catalogTags: strings,
    environment: text,
    tags: { type: 'object', additionalProperties: { type: 'string' } },
    readAt: text,
    stale: flag,
  },
} as const;

const inventoryLane = {
  type: 'object',
  required: ['accountId', 'accountName', 'region'],
  additionalProperties: false,
  properties: {
    accountId: text,
    accountName: text,
    region: text,
    readAt: text,
    finding,
  },
} as const;

const databaseInventory = {
  type: 'object',
  required: ['items', 'lanes'],
  additionalProperties: false,
  properties: {
    items: { type: 'array', items: inventoryDatabase },
    lanes: { type: 'array', items: inventoryLane },
    nextCursor: text,
  },
} as const;

/** All databases of the portal's accounts. */
export const inventoryPaths = {
  '/v1/inventory/databases': {
    get: {
      operationId: 'ListInventory',
      description:
        'All RDS databases of all accounts of config, in the order of their ARNs. What an account refuses is told beside, and what was known of it stays.',
      parameters: [cursor, limit],
      responses: answers(databaseInventory),
    },
  },
} as const;

const maintenance = {
  type: 'object',
  required: ['action'],
  additionalProperties: false,
  properties: {
    action: text,
    description: text,
    appliesAt: text,
    forcedAt: text,
    optedIn: text,
    member: text,
  },
} as const;

const rdsEvent = {
  type: 'object',
  required: ['at', 'message', 'categories'],
  additionalProperties: false,
  properties: { at: text, message: text, categories: strings },
} as const;

const rdsMember = {
  type: 'object',
  required: [
    'identifier',
    'role',
    'status',
    'instanceClass',
    'publiclyAccessible',
  ],
  additionalProperties: false,
  properties: {
    identifier: text,
    role: { type: 'string', enum: ['writer', 'reader'] },
    status: text,
    instanceClass: text,
    availabilityZone: text,
    publiclyAccessible: flag,
  },
} as const;

const rdsDetails = {
  type: 'object',
  required: [
    'arn',
    'kind',
    'identifier',
    'status',
    'engine',
    'engineVersion',
    'multiAz',
    'publiclyAccessible',
    'storageEncrypted',
    'backupRetentionDays',
    'deletionProtection',
    'iamAuthentication',
    'autoMinorVersionUpgrade',
    'exportedLogs',
    'pendingChanges',
    'members',
  ],
  additionalProperties: false,
  properties: {
    arn: text,
    kind: { type: 'string', enum: ['instance', 'cluster'] },
    identifier: text,
    status: text,
    engine: text,
    engineVersion: text,
    instanceClass: text,
    multiAz: flag,
    publiclyAccessible: flag,
    storageEncrypted: flag,
    kmsKeyId: text,
    storageType: text,
    allocatedStorage: amount,
    maxAllocatedStorage: amount,
    backupRetentionDays: amount,
    backupWindow: text,
    latestRestorableAt: text,
    deletionProtection: flag,
    iamAuthentication: flag,
    maintenanceWindow: text,
    autoMinorVersionUpgrade: flag,
    exportedLogs: strings,
    certificate: {
      type: 'object',
      required: ['authority'],
      additionalProperties: false,
      properties: {
        authority: text,
        validTill: text,
        authorityValidTill: text,
      },
    },
    pendingChanges: strings,
    pendingMaintenance: { type: 'array', items: maintenance },
    events: { type: 'array', items: rdsEvent },
    members: { type: 'array', items: rdsMember },
  },
} as const;

export const rdsReport = {
  type: 'object',
  required: ['arn', 'accountId', 'accountName', 'region', 'problems', 'hints'],
  additionalProperties: false,
  properties: {
    arn: text,
    accountId: text,
    accountName: text,
    region: text,
    reading: {
      type: 'object',
      required: ['details', 'readAt', 'stale'],
      additionalProperties: false,
      properties: { details: rdsDetails, readAt: text, stale: flag },
    },
    problems: findings,
    hints: findings,
  },
} as const;
