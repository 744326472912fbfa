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

import { Entity } from '@backstage/catalog-model';
import {
  coreExtensionData,
  createExtensionInput,
  createFrontendPlugin,
  createRouteRef,
  ExtensionDefinition,
  PageBlueprint,
  useApi,
} from '@backstage/frontend-plugin-api';
import {
  createExtensionTester,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import {
  catalogApiRef,
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import { formFieldsApiRef } from '@backstage/plugin-scaffolder-react/alpha';
import { JsonArray } from '@backstage/types';
import { configure, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Route, Routes } from 'react-router-dom';
import useAsync from 'react-use/esm/useAsync';
import {
  databaseEntity,
  networks,
  orders,
  ordersEntity,
  ordersRds,
} from './__fixtures__/databases';
import { apiOf } from './__testUtils__/apiOf';
import plugin from './alpha';
import { databaseAccessApiRef } from './api';

// What is shown is loaded on demand, which takes a while on a busy machine.
configure({ asyncUtilTimeout: 15_000 });

const api = apiOf({
  getInstallation: async () => ({ installation: 'demo', simulatedAws: true }),
  getDatabase: async () => orders,
  getRdsReport: async () => ordersRds,
  listNetworks: async () => networks,
  listShares: async () => ({ items: [] }),
  listRequests: async () => ({ items: [] }),
});

const templateRouteRef = createRouteRef({
  params: ['namespace', 'templateName'],
});

const ordersPath = '/catalog/default/resource/orders-postgres';

/** As much of the catalog's entity page as the tab attaches to, with the card on its overview. */
const entityPage = PageBlueprint.makeWithOverrides({
  name: 'entity',
  inputs: {
    contents: createExtensionInput([
      coreExtensionData.reactElement,
      coreExtensionData.routePath,
      coreExtensionData.routeRef.optional(),
      EntityContentBlueprint.dataRefs.title,
    ]),
    cards: createExtensionInput([coreExtensionData.reactElement]),
  },
  factory(originalFactory, { inputs }) {
    return originalFactory({
      path: '/catalog/:namespace/:kind/:name',
      routeRef: entityRouteRef,
      noHeader: true,
      loader: async () => (
        <EntityProvider entity={ordersEntity}>
          <Routes>
            <Route
              index
              element={inputs.cards.map(card => (
                <div key={card.node.spec.id}>
                  {card.get(coreExtensionData.reactElement)}
                </div>
              ))}
            />
            {inputs.contents.map(content => (
              <Route
                key={content.node.spec.id}
                path={content.get(coreExtensionData.routePath)}
                element={content.get(coreExtensionData.reactElement)}
              />
            ))}
          </Routes>
        </EntityProvider>
      ),
    });
  },
});

const catalog = createFrontendPlugin({
  pluginId: 'catalog',
  extensions: [entityPage],
});

const databaseAccess = plugin.withOverrides({
  extensions: [
    plugin.getExtension('entity-card:database-access').override({
      attachTo: { id: 'page:catalog/entity', input: 'cards' },
    }),
    plugin.getExtension('entity-card:database-access/rds').override({
      attachTo: { id: 'page:catalog/entity', input: 'cards' },
    }),
  ],
});

function renderPortal(path: string, extensions?: JsonArray) {
  renderTestApp({
    features: [catalog, databaseAccess],
    ...(extensions && {
      config: { app: { baseUrl: 'http://localhost', extensions } },
    }),
    apis: [
      [databaseAccessApiRef, api],
      [catalogApiRef, catalogApiMock()],
    ],
    initialRouteEntries: [path],
  });
}

describe('In the new frontend system', () => {
  it('the card leads to the tab', async () => {
    renderPortal(ordersPath);

    const link = await screen.findByRole('link', {
      name: 'All facts and who has access',
    });
    expect(link).toHaveAttribute('href', `${ordersPath}/access`);
    await userEvent.click(link);
    expect(
      await screen.findByText('Nobody outside has access yet'),
    ).toBeInTheDocument();
    expect(
      await screen.findByText(/Nothing you see or do here touches a real AWS/),
    ).toBeInTheDocument();
  });

  it('the RDS card is not on the overview by itself', async () => {
    renderPortal(ordersPath);
    await screen.findByRole('link', { name: 'All facts and who has access' });
    expect(screen.queryByText('KMS key')).not.toBeInTheDocument();
  });

  it('the RDS card is on the overview if config switches it on', async () => {
    renderPortal(ordersPath, ['entity-card:database-access/rds']);
    expect(await screen.findByText('KMS key')).toBeInTheDocument();
  });

  it('the page has a header, once', async () => {
    renderPortal('/database-access');

    expect(
      await screen.findByText('Databricks, analytics'),
    ).toBeInTheDocument();
    expect(
      screen.getAllByRole('heading', { level: 1 }).map(it => it.textContent),
    ).toEqual(['Database access']);
  });

  it.each([
    ['card', 'entity-card:database-access', EntityCardBlueprint],
    ['RDS card', 'entity-card:database-access/rds', EntityCardBlueprint],
    ['tab', 'entity-content:database-access', EntityContentBlueprint],
  ] as const)('the %s is there for databases only', (_, id, blueprint) => {
    const filter = createExtensionTester(
      plugin.getExtension(id) as ExtensionDefinition,
    ).get(blueprint.dataRefs.filterFunction) as (entity: Entity) => boolean;

    for (const type of [
      'database',
      'rds-instance',
      'rds-dbinstance',
      'rds-dbcluster',
    ]) {
      expect(filter(databaseEntity('x', { type }))).toBe(true);
    }
    expect(filter(databaseEntity('x', { type: 's3-bucket' }))).toBe(false);
    expect(filter({ ...ordersEntity, kind: 'Component' })).toBe(false);
  });

  it('the tab is called Access and stands among what operations need', () => {
    const tab = createExtensionTester(
      plugin.getExtension('entity-content:database-access'),
    );

    expect(tab.get(EntityContentBlueprint.dataRefs.title)).toBe('Access');
    expect(tab.get(coreExtensionData.routePath)).toBe('/access');
    expect(tab.get(EntityContentBlueprint.dataRefs.group)).toBe('operation');
  });

  it('the form fields come with the plugin itself, as feature discovery finds no other', async () => {
    function Fields() {
      const formFields = useApi(formFieldsApiRef);
      const { value = [] } = useAsync(() => formFields.loadFormFields());
      return (
        <ul>
          {(value as unknown as Array<{ name: string }>).map(({ name }) => (
            <li key={name}>{name}</li>
          ))}
        </ul>
      );
    }
    const fieldsPage = createFrontendPlugin({
      pluginId: 'fields',
      extensions: [
        PageBlueprint.make({
          params: { path: '/fields', loader: async () => <Fields /> },
        }),
      ],
    });
    renderTestApp({
      features: [scaffolderPlugin, plugin, fieldsPage],
      apis: [[databaseAccessApiRef, api]],
      initialRouteEntries: ['/fields'],
    });

    expect(
      await screen.findByText('DatabaseAccessNetworkPicker'),
    ).toBeInTheDocument();
    expect(screen.getByText('DatabaseAccessJoinPicker')).toBeInTheDocument();
    expect(screen.getByText('DatabaseAccessPlanPreview')).toBeInTheDocument();
    expect(screen.getByText('DatabaseAccessDuration')).toBeInTheDocument();
    expect(
      screen.getByText('DatabaseAccessEmergencyAccess'),
    ).toBeInTheDocument();
  });

  it('the tab leads to the form, with the database filled in', async () => {
    const template = PageBlueprint.make({
      params: {
        path: '/create/:namespace/:templateName',
        routeRef: templateRouteRef,
        loader: async () => <div />,
      },
    });
    renderTestApp({
      features: [
        catalog,
        databaseAccess,
        createFrontendPlugin({
          pluginId: 'scaffolder',
          routes: { selectedTemplate: templateRouteRef },
          extensions: [template],
        }),
      ],
      apis: [[databaseAccessApiRef, api]],
      initialRouteEntries: [`${ordersPath}/access`],
    });

    const link = await screen.findByRole('button', { name: 'Request access' });
    const address = new URL(link.getAttribute('href')!, 'http://localhost');
    expect(address.pathname).toBe('/create/default/request-database-access');
    expect(JSON.parse(address.searchParams.get('formData')!)).toEqual({
      databaseRef: 'resource:default/orders-postgres',
    });
  });
});
