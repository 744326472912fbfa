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
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';

/**
 * What time it is for Towpath: for readings, waits and expiry. Leases and timeouts of HTTP stay on real time.
 *
 * @public
 */
export interface Clock {
  now(): Date;
  /**
   * Calls the listener after somebody has set the time, so that what is due by then need not wait until it is looked
   * for. A clock that only goes has no such thing.
   *
   * @returns how to stop listening
   */
  onChange?(listener: () => void): () => void;
}

/**
 * The clock of Towpath. It is the system's unless a module replaces it, e.g. by one that follows a simulated AWS.
 *
 * @public
 */
export const clockServiceRef = createServiceRef<Clock>({
  id: 'database-access.clock',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {},
      factory: () => ({ now: () => new Date() }),
    }),
});
