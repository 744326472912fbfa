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
  AnalyticsApi,
  analyticsApiRef,
  identityApiRef,
} from '@backstage/core-plugin-api';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { SignalApi, signalApiRef } from '@backstage/plugin-signals-react';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import {
  DatabaseAccessApi,
  databaseAccessAuditReadPermission,
  databaseAccessOverviewReadPermission,
  databaseAccessPolicyReadPermission,
} from '@towpath/backstage-plugin-database-access-common';
import { Route, Routes } from 'react-router-dom';
import { SWRConfig } from 'swr';
import { catalogEntities } from '../__fixtures__/databases';
import { extensionsOfShare } from '../__fixtures__/extensions';
import { databaseAccessApiRef } from '../api';
import { DatabaseAccessPage } from '../components/DatabaseAccessPage';
import { rootRouteRef, selectedTemplateRouteRef } from '../routes';
import { apiOf } from './apiOf';

/** Renders the page at an address below `/database-access`, in the classic frontend system. */
export async function renderPage(
  path: string,
  answers: Partial<DatabaseAccessApi>,
  options: {
    signals?: SignalApi;
    entities?: Entity[];
    /** What the reader owns things by. */
    ownerRefs?: string[];
    /** Whether the reader may have the audit trail. */
    mayAudit?: boolean;
    /** Whether the reader may see what the policy says. */
    seesPolicy?: boolean;
    /** Whether the reader may see the overview. */
    seesOverview?: boolean;
  } = {},
): Promise<{
  container: HTMLElement;
  api: jest.Mocked<DatabaseAccessApi>;
  analytics: jest.Mocked<AnalyticsApi>;
}> {
  const { signals, entities = catalogEntities, ownerRefs = [] } = options;
  const answerTo = (allowed: boolean) =>
    allowed ? AuthorizeResult.ALLOW : AuthorizeResult.DENY;
  const analytics = mockApis.analytics.mock();
  const api = apiOf({
    getInstallation: async () => ({
      installation: 'test',
      simulatedAws: false,
    }),
    getRequestTimeline: async () => ({ items: [] }),
    getShareTimeline: async () => ({ items: [] }),
    getShareExtensions: async () => extensionsOfShare,
    ...answers,
  });
  const { container } = await renderInTestApp(
    <TestApiProvider
      apis={[
        [databaseAccessApiRef, api],
        [analyticsApiRef, analytics],
        [identityApiRef, mockApis.identity({ ownershipEntityRefs: ownerRefs })],
        [catalogApiRef, catalogApiMock({ entities })],
        [
          permissionApiRef,
          mockApis.permission({
            authorize: ({ permission }) =>
              ({
                [databaseAccessAuditReadPermission.name]: answerTo(
                  options.mayAudit ?? false,
                ),
                [databaseAccessPolicyReadPermission.name]: answerTo(
                  options.seesPolicy ?? false,
                ),
                [databaseAccessOverviewReadPermission.name]: answerTo(
                  options.seesOverview ?? false,
                ),
              }[permission.name] ?? AuthorizeResult.ALLOW),
          }),
        ],
        ...(signals ? [[signalApiRef, signals] as const] : []),
      ]}
    >
      {/* Permissions are remembered for a while, but not from one test to the next. */}
      <SWRConfig value={{ provider: () => new Map() }}>
        <Routes>
          <Route path="/database-access/*" element={<DatabaseAccessPage />} />
        </Routes>
      </SWRConfig>
    </TestApiProvider>,
    {
      routeEntries: [`/database-access${path}`],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/database-access': rootRouteRef,
        '/create/templates/:namespace/:templateName': selectedTemplateRouteRef,
      },
    },
  );
  return { container, api, analytics };
}
