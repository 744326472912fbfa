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
import { CONSUMER, Crash, TestBench } from './__testUtils__/TestBench';
import { CRASH_POINTS } from './Workplace';

jest.setTimeout(300_000);

/** Creations and removals of one path; its association ends with the endpoint and is not removed. */
const CREATIONS = 6;
const REMOVALS = 5;

describe('LaneEngine that crashes', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    const setup = async () =>
      TestBench.create(await databases.init(databaseId));

    /** Every object row that is wanted has exactly one object in the cloud, the one that it names. */
    async function expectOneEach(bench: TestBench, share: string) {
      const rows = await bench.objects(share);
      const live = bench.cloud
        .live()
        .filter(({ objectId }) => rows.some(({ id }) => id === objectId));
      expect(live.map(({ id }) => id).sort()).toEqual(
        rows.map(({ awsId }) => awsId).sort(),
      );
    }

    describe.each(CRASH_POINTS)('%s', point => {
      it('of any creation: the next engine ends with one object for each row, and then with none', async () => {
        const bench = await setup();
        for (let nth = 1; nth <= CREATIONS; nth += 1) {
          const database = `create-${nth}`;
          const share = await bench.share({ database });
          const crash = new Crash(point, 'create', nth);
          const dead = bench.engine({ reached: crash.reached });
          const dying = bench.driveTo(dead, share, 'active');
          await Promise.race([crash.happened, dying]);
          expect(await bench.lifecycle(share)).toBe('building');

          await bench.expireLeases();
          const heir = bench.engine();
          await bench.driveTo(heir, share, 'active');
          await expectOneEach(bench, share);

          await bench.revoke(share);
          await bench.driveTo(heir, share, 'revoked');
          expect(bench.cloud.live()).toEqual([]);
          await heir.stop();
        }
      });

      it('of any creation, and then it is not wanted any more: the next engine ends with none', async () => {
        const bench = await setup();
        bench.cloud.createSeconds = 0;
        bench.cloud.removeSeconds = 0;
        for (let nth = 1; nth <= CREATIONS; nth += 1) {
          const database = `revoked-${nth}`;
          const share = await bench.share({ database });
          const crash = new Crash(point, 'create', nth);
          const dead = bench.engine({ reached: crash.reached });
          const dying = bench.driveTo(dead, share, 'active');
          await Promise.race([crash.happened, dying]);

          await bench.expireLeases();
          await bench.revoke(share);
          const heir = bench.engine();
          await bench.driveTo(heir, share, 'revoked', 300);
          expect(bench.cloud.live()).toEqual([]);
          await heir.stop();
        }
      });

      it('of any removal: the next engine ends with none', async () => {
        const bench = await setup();
        bench.cloud.createSeconds = 0;
        bench.cloud.removeSeconds = 0;
        for (let nth = 1; nth <= REMOVALS; nth += 1) {
          const database = `remove-${nth}`;
          const share = await bench.share({ database });
          const crash = new Crash(point, 'remove', nth);
          const dead = bench.engine({ reached: crash.reached });
          await bench.driveTo(dead, share, 'active');
          await bench.revoke(share);
          const dying = bench.driveTo(dead, share, 'revoked');
          await Promise.race([crash.happened, dying]);
          expect(await bench.lifecycle(share)).toBe('revoking');

          await bench.expireLeases();
          const heir = bench.engine();
          await bench.driveTo(heir, share, 'revoked', 300);
          expect(bench.cloud.live()).toEqual([]);
          await heir.stop();
        }
      });

      it('of the second cut: the next engine makes it', async () => {
        const bench = await setup();
        const share = await bench.share();
        const crash = new Crash(point, 'cut');
        const dead = bench.engine({ reached: crash.reached });
        await bench.driveTo(dead, share, 'active');
        bench.cloud.closed.add(CONSUMER.accountId);
        await bench.revoke(share);
        const dying = bench.driveTo(dead, share, 'revoked', 90);
        await Promise.race([crash.happened, dying]);

        await bench.expireLeases();
        await bench.drive(
          bench.engine(),
          async () => (await bench.get(share)).cutAt !== undefined,
        );
        expect(bench.cloud.isOpen('dba-test-orders-databricks')).toBe(false);
      });
    });
  });
});
