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
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import {
  DatabaseAccessRoles,
  decideDatabaseAccess,
} from '@towpath/backstage-plugin-database-access-node';

/** Everybody may do everything but with databases, of which each sees and touches what is theirs. */
export class ExamplePolicy implements PermissionPolicy {
  constructor(private readonly roles: DatabaseAccessRoles) {}

  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const { userEntityRef = '', ownershipEntityRefs = [] } = user?.info ?? {};
    return (
      decideDatabaseAccess(
        permission,
        { userEntityRef, ownershipEntityRefs },
        this.roles,
      ) ?? { result: AuthorizeResult.ALLOW }
    );
  }
}

/** The example company's permission policy: its platform team stands in `databaseAccess.platformTeam`. */
export const permissionModuleExamplePolicy = createBackendModule({
  pluginId: 'permission',
  moduleId: 'example-policy',
  register(reg) {
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        policy: policyExtensionPoint,
      },
      async init({ config, policy }) {
        const platformTeam = config.getOptionalString(
          'databaseAccess.platformTeam',
        );
        policy.setPolicy(
          new ExamplePolicy({
            platformTeam: platformTeam ? [platformTeam] : [],
          }),
        );
      },
    });
  },
});
