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

import { readFileSync } from 'fs';
import { resolve } from 'path';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { JsonObject } from '@backstage/types';
import catalogModuleDatabaseAccess from '@towpath/backstage-plugin-catalog-backend-module-database-access';
import databaseAccessPlugin from '@towpath/backstage-plugin-database-access-backend';
import {
  DATABASE_ARN_ANNOTATIONS,
  getDatabaseArnAnnotation,
} from '@towpath/backstage-plugin-database-access-common';
import { startSimulatedAws } from '@towpath/simulated-aws';
import request from 'supertest';
import { parse } from 'yaml';

jest.setTimeout(120_000);

const root = resolve(__dirname, '../../..');
const open: Array<() => Promise<unknown>> = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) {
    await close();
  }
});

/** The catalog, discovery and the backend of the demo, as its config starts them, before an empty database. */
async function startDemo() {
  const config = parse(readFileSync(resolve(root, 'app-config.yaml'), 'utf8'));
  const aws = await startSimulatedAws({});
  open.push(() => aws.close());
  const backend = await startTestBackend({
    features: [
      catalogPlugin,
      catalogModuleDatabaseAccess,
      databaseAccessPlugin,
      mockServices.rootConfig.factory({
        data: {
          catalog: {
            ...config.catalog,
            processingInterval: { seconds: 1 },
            locations: [
              {
                type: 'file',
                target: resolve(root, 'examples', 'databases.yaml'),
              },
            ],
          },
          databaseAccess: {
            ...config.databaseAccess,
            simulatedAws: { endpoint: aws.url, accountId: '111111111111' },
            dns: { servers: [`127.0.0.1:${aws.dnsPort}`] },
          },
        } as JsonObject,
      }),
      // Without it tests run nothing that waits at the start.
      mockServices.scheduler.factory({
        includeInitialDelayedTasksOnStartup: true,
      }),
    ],
  });
  open.push(() => backend.stop());
  return async (): Promise<Entity[]> =>
    (
      await request(backend.server).get(
        '/api/catalog/entities?filter=kind=resource',
      )
    ).body;
}

describe('the catalog of the example company', () => {
  it('has every database soon after the start, each once, with its owner and its system', async () => {
    const resources = await startDemo();
    let found: Entity[] = [];
    for (let round = 0; round < 200 && found.length < 7; round++) {
      await new Promise(resume => setTimeout(resume, 200));
      found = await resources();
    }
    const lines = found.map(entity => [
      entity.metadata.name,
      entity.spec?.type,
      String(entity.spec?.owner).replace('group:default/', ''),
      String(entity.spec?.system ?? 'none').replace('system:default/', ''),
      Boolean(getDatabaseArnAnnotation(entity)),
    ]);
    expect(lines.sort()).toEqual([
      ['billing-dev', 'database', 'billing-team', 'billing', true],
      ['billing-mysql', 'database', 'billing-team', 'billing', true],
      ['billing-public', 'database', 'billing-team', 'billing', true],
      ['catalog-aurora', 'database', 'catalog-team', 'product-catalog', true],
      ['orders-postgres', 'database', 'orders-team', 'orders', true],
      ['quarantine-postgres', 'database', 'platform-team', 'none', true],
      ['returns-postgres', 'database', 'orders-team', 'orders', false],
    ]);
    const orders = found.find(
      ({ metadata }) => metadata.name === 'orders-postgres',
    )!;
    expect(orders.metadata.annotations).toMatchObject({
      [DATABASE_ARN_ANNOTATIONS[0]]:
        'arn:aws:rds:us-east-1:333333333333:db:orders-postgres',
    });
    expect(orders.relations).toContainEqual({
      type: 'partOf',
      targetRef: 'system:default/orders',
    });
    const written = readFileSync(
      resolve(root, 'examples', 'databases.yaml'),
      'utf8',
    );
    expect(written).not.toContain('orders-postgres');
  });
});
