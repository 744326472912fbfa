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
import { AnalyticsApi, analyticsApiRef } from '@backstage/core-plugin-api';
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
import { DatabaseAccessApi } from '@towpath/backstage-plugin-database-access-common';
import { ReactElement } from 'react';
import { catalogEntities } from '../__fixtures__/databases';
import { databaseAccessApiRef } from '../api';
import { rootRouteRef } from '../routes';

/** Renders something on an entity's page, in the classic frontend system. */
export async function renderOnEntity(
  element: ReactElement,
  options: { entity: Entity; api: DatabaseAccessApi },
): Promise<{ container: HTMLElement; analytics: jest.Mocked<AnalyticsApi> }> {
  const analytics = mockApis.analytics.mock();
  const { container } = await renderInTestApp(
    <TestApiProvider
      apis={[
        [databaseAccessApiRef, options.api],
        [analyticsApiRef, analytics],
        [permissionApiRef, mockApis.permission()],
        [catalogApiRef, catalogApiMock({ entities: catalogEntities })],
      ]}
    >
      <EntityProvider entity={options.entity}>{element}</EntityProvider>
    </TestApiProvider>,
    {
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/database-access': rootRouteRef,
      },
    },
  );
  return { container, analytics };
}
