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

import { mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import { createValidatedOpenApiRouter } from '@backstage/backend-openapi-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  ConsumerNetworks,
  DatabaseDetails,
} from '@towpath/backstage-plugin-database-access-common';
import express from 'express';
import request from 'supertest';
import { Databases, Networks } from '../planning';
import { openapi } from './openapi';
import { addRoutes, RouterOptions } from './router';

// The first test of a file compiles the document; on a busy machine that alone can take the usual 5 s.
jest.setTimeout(60_000);

const DATABASE = '/v1/databases/default/catalog-aurora';

const details: DatabaseDetails = {
  entityRef: 'resource:default/catalog-aurora',
  arn: 'arn:aws:rds:us-east-1:555555555555:cluster:catalog-aurora',
  accountId: '555555555555',
  accountName: 'catalog',
  region: 'us-east-1',
  reading: {
    readAt: '2026-11-02T09:00:00.000Z',
    stale: true,
    facts: {
      arn: 'arn:aws:rds:us-east-1:555555555555:cluster:catalog-aurora',
      kind: 'cluster',
      identifier: 'catalog-aurora',
      accountId: '555555555555',
      region: 'us-east-1',
      engine: 'aurora-postgresql',
      engineVersion: '16.4',
      status: 'available',
      multiAz: true,
      publiclyAccessible: false,
      endpoint: { host: 'writer.example.com', port: 5432 },
      readerEndpoint: { host: 'reader.example.com', port: 5432 },
      port: 5432,
      vpcId: 'vpc-1',
      subnetIds: ['subnet-1'],
      securityGroupIds: ['sg-1'],
      availabilityZoneIds: ['use1-az1'],
      iamAuthentication: true,
      certificateAuthority: 'rds-ca-rsa2048-g1',
      storageEncrypted: true,
      deletionProtection: true,
      shareable: true,
      ownerTag: 'group:default/catalog-team',
    },
  },
  findings: [
    {
      code: 'account_refused',
      severity: 'blocking',
      message: 'Account 555555555555 (catalog) refused',
      awsMessage: 'AccessDenied',
      remedy: 'Allow it',
    },
  ],
};

const networks: ConsumerNetworks = {
  items: [
    {
      name: 'analytics',
      title: 'Analytics',
      owner: 'group:default/analytics-team',
      accountId: '666666666666',
      accountName: 'analytics',
      region: 'us-east-1',
      vpcId: 'vpc-2',
      subnetIds: ['subnet-2'],
      clientSecurityGroupIds: ['sg-2'],
      source: 'tags',
    },
  ],
  findings: [],
};

/** The routes with every answer checked against the document; one that does not fit becomes a 500. */
function strictApp(answers: {
  details: object;
  networks: object;
  others?: object;
}) {
  const router = createValidatedOpenApiRouter(openapi, {
    validatorOptions: { validateResponses: true },
  });
  addRoutes(router, {
    auditor: mockServices.auditor.mock({
      createEvent: async () => ({ success: jest.fn(), fail: jest.fn() }),
    }),
    config: { installation: 'demo', accounts: new Map(), networks: [] },
    databases: {
      describe: async () => answers.details,
    } as unknown as Databases,
    httpAuth: mockServices.httpAuth(),
    networks: { ownedBy: async () => answers.networks } as unknown as Networks,
    permissions: mockServices.permissions.mock({
      authorize: async () => [{ result: AuthorizeResult.ALLOW }],
    }),
    userInfo: mockServices.userInfo(),
    ...answers.others,
  } as unknown as RouterOptions);
  return express().use(router).use(mockErrorHandler());
}

describe('the OpenAPI document', () => {
  it('describes every field of what the API answers', async () => {
    const app = strictApp({ details, networks });

    const installation = await request(app).get('/v1/installation');
    expect(installation.status).toBe(200);
    const list = await request(app).get('/v1/networks');
    expect(list.body).toEqual(networks);
    const database = await request(app).get(DATABASE);
    expect(database.body).toEqual(details);
  });

  it('does not allow a field that it does not describe', async () => {
    const app = strictApp({
      details: { ...details, password: 'never' },
      networks: { ...networks, next: 'page' },
    });

    const list = await request(app).get('/v1/networks');
    expect(list.status).toBe(500);
    const database = await request(app).get(DATABASE);
    expect(database.status).toBe(500);
  });
});
