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

import { Tx } from './Tx';

/** Which requests are meant, and which of their rows: those of a time, or all. Both ends ISO 8601 in UTC, `to` excluded. */
export interface TrailQuery {
  from?: string;
  to?: string;
  requestId?: string;
  /** Of a request that was for it, or that opened it beside. */
  databaseRef?: string;
}

/** A request whose rows, or some of them, are meant: without a gap, from the first that fits to the last one. */
export interface Trail {
  requestId: string;
  /** Sequences. */
  from: number;
  to: number;
}

/** What to read on from, and what was found. */
export interface TrailPage {
  items: Trail[];
  /** Absent at the end. */
  next?: number;
}

interface Found {
  id: number;
  request_id: string;
  first: number | null;
  last: number | null;
}

/** Finds the timelines that an export is of, page by page. */
export class Trails {
  /**
   * In the order in which the requests were filed.
   *
   * @param page - `after`: the `next` of the page before
   */
  async list(
    tx: Tx,
    query: TrailQuery,
    page: { after?: number; limit: number },
  ): Promise<TrailPage> {
    const { from, to, requestId, databaseRef } = query;
    const found: Found[] = await tx('timeline as t')
      // Every request has one first row.
      .where('t.sequence', 1)
      .where('t.id', '>', page.after ?? 0)
      .where(builder => {
        if (requestId) {
          builder.where('t.request_id', requestId);
        }
        if (databaseRef) {
          builder.where(either =>
            either
              .whereIn(
                't.request_id',
                tx('access_requests')
                  .where({ database_ref: databaseRef })
                  .select('id'),
              )
              .orWhereIn(
                't.request_id',
                tx('shares')
                  .where({ database_ref: databaseRef })
                  .select('request_id'),
              ),
          );
        }
      })
      .orderBy('t.id')
      .limit(page.limit)
      .select({
        id: 't.id',
        request_id: 't.request_id',
        first: this.#sequence(tx, 'min', ['>=', from]),
        last: this.#sequence(tx, 'max', ['<', to]),
      });
    return {
      items: found.flatMap(row =>
        row.first !== null && row.last !== null && row.first <= row.last
          ? [{ requestId: row.request_id, from: row.first, to: row.last }]
          : [],
      ),
      ...(found.length === page.limit && { next: found[found.length - 1].id }),
    };
  }

  /** Rows of one request are written by the order of their sequence; their times may overlap by what a write takes. */
  #sequence(
    tx: Tx,
    which: 'min' | 'max',
    [comparison, at]: [string, string | undefined],
  ) {
    return tx('timeline as r')
      .whereRaw('r.request_id = t.request_id')
      .where(builder => {
        if (at) {
          builder.where('r.at', comparison, at);
        }
      })
      [which]('r.sequence') as any;
  }
}
