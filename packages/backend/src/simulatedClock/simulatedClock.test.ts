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
  mockServices,
  ServiceFactoryTester,
} from '@backstage/backend-test-utils';
import { SimulatedClock, startSimulatedAws } from '@towpath/simulated-aws';
import { simulatedClockServiceFactory } from './simulatedClockServiceFactory';

/** What ends with the backend. */
const hooks: Array<() => unknown> = [];

afterEach(() => hooks.splice(0).forEach(hook => hook()));

const clockOf = (databaseAccess: { simulatedAws?: { endpoint: string } }) =>
  ServiceFactoryTester.from(simulatedClockServiceFactory, {
    dependencies: [
      mockServices.rootConfig.factory({ data: { databaseAccess } }),
      mockServices.rootLifecycle.mock({
        addShutdownHook: hook => hooks.push(hook),
      }).factory,
    ],
  }).getSubject();

describe('the clock of the demo', () => {
  it('is that of simulated AWS, and tells who listens when somebody drives it', async () => {
    const awsClock = SimulatedClock.frozen();
    const aws = await startSimulatedAws({ clock: awsClock });
    try {
      const clock = await clockOf({ simulatedAws: { endpoint: aws.url } });
      expect(clock.now()).toEqual(new Date('2026-11-02T09:00:00Z'));

      const heard = new Promise<void>(resolve => {
        clock.onChange!(resolve);
      });
      awsClock.advance(86_400);
      await heard;
      expect(clock.now()).toEqual(new Date('2026-11-03T09:00:00Z'));
    } finally {
      await aws.close();
    }
  });

  it.each([
    ['is the system’s without simulated AWS', {}],
    [
      'is the system’s until simulated AWS answers',
      { simulatedAws: { endpoint: 'http://127.0.0.1:1' } },
    ],
  ])('%s', async (_, databaseAccess) => {
    const clock = await clockOf(databaseAccess);
    const before = Date.now();
    const now = clock.now().getTime();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });
});
