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
import { retag } from '../__testUtils__/retag';
import { awsBench, Way, WAYS } from './__testUtils__/awsBench';

jest.setTimeout(300_000);

/** Each new group is rid of the egress that AWS gives it. */
const DURING_BUILD = new Set(['ec2:RevokeSecurityGroupEgress']);

/** SEC-18: what every type does is said by its own test; here it is what people hear of. */
describe('A share whose objects carry the tags of somebody else', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  it.each(Object.keys(WAYS) as Way[])(
    'removes nothing over %s, and says where, what and what to do',
    async way => {
      const { ask, bench, engine, world } = await awsBench(
        await databases.init('SQLITE_3'),
      );
      const lanes = engine();
      const share = await ask(way, 'analytics');
      await bench.driveTo(lanes, share, 'active', 1_800);
      retag(world, {
        'database-access:installation': 'other',
        'database-access:object': '00000000-0000-4000-8000-000000000000',
      });

      await bench.revoke(share);
      await bench
        .drive(lanes, async () => false, 600)
        .catch(() => 'as long as that');
      const { lifecycle, reason } = await bench.get(share);
      expect(lifecycle).toBe('revoking');
      expect(reason).toMatch(
        /Account \d{12} \(\S+\) refused \S+:\S+ to its role .* give it its tags back and retry, or remove it by hand/,
      );
      const removals = world.calls
        .toJSON()
        .filter(({ operation, outcome }) =>
          outcome === 'ok'
            ? /:(Delete|Revoke|Disassoc)/.test(operation)
            : false,
        )
        .map(({ operation }) => operation);
      // The endpoint at the configuration is AWS's own, found by both ids, and carries no tags.
      expect(removals.filter(each => !DURING_BUILD.has(each))).toEqual(
        way === 'lattice-resource-endpoint'
          ? ['vpc-lattice:DeleteResourceEndpointAssociation']
          : [],
      );
    },
  );
});
