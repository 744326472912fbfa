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
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { DatabaseAccessClient } from '@towpath/backstage-plugin-database-access-common';
import { createDescribeDatabaseAction } from './actions/describe';
import { createExtendDatabaseAccessAction } from './actions/extend';
import { createPlanDatabaseAccessAction } from './actions/plan';
import { createProvisionDatabaseAccessAction } from './actions/provision';
import { createRequestDatabaseAccessAction } from './actions/request';
import { createRevokeDatabaseAccessAction } from './actions/revoke';

/**
 * The Scaffolder actions of Towpath. They reach its backend only through its client, in the name of the person who runs
 * the template.
 *
 * @public
 */
export const scaffolderModuleDatabaseAccess = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'database-access',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        discovery: coreServices.discovery,
        scaffolder: scaffolderActionsExtensionPoint,
      },
      async init({ auth, discovery, scaffolder }) {
        const client = new DatabaseAccessClient({ discoveryApi: discovery });
        const options = { auth, client };
        scaffolder.addActions(
          createDescribeDatabaseAction(options),
          createPlanDatabaseAccessAction(options),
          createRequestDatabaseAccessAction(options),
          createProvisionDatabaseAccessAction(options),
          createExtendDatabaseAccessAction(options),
          createRevokeDatabaseAccessAction(options),
        );
      },
    });
  },
});
