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
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { databaseAccessPermissions } from '@towpath/backstage-plugin-database-access-common';
import { clockServiceRef } from '@towpath/backstage-plugin-database-access-node';
import { AwsSessions } from './aws';
import { readDatabaseAccessConfig } from './config';
import { DatabaseReader, Databases, Networks } from './planning';
import { createRouter } from './routes';
import { Store } from './store';

/**
 * The backend of Towpath: access to databases that live in other AWS accounts.
 *
 * @public
 */
export const databaseAccessPlugin = createBackendPlugin({
  pluginId: 'database-access',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        clock: clockServiceRef,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootConfig: coreServices.rootConfig,
        userInfo: coreServices.userInfo,
      },
      async init({
        auditor,
        auth,
        catalog,
        clock,
        database,
        httpAuth,
        httpRouter,
        lifecycle,
        logger,
        permissions,
        permissionsRegistry,
        rootConfig,
        userInfo,
      }) {
        const config = readDatabaseAccessConfig(rootConfig, {
          environment: process.env.NODE_ENV,
        });
        if (config.simulatedAws) {
          logger.warn(
            `AWS is simulated at ${config.simulatedAws.endpoint}; remove databaseAccess.simulatedAws to use the real one`,
          );
        }
        const store = await Store.create({ database });
        const sessions = await AwsSessions.create({
          config,
          rootConfig,
          clock,
        });
        lifecycle.addShutdownHook(() => sessions.close());

        permissionsRegistry.addPermissions(databaseAccessPermissions);
        httpRouter.use(
          createRouter({
            auditor,
            config,
            httpAuth,
            permissions,
            userInfo,
            networks: new Networks({ config, sessions, clock }),
            databases: new Databases({
              auth,
              catalog,
              config,
              reader: new DatabaseReader({
                sessions,
                clock,
                readings: store.databaseReadings,
              }),
            }),
          }),
        );
      },
    });
  },
});
