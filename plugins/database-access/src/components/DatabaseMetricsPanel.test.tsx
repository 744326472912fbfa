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

import { screen, within } from '@testing-library/react';
import { DatabaseMetrics } from '@towpath/backstage-plugin-database-access-common';
import { catalogEntities } from '../__fixtures__/databases';
import { databaseMetrics } from '../__fixtures__/metrics';
import { accessibilityProblems } from '../__testUtils__/accessibilityProblems';
import { apiOf } from '../__testUtils__/apiOf';
import { renderOnEntity } from '../__testUtils__/renderOnEntity';
import { DatabaseMetricsPanel } from './DatabaseMetricsPanel';

const entity = catalogEntities.find(
  ({ metadata }) => metadata.name === 'orders-postgres',
)!;

const render = (answer: () => Promise<DatabaseMetrics>) => {
  const api = apiOf({ getDatabaseMetrics: answer });
  return renderOnEntity(<DatabaseMetricsPanel entity={entity} />, {
    entity,
    api,
  });
};

describe('What AWS has measured of a database', () => {
  it('is drawn, with connections, CPU and storage, and what is unknown to the portal by its own name', async () => {
    const { container } = await render(async () => databaseMetrics);
    const charts = await screen.findAllByRole('img');
    expect(charts.map(chart => chart.getAttribute('aria-label'))).toEqual([
      'Connections (DatabaseConnections), Maximum of each 1 minute: Highest 12, last 7.',
      'CPU (CPUUtilization), Average of each 1 minute: Highest 55.5%, last 3%.',
      'Free storage (FreeStorageSpace), Average of each 1 minute: Highest 80 GB, last 79 GB.',
    ]);
    expect(container).toHaveTextContent('all the time: SwapUsage.');
    expect(await accessibilityProblems(container)).toEqual([]);
  });

  it('is nothing where AWS publishes nothing', async () => {
    const { container } = await render(async () => ({
      ...databaseMetrics,
      state: 'not-published',
      series: [],
    }));
    expect(
      await within(container).findByText('AWS publishes no metric for this'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('img')).not.toBeInTheDocument();
  });

  it('says which account refused', async () => {
    await render(async () => ({
      ...databaseMetrics,
      state: 'unreadable',
      reason:
        'Account 333333333333 (orders-prod) refused cloudwatch:GetMetricData',
      series: [],
    }));
    expect(
      await screen.findByText(/Account 333333333333 \(orders-prod\) refused/),
    ).toBeInTheDocument();
  });
});
