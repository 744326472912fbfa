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

import { TestDatabases } from '@backstage/backend-test-utils';
import { owner, requestBench } from '../__testUtils__/requestBench';

jest.setTimeout(120_000);

describe('starting what is approved', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    it('starts fifty at once, and sends none back because of another', async () => {
      const names = Array.from({ length: 50 }, (_, i) => `network-${i + 1}`);
      const { approve, file, requests, starter, store } = await requestBench(
        await databases.init(databaseId),
        { networks: names },
      );
      const filed = [];
      for (const name of names) {
        filed.push(await file(name));
      }
      for (const request of filed) {
        await approve(request);
      }
      await starter.startDue();

      const all = await requests.list({ limit: 100 }, owner);
      expect(all.map(request => request.status)).toEqual(
        names.map(() => 'started'),
      );
      expect(all.every(request => request.generation === 1)).toBe(true);
      const shares = await store.transaction(tx => store.shares.list(tx));
      expect(shares).toHaveLength(50);
      const objects = await store.transaction(tx =>
        store.shares.objectsOf(tx, shares[0].id),
      );
      const users = (key: string) =>
        objects.find(object => object.key === key)!.users;
      expect(users('resource-gateway')).toBe(50);
    });
  });
});
