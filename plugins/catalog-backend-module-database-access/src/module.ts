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
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { DatabaseAccessClient } from '@towpath/backstage-plugin-database-access-common';
import { CatalogView } from './CatalogView';
import { DatabaseEntityProvider } from './DatabaseEntityProvider';
import { readDiscoveryConfig } from './readDiscoveryConfig';

/**
 * Offers the RDS databases of the accounts of Towpath to the catalog. It knows them from the backend of Towpath, through
 * its client and in its own name: it needs no credentials of AWS.
 *
 * @public
 */
export const catalogModuleDatabaseAccess = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'database-access',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        events: eventsServiceRef,
        logger: coreServices.logger,
        processing: catalogProcessingExtensionPoint,
        scheduler: coreServices.scheduler,
      },
      async init(services) {
        const { auth, discovery, events, logger } = services;
        const config = readDiscoveryConfig(services.config);
        const view = new CatalogView({ auth, catalog: services.catalog });
        const provider = new DatabaseEntityProvider({
          auth,
          client: new DatabaseAccessClient({ discoveryApi: discovery }),
          view,
          config,
          logger,
          tasks: services.scheduler.createScheduledTaskRunner(config.schedule),
        });
        await events.subscribe({
          id: 'database-access-discovery',
          topics: [CatalogView.CONFLICTS_TOPIC],
          onEvent: async ({ eventPayload }) => {
            if (view.hearConflict(eventPayload)) {
              await provider.refreshQuietly();
            }
          },
        });
        services.processing.addEntityProvider(provider);
      },
    });
  },
});
