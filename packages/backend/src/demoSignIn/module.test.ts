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

import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import authPlugin from '@backstage/plugin-auth-backend';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import request from 'supertest';
import { authModuleDemoSignIn } from './module';

const people = ['requester', 'database-owner'].map(name => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name, namespace: 'default' },
  spec: {},
  relations: [{ type: 'memberOf', targetRef: `group:default/team-of-${name}` }],
}));

const config = {
  app: { baseUrl: 'http://localhost:3000' },
  auth: { providers: { 'demo-requester': {}, 'demo-database-owner': {} } },
};

function start(data: object) {
  return startTestBackend({
    features: [
      authPlugin,
      authModuleDemoSignIn,
      catalogServiceMock.factory({ entities: people }),
      mockServices.rootConfig.factory({ data }),
    ],
  });
}

describe('the example people', () => {
  const environment = process.env.NODE_ENV;

  afterEach(() => {
    Object.assign(process.env, { NODE_ENV: environment });
  });

  it('sign in as who they are, with their groups', async () => {
    Object.assign(process.env, { NODE_ENV: 'development' });
    const { server } = await start(config);

    for (const name of ['requester', 'database-owner']) {
      const response = await request(server).get(
        `/api/auth/demo-${name}/refresh`,
      );
      expect(response.status).toBe(200);
      expect(response.body.backstageIdentity.identity).toEqual({
        type: 'user',
        userEntityRef: `user:default/${name}`,
        ownershipEntityRefs: [
          `user:default/${name}`,
          `group:default/team-of-${name}`,
        ],
      });
    }
  });

  it('are nobody outside development: the backend does not start', async () => {
    Object.assign(process.env, { NODE_ENV: 'production' });
    await expect(start(config)).rejects.toThrow(
      'The example people may sign in without a password in development only: remove auth.providers.demo-requester, auth.providers.demo-database-owner from the configuration.',
    );
  });

  it('are absent where config does not name them', async () => {
    Object.assign(process.env, { NODE_ENV: 'production' });
    const { server } = await start({ ...config, auth: { providers: {} } });
    const response = await request(server).get(
      '/api/auth/demo-requester/refresh',
    );
    expect(response.status).toBe(404);
  });
});
