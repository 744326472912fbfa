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
  Page,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { FAILOVER_KINDS } from '../health';
import { Store } from '../store';

const MOST = 200;

/** Enough for the failovers that are shown, whatever they were like. */
const MOST_OF_FAILOVERS = 1_000;

/** How far the rows of a request have come: for a log outside, which then knows if somebody writes them anew. */
export type Witness = {
  requestId: string;
  count: number;
  /** The hash of the last row. */
  head: string;
};

/** What happened, a page at a time. */
export class Timelines {
  readonly #store: Pick<Store, 'transaction' | 'timeline'>;

  constructor(store: Pick<Store, 'transaction' | 'timeline'>) {
    this.#store = store;
  }

  /** The cursor is the id of the last entry, to be given back as `after`. */
  async page(
    of: { requestId: string } | { shareId: string },
    after: number | undefined,
  ): Promise<Page<TimelineEntry>> {
    const entries = await this.#store.transaction(tx =>
      this.#store.timeline.list(tx, { ...of, after, limit: MOST + 1 }),
    );
    const items = entries.slice(0, MOST);
    return {
      items,
      ...(entries.length > MOST && {
        nextCursor: String(items[items.length - 1].id),
      }),
    };
  }

  /** The last entries of a share, the oldest first. */
  async tail(shareId: string, limit: number): Promise<TimelineEntry[]> {
    return this.#store.transaction(tx =>
      this.#store.timeline.lastOf(tx, { shareId, limit }),
    );
  }

  /** To be read after a change: it knows of that one, and perhaps of later ones. */
  async witness(requestId: string): Promise<Witness> {
    const { sequence, hash } = await this.#store.transaction(tx =>
      this.#store.timeline.head(tx, requestId),
    );
    return { requestId, count: sequence, head: hash };
  }

  /** What failovers are told by; the oldest first. */
  async failoverEntries(shareId: string): Promise<TimelineEntry[]> {
    return this.#store.transaction(tx =>
      this.#store.timeline.lastOf(tx, {
        shareId,
        kinds: FAILOVER_KINDS,
        limit: MOST_OF_FAILOVERS,
      }),
    );
  }
}
