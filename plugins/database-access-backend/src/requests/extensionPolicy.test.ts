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
import { Plan } from '@towpath/backstage-plugin-database-access-common';
import {
  arnOf,
  BILLERS,
  DAY,
  HOUR,
  OWNERS,
  PLATFORM,
  seatOf,
  shareBench,
  USERS,
} from '../__testUtils__/shareBench';
import { Ruling } from '../policy';
import { PoliciesRuleExtensions } from './ExtensionPolicy';
import { Rulings } from './Rulings';

jest.setTimeout(60_000);

/** More time needs no new decision, up to 60 days. */
const WITHIN_LONGEST: Ruling = {
  refusals: [],
  seats: [seatOf(PLATFORM)],
  longestSeconds: 60 * DAY,
  extendingNeedsDecision: false,
  commentRequired: false,
  opinions: [],
};

describe('what policies say of more time', () => {
  const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

  describe.each(databases.eachSupportedId())('on %s', databaseId => {
    const setup = async (ruling: Partial<Ruling> = {}) => {
      const bench = await shareBench(await databases.init(databaseId));
      const { clock, get, owners, start, store } = bench;
      const policy = new PoliciesRuleExtensions({
        store,
        rulings: {
          onExtension: async () => ({ ...WITHIN_LONGEST, ...ruling }),
        } as unknown as Rulings,
        owners,
        longestSeconds: 90 * DAY,
      });
      const rule = async (shareId: string, seconds = 10 * DAY) =>
        policy.rule({
          shares: [await get(shareId)],
          personRef: 'user:default/requester',
          durationSeconds: seconds,
        });
      /** Begins before anybody is asked. */
      const startEmergency = async (database: string) => {
        const id = await start(database, { seconds: 4 * HOUR });
        const { requestId, plan } = await get(id);
        await store.transaction(tx =>
          store.accessRequests.insert(tx, {
            id: requestId,
            requesterRef: 'user:default/requester',
            databaseRef: `resource:default/${database}`,
            databaseArn: arnOf(database),
            ownerRef: OWNERS,
            network: 'databricks',
            networkOwnerRef: USERS,
            purpose: 'Orders are lost',
            durationSeconds: 4 * HOUR,
            start: 'automatic',
            plan: plan as Plan,
            graph: { nodes: [], cuts: [] },
            planDigest: 'digest',
            deciderRefs: [],
            turnRefs: [],
            members: [],
            emergency: {
              refs: [OWNERS],
              dueAt: clock.now().toISOString(),
            },
            idempotencyKey: id,
            bodyDigest: 'digest',
            createdAt: clock.now(),
          }),
        );
        return id;
      };
      return { ...bench, rule, startEmergency };
    };

    it('is that nobody need be asked within the longest', async () => {
      const { rule, start } = await setup();
      const id = await start('orders');
      expect(await rule(id)).toMatchObject({ needsDecision: false, seats: [] });
      expect(await rule(id, 51 * DAY)).toMatchObject({
        needsDecision: true,
        seats: [{ ref: PLATFORM }],
      });
    });

    it('SEC-19: is that people decide about an emergency, whatever a rule says', async () => {
      const { change, rule, startEmergency, takeOver } = await setup();
      const id = await startEmergency('orders');
      const decided = {
        mayExtend: true,
        needsDecision: true,
        longestSeconds: 60 * DAY,
        seats: [{ ref: PLATFORM }],
      };
      expect(await rule(id)).toMatchObject(decided);
      const changed = await change(id);
      await takeOver(changed);
      expect(await rule(changed)).toMatchObject(decided);
    });

    it('SEC-19: is that its owners decide about an emergency where nobody need be asked otherwise', async () => {
      const { ownerOf, rule, startEmergency } = await setup({
        seats: [],
        automatic: ['config/development'],
      });
      const id = await startEmergency('orders');
      ownerOf.set(arnOf('orders'), BILLERS);
      expect(await rule(id)).toMatchObject({
        needsDecision: true,
        seats: [{ ref: BILLERS, role: 'database-owner', count: 1, stage: 1 }],
      });
    });

    it('is that its owners decide what is longer than what nobody need be asked about', async () => {
      const { rule, start } = await setup({
        seats: [],
        automatic: ['config/development'],
      });
      const id = await start('orders');
      expect(await rule(id)).toMatchObject({ needsDecision: false, seats: [] });
      expect(await rule(id, 51 * DAY)).toMatchObject({
        needsDecision: true,
        seats: [{ ref: OWNERS }],
      });
    });
  });
});
