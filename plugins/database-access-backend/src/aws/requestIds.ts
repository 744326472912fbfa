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

import { AsyncLocalStorage } from 'async_hooks';

/** What AWS calls the last call that it answered. */
interface Heard {
  requestId?: string;
}

const listening = new AsyncLocalStorage<Heard>();

/** Lets who makes calls know AWS's request ids, by which CloudTrail names them, whatever lies between. */
export function hearRequestId<T>(
  work: (heard: Heard) => Promise<T>,
): Promise<T> {
  const heard: Heard = {};
  return listening.run(heard, () => work(heard));
}

/** Tells whoever listens. */
export function noteRequestId(output: unknown): void {
  const heard = listening.getStore();
  const metadata = (output as { $metadata?: { requestId?: string } }).$metadata;
  if (heard && metadata?.requestId) {
    heard.requestId = metadata.requestId;
  }
}
