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

import { RequestStatus } from '@towpath/backstage-plugin-database-access-common';
import { Tx } from './Tx';

/** Messages that are to be sent. */
export interface OutboxCount {
  waiting: number;
  /** ISO 8601, UTC: when the oldest of them was written; absent if none waits. */
  oldestAt?: string;
  /** Those that nobody tries to send any more. */
  givenUp: number;
}

interface RequestRow {
  status: RequestStatus;
  created_at: string;
}

/** How much there is of what operators watch: one query each. */
export class Counts {
  /** When those requests were filed that wait for people. ISO 8601, UTC. */
  async pendingSince(tx: Tx): Promise<string[]> {
    const rows = await tx<RequestRow>('access_requests')
      .whereIn('status', ['pending', 'questioned'])
      .select('created_at');
    return rows.map(({ created_at: at }) => at);
  }

  /** Objects whose wanted generation waits for a person, by type. */
  async stuckObjects(tx: Tx): Promise<Map<string, number>> {
    const rows: Array<{ type: string; count: string | number }> = await tx(
      'objects',
    )
      .where('stuck_generation', tx.ref('generation'))
      .groupBy('type')
      .select('type')
      .count({ count: 'id' });
    return new Map(rows.map(({ type, count }) => [type, Number(count)]));
  }

  async outbox(tx: Tx): Promise<OutboxCount> {
    const [waiting]: Array<{ count: string | number; oldest: string | null }> =
      await tx('outbox')
        .whereNull('sent_at')
        .whereNull('given_up_at')
        .count({ count: 'id' })
        .min({ oldest: 'created_at' });
    const [givenUp]: Array<{ count: string | number }> = await tx('outbox')
      .whereNotNull('given_up_at')
      .count({ count: 'id' });
    return {
      waiting: Number(waiting.count),
      ...(waiting.oldest && { oldestAt: waiting.oldest }),
      givenUp: Number(givenUp.count),
    };
  }
}
