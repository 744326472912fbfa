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

import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { databaseEntity } from '../__testUtils__/startPortal';
import { Databases } from './Databases';
import { DatabaseReader } from './DatabaseReader';

const ARN = 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres';

/** The databases of a catalog in which the person sees only some entities; the portal itself sees all. */
function databasesOf(all: Entity[], visible: Entity[] = all): Databases {
  const catalog = catalogServiceMock({ entities: all });
  const seen = catalogServiceMock({ entities: visible });
  catalog.getEntitiesByRefs = request => seen.getEntitiesByRefs(request);
  return new Databases({
    auth: mockServices.auth(),
    catalog,
    config: { installation: 'demo', accounts: new Map(), networks: [] },
    reader: {
      read: async () => ({}),
    } as Partial<DatabaseReader> as DatabaseReader,
  });
}

describe('Databases', () => {
  it('counts a rival that the person may not see, and does not name it', async () => {
    const orders = databaseEntity('orders-postgres', { arn: ARN });
    const copy = databaseEntity('copy', { arn: ARN });
    const secret = databaseEntity('secret-project', { arn: ARN });
    const databases = databasesOf([orders, copy, secret], [orders, copy]);

    const { findings } = await databases.describe(
      { namespace: 'default', name: 'orders-postgres' },
      { credentials: mockCredentials.user() },
    );
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'arn_not_unique',
        message: expect.stringContaining(
          `the others are ${stringifyEntityRef(copy)}, 1 that you may not see`,
        ),
      }),
    ]);
  });

  it('does not take an entity that is no database, or names another ARN first, for a rival', async () => {
    const orders = databaseEntity('orders-postgres', { arn: ARN });
    const bucket = databaseEntity('bucket', { arn: ARN, type: 's3-bucket' });
    const other = databaseEntity('other', { arn: `${ARN}-2` });
    other.metadata.annotations!['amazon.com/rds-instance-arn'] = ARN;
    const databases = databasesOf([orders, bucket, other]);

    const { findings } = await databases.describe(
      { namespace: 'default', name: 'orders-postgres' },
      { credentials: mockCredentials.user() },
    );
    expect(findings).toEqual([]);
  });
});
