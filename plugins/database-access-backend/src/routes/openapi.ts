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

import {
  answers,
  consumerNetwork,
  endpoint,
  entityName,
  finding,
  refused,
  strings,
} from './openapiParts';
import { auditPaths } from './openapiAudit';
import { inventoryPaths, rdsReport } from './openapiRds';
import { orphanPaths } from './openapiOrphans';
import { metricsPaths } from './openapiMetrics';
import { diagnosisPaths } from './openapiDiagnosis';
import { overviewPaths } from './openapiOverview';
import { requestPaths } from './openapiRequests';
import { reachabilityPaths } from './openapiReachability';
import { timePaths } from './openapiTime';

const databaseFacts = {
  type: 'object',
  required: [
    'arn',
    'kind',
    'identifier',
    'accountId',
    'region',
    'engine',
    'engineVersion',
    'status',
    'multiAz',
    'publiclyAccessible',
    'port',
    'vpcId',
    'subnetIds',
    'securityGroupIds',
    'availabilityZoneIds',
    'iamAuthentication',
    'storageEncrypted',
    'deletionProtection',
    'shareable',
  ],
  additionalProperties: false,
  properties: {
    arn: { type: 'string' },
    kind: { type: 'string', enum: ['instance', 'cluster'] },
    identifier: { type: 'string' },
    accountId: { type: 'string' },
    region: { type: 'string' },
    engine: { type: 'string' },
    engineVersion: { type: 'string' },
    status: { type: 'string' },
    multiAz: { type: 'boolean' },
    publiclyAccessible: { type: 'boolean' },
    endpoint,
    readerEndpoint: endpoint,
    port: { type: 'integer' },
    vpcId: { type: 'string' },
    subnetIds: strings,
    securityGroupIds: strings,
    availabilityZoneIds: strings,
    iamAuthentication: { type: 'boolean' },
    certificateAuthority: { type: 'string' },
    storageEncrypted: { type: 'boolean' },
    deletionProtection: { type: 'boolean' },
    shareable: { type: 'boolean' },
    ownerTag: { type: 'string' },
    tags: { type: 'object', additionalProperties: { type: 'string' } },
  },
} as const;

const databaseReading = {
  type: 'object',
  required: ['facts', 'readAt', 'stale'],
  additionalProperties: false,
  properties: {
    facts: databaseFacts,
    readAt: { type: 'string' },
    stale: { type: 'boolean' },
  },
} as const;

const databaseDetails = {
  type: 'object',
  required: [
    'entityRef',
    'arn',
    'accountId',
    'accountName',
    'region',
    'findings',
  ],
  additionalProperties: false,
  properties: {
    entityRef: { type: 'string' },
    arn: { type: 'string' },
    accountId: { type: 'string' },
    accountName: { type: 'string' },
    region: { type: 'string' },
    reading: databaseReading,
    findings: { type: 'array', items: finding },
  },
} as const;

const consumerNetworks = {
  type: 'object',
  required: ['items', 'findings'],
  additionalProperties: false,
  properties: {
    items: { type: 'array', items: consumerNetwork },
    findings: { type: 'array', items: finding },
  },
} as const;

const installationDetails = {
  type: 'object',
  required: ['installation', 'simulatedAws'],
  additionalProperties: false,
  properties: {
    installation: { type: 'string' },
    simulatedAws: { type: 'boolean' },
  },
} as const;

/** The API that people and pages use. */
export const openapi = {
  openapi: '3.1.0',
  info: {
    title: 'database-access',
    version: '1',
    description: 'Access to databases that live in other AWS accounts',
    license: {
      name: 'Apache-2.0',
      url: 'https://www.apache.org/licenses/LICENSE-2.0.html',
    },
  },
  servers: [{ url: '/' }],
  components: {
    securitySchemes: {
      JWT: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
    },
  },
  // `{}`: whether a token is good, and needed, httpAuth decides and not the validator.
  security: [{}, { JWT: [] }],
  paths: {
    '/v1/installation': {
      get: {
        operationId: 'GetInstallation',
        description: 'What this portal is',
        responses: {
          '200': {
            description: 'The installation',
            content: { 'application/json': { schema: installationDetails } },
          },
          default: refused,
        },
      },
    },
    '/v1/databases/{namespace}/{name}': {
      get: {
        operationId: 'GetDatabase',
        description:
          'What AWS says of a database of the catalog. An account that refuses is a finding, not an error.',
        parameters: [
          {
            name: 'namespace',
            in: 'path',
            required: true,
            schema: entityName,
          },
          { name: 'name', in: 'path', required: true, schema: entityName },
        ],
        responses: {
          '200': {
            description: 'The database',
            content: { 'application/json': { schema: databaseDetails } },
          },
          default: refused,
        },
      },
    },
    '/v1/databases/{namespace}/{name}/rds': {
      get: {
        operationId: 'GetRdsReport',
        description:
          'What RDS says of the state and the care of a database of the catalog',
        parameters: [
          {
            name: 'namespace',
            in: 'path',
            required: true,
            schema: entityName,
          },
          { name: 'name', in: 'path', required: true, schema: entityName },
        ],
        responses: answers(rdsReport),
      },
    },
    ...inventoryPaths,
    '/v1/networks': {
      get: {
        operationId: 'ListNetworks',
        description: "The networks that the caller's groups own",
        responses: {
          '200': {
            description: 'The networks',
            content: { 'application/json': { schema: consumerNetworks } },
          },
          default: refused,
        },
      },
    },
    ...requestPaths,
    ...reachabilityPaths,
    ...timePaths,
    ...metricsPaths,
    ...auditPaths,
    ...orphanPaths,
    ...diagnosisPaths,
    ...overviewPaths,
  },
} as const;
