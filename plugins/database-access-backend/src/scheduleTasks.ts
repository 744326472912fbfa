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

import { SchedulerService } from '@backstage/backend-plugin-api';
import { Domain } from './createDomain';

/**
 * What happens by the time of day. Each task does what is due and nothing else, so it may come late, twice or on any
 * replica.
 */
export async function scheduleTasks(
  scheduler: SchedulerService,
  domain: Domain,
): Promise<void> {
  const { engine, outbox, priceList, requests, shares, starter } = domain;
  await scheduler.scheduleTask({
    id: 'database-access-start',
    frequency: { seconds: 15 },
    timeout: { minutes: 5 },
    scope: 'global',
    fn: async signal => {
      await starter.startDue(signal);
      engine.wake();
    },
  });
  await scheduler.scheduleTask({
    id: 'database-access-expire',
    frequency: { seconds: 30 },
    timeout: { minutes: 5 },
    scope: 'global',
    fn: async () => {
      await shares.expire();
      await requests.expire();
      engine.wake();
    },
  });
  await scheduler.scheduleTask({
    id: 'database-access-tell',
    frequency: { seconds: 2 },
    timeout: { minutes: 1 },
    scope: 'local',
    fn: () => outbox.flush(),
  });
  await scheduler.scheduleTask({
    id: 'database-access-prices',
    frequency: { hours: 24 },
    timeout: { minutes: 15 },
    scope: 'global',
    fn: signal => priceList.refresh(signal),
  });
}
