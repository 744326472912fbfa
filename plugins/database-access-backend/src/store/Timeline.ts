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

import { TimelineEntry } from '@towpath/backstage-plugin-database-access-common';
import { conceal } from '../config';
import { takeTurns } from './takeTurns';
import { Tx } from './Tx';

/** Something that happened to a request or to its share. */
export interface NewTimelineEntry extends Omit<TimelineEntry, 'id' | 'at'> {
  requestId: string;
  shareId?: string;
  at: Date;
}

interface Row {
  id: number;
  request_id: string;
  share_id: string | null;
  at: string;
  actor: string;
  kind: string;
  message: string;
  object_key: string | null;
  aws_request_id: string | null;
  plan_digest: string | null;
  details: string | null;
}

/** Of one share: those of these kinds. */
export interface KindsQuery {
  shareId: string;
  kinds: readonly string[];
  limit: number;
}

const WRITTEN_AT_ONCE = 50;

/**
 * What happened, for ever, in this order: whoever has read up to an entry misses nothing of the same request by reading on
 * from it, however many write at the same time. Postgres gives ids out before their rows can be seen, so the rows of a
 * request are written one transaction after the other, and last of all in each, which then holds up nobody.
 */
export class Timeline {
  readonly #later = new WeakMap<Tx, NewTimelineEntry[]>();

  /** Within a transaction of the store: written at its end. */
  async append(tx: Tx, entry: NewTimelineEntry): Promise<void> {
    const later = this.#later.get(tx);
    if (later) {
      later.push(entry);
      return;
    }
    await tx.transaction(own => this.#write(own, [entry]));
  }

  /** Does the work of a transaction, and writes what it appended when nothing else is left to be done. */
  async writeLast<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
    const entries: NewTimelineEntry[] = [];
    this.#later.set(tx, entries);
    const result = await work(tx);
    await this.#write(tx, entries);
    return result;
  }

  async #write(tx: Tx, entries: NewTimelineEntry[]): Promise<void> {
    await takeTurns(
      tx,
      entries.map(({ requestId }) => requestId),
    );
    for (let i = 0; i < entries.length; i += WRITTEN_AT_ONCE) {
      const rows = entries.slice(i, i + WRITTEN_AT_ONCE).map(toRow);
      await tx<Row>('timeline').insert(rows);
    }
  }

  /** The oldest first, only what came after the entry `after`. */
  async list(
    tx: Tx,
    query: ({ requestId: string } | { shareId: string }) & {
      after?: number;
      limit?: number;
    },
  ): Promise<TimelineEntry[]> {
    const rows = await tx<Row>('timeline')
      .where(
        'shareId' in query
          ? { share_id: query.shareId }
          : { request_id: query.requestId },
      )
      .where('id', '>', query.after ?? 0)
      .orderBy('id')
      .limit(query.limit ?? 1_000);
    return rows.map(toEntry);
  }

  /** The last entries of these kinds, the oldest of them first. */
  async lastOf(tx: Tx, query: KindsQuery): Promise<TimelineEntry[]> {
    const rows = await tx<Row>('timeline')
      .where({ share_id: query.shareId })
      .whereIn('kind', query.kinds)
      .orderBy('id', 'desc')
      .limit(query.limit);
    return rows.map(toEntry).reverse();
  }
}

function toRow(entry: NewTimelineEntry): Omit<Row, 'id'> {
  return {
    request_id: entry.requestId,
    share_id: entry.shareId ?? null,
    at: entry.at.toISOString(),
    actor: entry.actor,
    kind: entry.kind,
    message: conceal(entry.message),
    object_key: entry.objectKey ?? null,
    aws_request_id: entry.awsRequestId ?? null,
    plan_digest: entry.planDigest ?? null,
    details: entry.details ? JSON.stringify(entry.details) : null,
  };
}

function toEntry(row: Row): TimelineEntry {
  return {
    id: row.id,
    at: row.at,
    actor: row.actor,
    kind: row.kind,
    message: row.message,
    objectKey: row.object_key ?? undefined,
    awsRequestId: row.aws_request_id ?? undefined,
    planDigest: row.plan_digest ?? undefined,
    details: row.details === null ? undefined : JSON.parse(row.details),
  };
}
