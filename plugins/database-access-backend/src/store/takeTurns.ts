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

import { createHash } from 'crypto';
import { Tx } from './Tx';

/** Tells our locks from those of others in the same database. */
const LOCKS = 0x746f7770;

/**
 * Waits until no other transaction works on the same things, and keeps others waiting until this one ends. What is read
 * afterwards is what the others have left.
 *
 * @param things - what is worked on, for example ids of requests; those that share a number wait for each other, too
 */
export async function takeTurns(
  tx: Tx,
  things: readonly string[],
): Promise<void> {
  if (tx.client.config.client !== 'pg') {
    // SQLite lets one transaction write at a time.
    return;
  }
  // All take them in one order, so that no two wait for each other.
  const locks = [...new Set(things.map(lockOf))].sort((a, b) => a - b);
  for (const lock of locks) {
    await tx.raw('select pg_advisory_xact_lock(?, ?)', [LOCKS, lock]);
  }
}

function lockOf(thing: string): number {
  return createHash('sha256').update(thing).digest().readInt32BE();
}
