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
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import {
  createScaffolderFieldExtension,
  FieldExtensionComponent,
} from '@backstage/plugin-scaffolder-react';
import {
  ConnectVia,
  DatabaseAccessClient,
  Join,
} from '@towpath/backstage-plugin-database-access-common';
import { databaseAccessApiRef } from './api';
import {
  databasePicker,
  duration,
  emergencyAccess,
  joinPicker,
  networkPicker,
  overrideReason,
  patternPicker,
  planPreview,
  purpose,
} from './formFields';
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

/**
 * The plugin, for the classic frontend system.
 *
 * @public
 */
export const databaseAccessPlugin = createPlugin({
  id: 'database-access',
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
  apis: [
    createApiFactory({
      api: databaseAccessApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new DatabaseAccessClient(deps),
    }),
  ],
});

/**
 * The page at `/database-access`.
 *
 * @public
 */
export const DatabaseAccessPage: () => JSX.Element =
  databaseAccessPlugin.provide(
    createRoutableExtension({
      name: 'DatabaseAccessPage',
      component: () =>
        import('./components/DatabaseAccessPage').then(
          m => m.DatabaseAccessPage,
        ),
      mountPoint: rootRouteRef,
    }),
  );

/**
 * The Access tab of a database's entity page.
 *
 * @public
 */
export const EntityDatabaseAccessContent: () => JSX.Element =
  databaseAccessPlugin.provide(
    createRoutableExtension({
      name: 'EntityDatabaseAccessContent',
      component: () => import('./components/AccessTab').then(m => m.AccessTab),
      mountPoint: entityContentRouteRef,
    }),
  );

/**
 * The card on the overview of a database's entity page.
 *
 * @public
 */
export const EntityDatabaseAccessCard: () => JSX.Element =
  databaseAccessPlugin.provide(
    createComponentExtension({
      name: 'EntityDatabaseAccessCard',
      component: {
        lazy: () => import('./components/AccessCard').then(m => m.AccessCard),
      },
    }),
  );

/**
 * A card with what RDS says of the care of a database: the part of the Access tab that is about RDS, for other places of
 * its entity page.
 *
 * @public
 */
export const EntityDatabaseRdsCard: () => JSX.Element =
  databaseAccessPlugin.provide(
    createComponentExtension({
      name: 'EntityDatabaseRdsCard',
      component: {
        lazy: () => import('./components/RdsCard').then(m => m.RdsCard),
      },
    }),
  );

/**
 * The card on the page of a component or system: which databases it uses, over what, and whether that is well.
 *
 * @public
 */
export const EntityDatabasesUsedCard: () => JSX.Element =
  databaseAccessPlugin.provide(
    createComponentExtension({
      name: 'EntityDatabasesUsedCard',
      component: {
        lazy: () =>
          import('./components/DatabasesUsedCard').then(
            m => m.DatabasesUsedCard,
          ),
      },
    }),
  );

/**
 * The Scaffolder's field `DatabaseAccessDatabasePicker`: a database of the catalog, locked for who comes from its page.
 *
 * @public
 */
export const DatabaseAccessDatabasePickerFieldExtension: FieldExtensionComponent<
  string,
  {}
> = databaseAccessPlugin.provide(
  createScaffolderFieldExtension({
    ...databasePicker,
    schema: databasePicker.schema.schema,
  }),
);

/**
 * The Scaffolder's field `DatabaseAccessNetworkPicker`: the networks of one's own groups.
 *
 * @public
 */
export const DatabaseAccessNetworkPickerFieldExtension: FieldExtensionComponent<
  string,
  {}
> = databaseAccessPlugin.provide(
  createScaffolderFieldExtension({
    ...networkPicker,
    schema: networkPicker.schema.schema,
  }),
);

/**
 * The Scaffolder's field `DatabaseAccessPurpose`: what the access is for.
 *
 * @public
 */
export const DatabaseAccessPurposeFieldExtension: FieldExtensionComponent<
  string,
  { minLength?: number; maxLength?: number; rows?: number }
> = databaseAccessPlugin.provide(
  createScaffolderFieldExtension({
    ...purpose,
    schema: purpose.schema.schema,
  }),
);

/**
 * The Scaffolder's field `DatabaseAccessPatternPicker`: which way to connect is recommended, what else there is, and what
 * each costs.
 *
 * @public
 */
export const DatabaseAccessPatternPickerFieldExtension: FieldExtensionComponent<
  ConnectVia,
  {}
> = databaseAccessPlugin.provide(
  createScaffolderFieldExtension({
    ...patternPicker,
    schema: patternPicker.schema.schema,
  }),
);

/**
 * The Scaffolder's field `DatabaseAccessJoinPicker`: how the network joins the service network, where the path leads over
 * one. It stands beside `DatabaseAccessPatternPicker`, which tells it what is recommended.
 *
 * @public
 */
export const DatabaseAccessJoinPickerFieldExtension: FieldExtensionComponent<
  Join,
  {}
> = databaseAccessPlugin.provide(
  createScaffolderFieldExtension({
    ...joinPicker,
    schema: joinPicker.schema.schema,
  }),
);

/**
 * The Scaffolder's field `DatabaseAccessOverrideReason`: why another way than the recommended one.
 *
 * @public
 */
export const DatabaseAccessOverrideReasonFieldExtension: FieldExtensionComponent<
  string,
  { minLength?: number; maxLength?: number }
> = databaseAccessPlugin.provide(
  createScaffolderFieldExtension({
    ...overrideReason,
    schema: overrideReason.schema.schema,
  }),
);

/**
 * The Scaffolder's field `DatabaseAccessDuration`: how long access shall last, with what the policy says of that.
 *
 * @public
 */
export const DatabaseAccessDurationFieldExtension: FieldExtensionComponent<
  number,
  {}
> = databaseAccessPlugin.provide(
  createScaffolderFieldExtension({
    ...duration,
    schema: duration.schema.schema,
  }),
);

/**
 * The Scaffolder's field `DatabaseAccessEmergencyAccess`: it cannot wait for a decision. It stands beside
 * `DatabaseAccessPlanPreview`, which says who looks at it afterwards, or why it is not possible.
 *
 * @public
 */
export const DatabaseAccessEmergencyAccessFieldExtension: FieldExtensionComponent<
  boolean,
  {}
> = databaseAccessPlugin.provide(
  createScaffolderFieldExtension({
    ...emergencyAccess,
    schema: emergencyAccess.schema.schema,
  }),
);

/**
 * The Scaffolder's field `DatabaseAccessPlanPreview`: what would be built, opened and paid. Its value is the plan's
 * digest.
 *
 * @public
 */
export const DatabaseAccessPlanPreviewFieldExtension: FieldExtensionComponent<
  string,
  {}
> = databaseAccessPlugin.provide(
  createScaffolderFieldExtension({
    ...planPreview,
    schema: planPreview.schema.schema,
  }),
);
