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
import {
  factsWithPrivateName,
  PRIVATE_NAME,
} from '../__testUtils__/withPrivateName';
import { awsBench } from './__testUtils__/awsBench';
import { CrashAtEach } from './__testUtils__/TestBench';

jest.setTimeout(120_000);

describe('a private DNS name, made by replicas that crash', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  // Where nobody knows whether AWS was called, and where AWS was.
  it.each(['after-intent', 'after-call'] as const)(
    '%s of every creation and removal',
    async point => {
      const aws = await awsBench(await databases.init('SQLITE_3'));
      const {
        askFor,
        bench,
        driveCrashing,
        made,
        reaches,
        reachesFrom,
        world,
      } = aws;
      const facts = factsWithPrivateName();
      const share = await askFor('privatelink', facts);
      const creations = new CrashAtEach(point, 'create', 'correct');
      await driveCrashing(creations, share, 'active');
      const crashed = (await bench.objects(share))
        .filter(({ id }) => creations.seen('create').has(id))
        .map(({ key }) => key);
      expect(crashed).toEqual(
        expect.arrayContaining([
          'service-name',
          'verification-record',
          'service-verification',
          'endpoint-name',
        ]),
      );
      expect(reachesFrom(facts)).toBe(true);
      expect(aws.reachesBy(facts, PRIVATE_NAME)).toBe(true);

      const { text } = (await bench.object(share, 'verification-record'))
        .outputs;
      // CloudTrail remembers what was said, and nobody else may.
      const everything = () =>
        JSON.stringify(
          Object.entries(world.snapshot().documents).filter(
            ([place]) => !place.startsWith('cloudtrail'),
          ),
        );
      expect(everything()).toContain(text);

      await bench.revoke(share);
      await driveCrashing(new CrashAtEach(point, 'remove'), share, 'revoked');
      expect(made()).toEqual({});
      expect(reaches('analytics')).toBe(false);
      expect(everything()).not.toContain(text);
    },
  );
});
