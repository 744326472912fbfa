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
import { canonicalJson } from '../canonicalJson';
import { conceal } from '../config';
import { takeTurns } from './takeTurns';
import {
  BEFORE_THE_FIRST,
  chainAfter,
  ChainedEntry,
  ChainHead,
  KeptEntry,
  wellFormed,
  wellFormedDetails,
} from './timelineChain';
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
  sequence: number;
  previous_hash: string;
  hash: string;
}

/** Of one share: those of these kinds. */
export interface KindsQuery {
  shareId: string;
  /** Default: all. */
  kinds?: readonly string[];
  limit: number;
}

/** Which rows of one request are meant, both ends included. */
export interface ChainPart {
  requestId: string;
  from: number;
  to: number;
  limit: number;
}

const WRITTEN_AT_ONCE = 50;

/**
 * What happened, for ever, in this order: whoever has read up to an entry misses nothing of the same request by reading on
 * from it, however many write at the same time. Postgres gives ids out before their rows can be seen, so the rows of a
 * request are written one transaction after the other, and last of all in each, which then holds up nobody. Each row
 * carries the hash of the one before it, and none is ever changed or removed: the database refuses to.
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
    const rows = await this.#chain(tx, entries);
    for (let i = 0; i < rows.length; i += WRITTEN_AT_ONCE) {
      await tx<Row>('timeline').insert(rows.slice(i, i + WRITTEN_AT_ONCE));
    }
  }

  /** Whoever comes here has the turn of their requests: nobody else adds to them until this transaction ends. */
  async #chain(
    tx: Tx,
    entries: NewTimelineEntry[],
  ): Promise<Array<Omit<Row, 'id'>>> {
    const heads = new Map<string, ChainHead>();
    const rows: Array<Omit<Row, 'id'>> = [];
    const agreed = await this.#agreedOn(tx, entries);
    for (const entry of entries) {
      const { requestId, shareId } = entry;
      const head = heads.get(requestId) ?? (await this.head(tx, requestId));
      const planDigest =
        entry.planDigest ?? (shareId ? agreed.get(requestId) : undefined);
      const chained = chainAfter(head, toKept({ ...entry, planDigest }));
      heads.set(requestId, chained);
      rows.push(toRow(chained));
    }
    return rows;
  }

  /** On which plans people agreed whose shares something has happened to, by their requests. */
  async #agreedOn(
    tx: Tx,
    entries: readonly NewTimelineEntry[],
  ): Promise<Map<string, string>> {
    const ids = entries
      .filter(({ shareId, planDigest }) => shareId && !planDigest)
      .map(({ requestId }) => requestId);
    const rows = ids.length
      ? await tx<{ id: string; plan_digest: string }>('access_requests')
          .whereIn('id', [...new Set(ids)])
          .select('id', 'plan_digest')
      : [];
    return new Map(rows.map(row => [row.id, row.plan_digest]));
  }

  /** How far the rows of a request have come. */
  async head(tx: Tx, requestId: string): Promise<ChainHead> {
    const last = await tx<Row>('timeline')
      .where({ request_id: requestId })
      .orderBy('sequence', 'desc')
      .first('sequence', 'hash');
    return last ?? BEFORE_THE_FIRST;
  }

  /** The oldest first, each with its place in the chain. */
  async listChained(tx: Tx, part: ChainPart): Promise<ChainedEntry[]> {
    const rows = await tx<Row>('timeline')
      .where({ request_id: part.requestId })
      .whereBetween('sequence', [part.from, part.to])
      .orderBy('sequence')
      .limit(part.limit);
    return rows.map(toChained);
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

  /** The last entries, the oldest of them first. */
  async lastOf(tx: Tx, query: KindsQuery): Promise<TimelineEntry[]> {
    const rows = await tx<Row>('timeline')
      .where({ share_id: query.shareId })
      .where(builder => {
        if (query.kinds) {
          builder.whereIn('kind', query.kinds);
        }
      })
      .orderBy('id', 'desc')
      .limit(query.limit);
    return rows.map(toEntry).reverse();
  }
}

function toKept(entry: NewTimelineEntry): KeptEntry {
  return {
    requestId: entry.requestId,
    at: entry.at.toISOString(),
    actor: wellFormed(entry.actor),
    kind: entry.kind,
    message: wellFormed(conceal(entry.message)),
    // What is empty is as good as absent, and is kept as that.
    shareId: entry.shareId || undefined,
    objectKey: entry.objectKey || undefined,
    awsRequestId: entry.awsRequestId || undefined,
    planDigest: entry.planDigest || undefined,
    details: entry.details && wellFormedDetails(entry.details),
  };
}

function toRow(entry: ChainedEntry): Omit<Row, 'id'> {
  return {
    request_id: entry.requestId,
    share_id: entry.shareId ?? null,
    at: entry.at,
    actor: entry.actor,
    kind: entry.kind,
    message: entry.message,
    object_key: entry.objectKey ?? null,
    aws_request_id: entry.awsRequestId ?? null,
    plan_digest: entry.planDigest ?? null,
    details: entry.details ? canonicalJson(entry.details) : null,
    sequence: entry.sequence,
    previous_hash: entry.previousHash,
    hash: entry.hash,
  };
}

function toChained(row: Row): ChainedEntry {
  const { id, ...entry } = toEntry(row);
  return {
    ...entry,
    requestId: row.request_id,
    shareId: row.share_id ?? undefined,
    sequence: row.sequence,
    previousHash: row.previous_hash,
    hash: row.hash,
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
