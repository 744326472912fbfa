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

/**
 * Towpath for Backstage's new frontend system.
 *
 * @packageDocumentation
 */

import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import {
  createFormField,
  FormFieldBlueprint,
} from '@backstage/plugin-scaffolder-react/alpha';
import { RiDatabase2Line } from '@remixicon/react';
import { DatabaseAccessClient } from '@towpath/backstage-plugin-database-access-common';
import { databaseAccessApiRef } from './api';
import { databaseFilter } from './databaseFilter';
import {
  accessTabRouteRef,
  catalogIndexRouteRef,
  entityContentRouteRef,
  orphansRouteRef,
  lanesPageRouteRef,
  lanesRouteRef,
  overviewRouteRef,
  policyRouteRef,
  requestRouteRef,
  requestsRouteRef,
  rootRouteRef,
  selectedTemplateRouteRef,
  sharePageRouteRef,
  shareRouteRef,
  sharesRouteRef,
} from './routes';

const databaseAccessApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: databaseAccessApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new DatabaseAccessClient(deps),
    }),
});

const databaseAccessPage = PageBlueprint.make({
  params: {
    path: '/database-access',
    routeRef: rootRouteRef,
    loader: () =>
      import('./components/DatabaseAccessPage').then(m => (
        <m.NfsDatabaseAccessPage />
      )),
  },
});

const databaseAccessEntityContent = EntityContentBlueprint.make({
  params: {
    path: '/access',
    title: 'Access',
    group: 'operation',
    icon: <RiDatabase2Line />,
    routeRef: entityContentRouteRef,
    filter: databaseFilter,
    loader: () => import('./components/AccessTab').then(m => <m.AccessTab />),
  },
});

const databaseAccessEntityCard = EntityCardBlueprint.make({
  params: {
    type: 'info',
    filter: databaseFilter,
    loader: () => import('./components/AccessCard').then(m => <m.AccessCard />),
  },
});

// Off by itself: the Access tab has it. Whoever wants it on the overview switches it on in `app.extensions`.
const databaseRdsEntityCard = EntityCardBlueprint.make({
  name: 'rds',
  disabled: true,
  params: {
    type: 'content',
    filter: databaseFilter,
    loader: () => import('./components/RdsCard').then(m => <m.RdsCard />),
  },
});

const databasesUsedCard = EntityCardBlueprint.make({
  name: 'databases-used',
  params: {
    type: 'content',
    filter: { kind: { $in: ['component', 'system'] } },
    loader: () =>
      import('./components/DatabasesUsedCard').then(m => (
        <m.DatabasesUsedCard />
      )),
  },
});

// The fields attach to the Scaffolder, but belong to this plugin: feature discovery finds no module beside it.
const databaseAccessNetworkPicker = FormFieldBlueprint.make({
  name: 'network-picker',
  params: {
    field: () =>
      import('./formFields').then(m => createFormField(m.networkPicker)),
  },
});

const databaseAccessDatabasePicker = FormFieldBlueprint.make({
  name: 'database-picker',
  params: {
    field: () =>
      import('./formFields').then(m => createFormField(m.databasePicker)),
  },
});

const databaseAccessPurpose = FormFieldBlueprint.make({
  name: 'purpose',
  params: {
    field: () => import('./formFields').then(m => createFormField(m.purpose)),
  },
});

const databaseAccessPatternPicker = FormFieldBlueprint.make({
  name: 'pattern-picker',
  params: {
    field: () =>
      import('./formFields').then(m => createFormField(m.patternPicker)),
  },
});

const databaseAccessJoinPicker = FormFieldBlueprint.make({
  name: 'join-picker',
  params: {
    field: () =>
      import('./formFields').then(m => createFormField(m.joinPicker)),
  },
});

const databaseAccessOverrideReason = FormFieldBlueprint.make({
  name: 'override-reason',
  params: {
    field: () =>
      import('./formFields').then(m => createFormField(m.overrideReason)),
  },
});

const databaseAccessDuration = FormFieldBlueprint.make({
  name: 'duration',
  params: {
    field: () => import('./formFields').then(m => createFormField(m.duration)),
  },
});

const databaseAccessEmergencyAccess = FormFieldBlueprint.make({
  name: 'emergency-access',
  params: {
    field: () =>
      import('./formFields').then(m => createFormField(m.emergencyAccess)),
  },
});

const databaseAccessPlanPreview = FormFieldBlueprint.make({
  name: 'plan-preview',
  params: {
    field: () =>
      import('./formFields').then(m => createFormField(m.planPreview)),
  },
});

/**
 * The plugin, for the new frontend system.
 *
 * @alpha
 */
export default createFrontendPlugin({
  pluginId: 'database-access',
  title: 'Database access',
  icon: <RiDatabase2Line />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: rootRouteRef,
    request: requestRouteRef,
    share: shareRouteRef,
    orphans: orphansRouteRef,
    policy: policyRouteRef,
    overview: overviewRouteRef,
    lanes: lanesRouteRef,
    shares: sharesRouteRef,
    requests: requestsRouteRef,
    entityContent: entityContentRouteRef,
  },
  externalRoutes: {
    accessTab: accessTabRouteRef,
    catalogIndex: catalogIndexRouteRef,
    sharePage: sharePageRouteRef,
    lanesPage: lanesPageRouteRef,
    selectedTemplate: selectedTemplateRouteRef,
  },
  extensions: [
    databaseAccessApi,
    databaseAccessPage,
    databaseAccessEntityContent,
    databaseAccessEntityCard,
    databaseRdsEntityCard,
    databasesUsedCard,
    databaseAccessDatabasePicker,
    databaseAccessDuration,
    databaseAccessEmergencyAccess,
    databaseAccessNetworkPicker,
    databaseAccessJoinPicker,
    databaseAccessOverrideReason,
    databaseAccessPatternPicker,
    databaseAccessPlanPreview,
    databaseAccessPurpose,
  ],
});
