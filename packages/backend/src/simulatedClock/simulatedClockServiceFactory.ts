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
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  Clock,
  clockServiceRef,
} from '@towpath/backstage-plugin-database-access-node';
import { FollowingClock } from './FollowingClock';

/**
 * With simulated AWS, its clock is Towpath's: whoever drives it (`POST /_simulated/clock`) sees reminders, ends and reviews
 * come without waiting for them. Without, time is the system's.
 */
export const simulatedClockServiceFactory = createServiceFactory({
  service: clockServiceRef,
  deps: {
    config: coreServices.rootConfig,
    lifecycle: coreServices.rootLifecycle,
    logger: coreServices.rootLogger,
  },
  async factory({ config, lifecycle, logger }): Promise<Clock> {
    const endpoint = config.getOptionalString(
      'databaseAccess.simulatedAws.endpoint',
    );
    if (!endpoint) {
      return { now: () => new Date() };
    }
    const clock = new FollowingClock(endpoint);
    await clock.setOnce().catch(error => {
      logger.warn(
        `Simulated AWS at ${endpoint} does not say what time it is, so the time is the system's until it does: ${error}`,
      );
    });
    const stop = new AbortController();
    lifecycle.addShutdownHook(() => stop.abort());
    clock.follow(stop.signal);
    return clock;
  },
});
