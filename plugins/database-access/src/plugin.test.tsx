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

import { attachComponentData } from '@backstage/core-plugin-api';
import {
  catalogApiRef,
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { DatabaseAccessClient } from '@towpath/backstage-plugin-database-access-common';
import { Outlet, Route, Routes } from 'react-router-dom';
import {
  databaseEntity,
  networks,
  orders,
  ordersEntity,
  ordersRds,
} from './__fixtures__/databases';
import { apiOf } from './__testUtils__/apiOf';
import {
  databaseAccessApiRef,
  DatabaseAccessPage,
  databaseAccessPlugin,
  EntityDatabaseAccessCard,
  EntityDatabaseAccessContent,
  EntityDatabaseRdsCard,
  isDatabaseAccessAvailable,
} from './index';

const api = apiOf({
  getInstallation: async () => ({ installation: 'test', simulatedAws: false }),
  getDatabase: async () => orders,
  getRdsReport: async () => ordersRds,
  listNetworks: async () => networks,
  listShares: async () => ({ items: [] }),
  listRequests: async () => ({ items: [] }),
});

function EntityPage() {
  return (
    <TestApiProvider apis={[[databaseAccessApiRef, api]]}>
      <EntityProvider entity={ordersEntity}>
        <Outlet />
      </EntityProvider>
    </TestApiProvider>
  );
}
attachComponentData(EntityPage, 'core.mountPoint', entityRouteRef);

const entityPath = '/catalog/:namespace/:kind/:name';
const ordersPath = '/catalog/default/resource/orders-postgres';

describe('In the classic frontend system', () => {
  it('the card leads to the tab, wherever it is mounted', async () => {
    await renderInTestApp(
      <Routes>
        <Route path={entityPath} element={<EntityPage />}>
          <Route index element={<EntityDatabaseAccessCard />} />
          <Route path="reach" element={<EntityDatabaseAccessContent />} />
        </Route>
      </Routes>,
      { routeEntries: [ordersPath] },
    );

    const link = await screen.findByRole('link', {
      name: 'All facts and who has access',
    });
    expect(link).toHaveAttribute('href', `${ordersPath}/reach`);
    await userEvent.click(link);
    expect(
      await screen.findByText('Nobody outside has access yet'),
    ).toBeInTheDocument();
  });

  it('the RDS card stands wherever it is mounted', async () => {
    await renderInTestApp(
      <Routes>
        <Route path={entityPath} element={<EntityPage />}>
          <Route index element={<EntityDatabaseRdsCard />} />
        </Route>
      </Routes>,
      { routeEntries: [ordersPath] },
    );

    expect(await screen.findByText('KMS key')).toBeInTheDocument();
  });

  it('the card does without the tab', async () => {
    await renderInTestApp(
      <Routes>
        <Route path={entityPath} element={<EntityPage />}>
          <Route index element={<EntityDatabaseAccessCard />} />
        </Route>
      </Routes>,
      { routeEntries: [ordersPath] },
    );

    expect(await screen.findByText('available')).toBeInTheDocument();
    expect(
      screen.queryByRole('link', { name: 'All facts and who has access' }),
    ).not.toBeInTheDocument();
  });

  it('the page brings its own header', async () => {
    await renderInTestApp(
      <TestApiProvider
        apis={[
          [databaseAccessApiRef, api],
          [permissionApiRef, mockApis.permission()],
          [catalogApiRef, catalogApiMock()],
        ]}
      >
        <Routes>
          <Route path="/database-access" element={<DatabaseAccessPage />} />
        </Routes>
      </TestApiProvider>,
      {
        routeEntries: ['/database-access'],
        mountedRoutes: { [entityPath]: entityRouteRef },
      },
    );

    expect(
      await screen.findByRole('heading', { name: 'Database access' }),
    ).toBeInTheDocument();
    expect(
      await screen.findByText('Databricks, analytics'),
    ).toBeInTheDocument();
  });

  it('the plugin talks to its backend', () => {
    const [factory] = [...databaseAccessPlugin.getApis()];
    const client = factory.factory({
      discoveryApi: { getBaseUrl: async () => 'http://localhost' },
      fetchApi: { fetch: jest.fn() },
    });

    expect(factory.api.id).toBe('plugin.database-access.client');
    expect(client).toBeInstanceOf(DatabaseAccessClient);
  });

  it.each(['database', 'rds-instance', 'rds-dbinstance', 'RDS-DBCluster'])(
    'a resource of type %s is a database, with or without ARN',
    type => {
      expect(isDatabaseAccessAvailable(databaseEntity('x', { type }))).toBe(
        true,
      );
    },
  );

  it('nothing else is a database', () => {
    expect(
      isDatabaseAccessAvailable(databaseEntity('x', { type: 's3-bucket' })),
    ).toBe(false);
    expect(
      isDatabaseAccessAvailable({ ...ordersEntity, kind: 'Component' }),
    ).toBe(false);
  });
});
