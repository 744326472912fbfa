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

/** What was found out about the use of a share. Times are ISO 8601 in UTC. */
export interface StoredUse {
  /** AWS has a metric, or its owner a log, by which it can be told. */
  published: boolean;
  /** By which; default: metrics. */
  toldBy?: 'metrics' | 'access-log';
  usedAt?: string;
  /** From when on, and until when, nothing was missed. */
  watchedSince?: string;
  watchedUntil?: string;
  /** How many shares it was measured for. */
  sharedBy: number;
  /** When AWS answered last. */
  readAt?: string;
  /** Why it did not the last time. */
  reason?: string;
}

interface Row {
  share_id: string;
  /** 0 or 1 from SQLite. */
  published: boolean | number;
  told_by: 'metrics' | 'access-log' | null;
  used_at: string | null;
  watched_since: string | null;
  watched_until: string | null;
  shared_by: number;
  read_at: string | null;
  reason: string | null;
}

/** Rows that one statement takes, below what SQLite allows of parameters. */
const ROWS_AT_ONCE = 100;

/** Whether somebody uses shares, as it was read last. */
export class ShareUses {
  /** By the id of the share; one that nobody has looked at is missing. */
  async ofEach(
    tx: Tx,
    shareIds: readonly string[],
  ): Promise<Map<string, StoredUse>> {
    const rows = await tx<Row>('share_uses').whereIn('share_id', shareIds);
    return new Map(rows.map(row => [row.share_id, toStoredUse(row)]));
  }

  async save(tx: Tx, uses: ReadonlyMap<string, StoredUse>): Promise<void> {
    const rows = [...uses].map(([shareId, use]) => toRow(shareId, use));
    for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
      await tx<Row>('share_uses')
        .insert(rows.slice(start, start + ROWS_AT_ONCE))
        .onConflict('share_id')
        .merge();
    }
  }
}

function toRow(shareId: string, use: StoredUse): Row {
  return {
    share_id: shareId,
    published: use.published,
    told_by: use.toldBy ?? null,
    used_at: use.usedAt ?? null,
    watched_since: use.watchedSince ?? null,
    watched_until: use.watchedUntil ?? null,
    shared_by: use.sharedBy,
    read_at: use.readAt ?? null,
    reason: use.reason ?? null,
  };
}

function toStoredUse(row: Row): StoredUse {
  return {
    published: Boolean(row.published),
    toldBy: row.told_by ?? undefined,
    usedAt: row.used_at ?? undefined,
    watchedSince: row.watched_since ?? undefined,
    watchedUntil: row.watched_until ?? undefined,
    sharedBy: row.shared_by,
    readAt: row.read_at ?? undefined,
    reason: row.reason ?? undefined,
  };
}
