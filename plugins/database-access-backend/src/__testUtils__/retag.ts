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

import { World } from '@towpath/simulated-aws';

const OBJECT_TAG = 'database-access:object';

/** Puts these tags in the place of those of all that is tagged as an object of ours. */
export function retag(world: World, tags: Record<string, string>): void {
  const visit = (thing: unknown): void => {
    if (typeof thing !== 'object' || thing === null) {
      return;
    }
    const own = thing as Record<string, unknown>;
    if (OBJECT_TAG in own) {
      for (const key of Object.keys(own)) {
        delete own[key];
      }
      Object.assign(own, tags);
      return;
    }
    Object.values(own).forEach(visit);
  };
  visit(world.documents);
}
