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
import { NotAllowedError } from '@backstage/errors';
import {
  authProvidersExtensionPoint,
  createProxyAuthenticator,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';

const PREFIX = 'demo-';

/**
 * Lets a visitor be one of the example people without a password: one proxy provider for each
 * `auth.providers.demo-<user>` in config. Backstage's guest provider knows one identity only, and a request and its
 * decision need two.
 *
 * It refuses to load outside development.
 */
export const authModuleDemoSignIn = createBackendModule({
  pluginId: 'auth',
  moduleId: 'demo-sign-in',
  register(reg) {
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        providers: authProvidersExtensionPoint,
      },
      async init({ config, providers }) {
        const ids = (
          config.getOptionalConfig('auth.providers')?.keys() ?? []
        ).filter(id => id.startsWith(PREFIX));
        if (ids.length === 0) {
          return;
        }
        if (process.env.NODE_ENV !== 'development') {
          throw new NotAllowedError(
            `The example people may sign in without a password in development only: remove ${ids
              .map(id => `auth.providers.${id}`)
              .join(', ')} from the configuration.`,
          );
        }
        for (const providerId of ids) {
          providers.registerProvider({
            providerId,
            factory: createDemoProvider(providerId.slice(PREFIX.length)),
          });
        }
      },
    });
  },
});

function createDemoProvider(userName: string) {
  return createProxyAuthProviderFactory({
    authenticator: createProxyAuthenticator({
      defaultProfileTransform: async () => ({ profile: {} }),
      initialize: () => undefined,
      authenticate: async () => ({ result: { userName } }),
    }),
    signInResolver: ({ result }, context) =>
      context.signInWithCatalogUser({ entityRef: { name: result.userName } }),
  });
}
