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
import { databaseAccessPolicyExtensionPoint } from '@towpath/backstage-plugin-database-access-node';
import { OpaPolicy, readOpaOptions } from './OpaPolicy';

/**
 * Asks Open Policy Agent beside the rules of config. Without `databaseAccess.opa` it asks nobody.
 *
 * @public
 */
export const databaseAccessModuleOpa = createBackendModule({
  pluginId: 'database-access',
  moduleId: 'opa',
  register(reg) {
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        policies: databaseAccessPolicyExtensionPoint,
      },
      async init({ config, policies }) {
        if (config.has('databaseAccess.opa')) {
          policies.addPolicy(new OpaPolicy(readOpaOptions(config)));
        }
      },
    });
  },
});
