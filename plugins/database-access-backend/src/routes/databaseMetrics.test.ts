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

import type { DatabaseMetrics } from '@towpath/backstage-plugin-database-access-common';
import { startPortal, stopPortals } from '../__testUtils__/startPortal';

jest.setTimeout(120_000);

afterEach(stopPortals);

const DATABASE = '/databases/default/orders-postgres/metrics';

describe('GET /v1/databases/{namespace}/{name}/metrics', () => {
  it('shows what RDS publishes of it, and nothing that it does not', async () => {
    const portal = await startPortal();
    portal.awsClock.advance(3_600);
    const { status, body } = await portal.as('stranger').get(DATABASE);
    const metrics: DatabaseMetrics = body;
    expect(status).toBe(200);
    expect(metrics.state).toBe('published');
    expect(metrics.series.map(({ name, unit }) => [name, unit])).toEqual([
      ['DatabaseConnections', 'count'],
      ['CPUUtilization', 'percent'],
      ['FreeStorageSpace', 'bytes'],
      ['NetworkReceiveThroughput', 'bytes-per-second'],
      ['NetworkTransmitThroughput', 'bytes-per-second'],
    ]);
    expect(metrics.series[1].points.length).toBeGreaterThan(50);
  });

  it('shows no storage of a cluster of Aurora, whose instances have none of their own', async () => {
    const portal = await startPortal();
    portal.awsClock.advance(3_600);
    const { body } = await portal
      .as('owner')
      .get('/databases/default/catalog-aurora/metrics?hours=24');
    expect(body.periodSeconds).toBe(300);
    const names = body.series.map(({ name }: { name: string }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['DatabaseConnections', 'CPUUtilization']),
    );
    expect(names).not.toContain('FreeStorageSpace');
  });

  it('says why an account does not answer', async () => {
    const portal = await startPortal();
    const { status, body } = await portal
      .as('owner')
      .get('/databases/default/quarantine-postgres/metrics');
    expect(status).toBe(200);
    expect(body).toMatchObject({ state: 'unreadable', series: [] });
    expect(body.reason).toContain('999999999999');
  });

  it.each(['0', '10921', 'soon', '1.5'])('takes no %s hours', async hours => {
    const portal = await startPortal();
    const { status } = await portal
      .as('owner')
      .get(`${DATABASE}?hours=${hours}`);
    expect(status).toBe(400);
    const operations = await portal.aws.operations();
    expect(operations.join()).not.toContain('cloudwatch:');
  });

  it('does not know an entity that is none', async () => {
    const portal = await startPortal();
    const { status, body } = await portal
      .as('owner')
      .get('/databases/default/unknown/metrics');
    expect([status, body.error.code]).toEqual([404, 'database_not_found']);
  });
});
