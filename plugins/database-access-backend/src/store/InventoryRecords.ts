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

import { Finding } from '@towpath/backstage-plugin-database-access-common';
import { Knex } from 'knex';
import { Lane } from '../config';
import { laneKey, laneOfKey } from './laneKey';

/** When a lane was looked at, and how that went. */
export interface StoredLane extends Lane {
  lookedAt: Date;
  /** Absent: it was never read. */
  readAt?: Date;
  /** Why the last look failed. */
  problem?: Finding;
}

/** A database of a lane. What its facts look like its reader knows. */
export interface StoredDatabase {
  arn: string;
  facts: unknown;
  readAt: Date;
}

interface LaneRow {
  lane: string;
  looked_at: string;
  read_at: string | null;
  problem: string | null;
}

interface DatabaseRow {
  arn: string;
  lane: string;
  facts: string;
  read_at: string;
}

/** Rows that go in at once: SQLite takes 32,766 values in a statement. */
const AT_ONCE = 500;

/** All databases that there are in lanes, as AWS said the last time. */
export class InventoryRecords {
  constructor(private readonly db: Knex) {}

  async lanes(): Promise<StoredLane[]> {
    const rows = await this.db<LaneRow>('inventory_lanes').orderBy('lane');
    return rows.map(row => ({
      ...laneOfKey(row.lane),
      lookedAt: new Date(row.looked_at),
      ...(row.read_at && { readAt: new Date(row.read_at) }),
      ...(row.problem && { problem: JSON.parse(row.problem) }),
    }));
  }

  /** The databases of these lanes that come after this ARN, in the order of their ARNs. */
  async databases(
    lanes: readonly Lane[],
    page: { after?: string; limit: number },
  ): Promise<StoredDatabase[]> {
    const { after, limit } = page;
    const query = this.db<DatabaseRow>('inventory_databases')
      .whereIn('lane', lanes.map(laneKey))
      .orderBy('arn')
      .limit(limit);
    const rows: DatabaseRow[] = await (after === undefined
      ? query
      : query.where('arn', '>', after));
    return rows.map(row => ({
      arn: row.arn,
      facts: JSON.parse(row.facts),
      readAt: new Date(row.read_at),
    }));
  }

  /** These are all that the lane has: what is not among them is gone. */
  async saveRead(
    lane: Lane,
    reading: {
      readAt: Date;
      databases: ReadonlyArray<{ arn: string; facts: unknown }>;
    },
  ): Promise<void> {
    const key = laneKey(lane);
    const readAt = reading.readAt.toISOString();
    const rows = reading.databases.map(({ arn, facts }) => ({
      arn,
      lane: key,
      facts: JSON.stringify(facts),
      read_at: readAt,
    }));
    await this.db.transaction(async tx => {
      await tx<DatabaseRow>('inventory_databases').where({ lane: key }).del();
      for (let at = 0; at < rows.length; at += AT_ONCE) {
        // Another replica may have read the same lane at the same time.
        await tx<DatabaseRow>('inventory_databases')
          .insert(rows.slice(at, at + AT_ONCE))
          .onConflict('arn')
          .merge();
      }
      await tx<LaneRow>('inventory_lanes')
        .insert({
          lane: key,
          looked_at: readAt,
          read_at: readAt,
          problem: null,
        })
        .onConflict('lane')
        .merge();
    });
  }

  /** It could not be read; what was known of it stays. */
  async saveProblem(
    lane: Lane,
    look: { lookedAt: Date; problem: Finding },
  ): Promise<void> {
    await this.db<LaneRow>('inventory_lanes')
      .insert({
        lane: laneKey(lane),
        looked_at: look.lookedAt.toISOString(),
        problem: JSON.stringify(look.problem),
      })
      .onConflict('lane')
      .merge(['looked_at', 'problem']);
  }

  /** Who took an account out of config wants it remembered no longer. */
  async forgetAllBut(lanes: readonly Lane[]): Promise<void> {
    const keys = lanes.map(laneKey);
    await this.db<LaneRow>('inventory_lanes').whereNotIn('lane', keys).del();
    await this.db<DatabaseRow>('inventory_databases')
      .whereNotIn('lane', keys)
      .del();
  }
}
