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

import type { MetricSeries } from '@towpath/backstage-plugin-database-access-common';
import type { ConnectionMark } from '../../objects';
import { isMarked, LoggedConnection, parseConnection } from './connections';

/** Connections that came the same way. */
interface Counted {
  connection: LoggedConnection;
  /** By the start of the period, in milliseconds. */
  counts: Map<number, number>;
  lastAt: number;
}

/** Counts the connections of a log by who made them and when, so that lines need not be kept. */
export class Tally {
  readonly #periodMs: number;
  readonly #counted = new Map<string, Counted>();
  #strange = 0;

  constructor(options: { periodSeconds: number }) {
    this.#periodMs = options.periodSeconds * 1000;
  }

  /** Lines that are not in the format that AWS documents; they are counted for nobody. */
  get strangeLines(): number {
    return this.#strange;
  }

  add(message: string, loggedAt: number): void {
    const connection = parseConnection(message, loggedAt);
    if (!connection) {
      this.#strange += 1;
      return;
    }
    const { at, vpcEndpointId, resourceAssociationId, vpcId } = connection;
    const key = JSON.stringify([vpcEndpointId, resourceAssociationId, vpcId]);
    const counted = this.#counted.get(key) ?? {
      connection,
      counts: new Map<number, number>(),
      lastAt: at,
    };
    const period = Math.floor(at / this.#periodMs) * this.#periodMs;
    counted.counts.set(period, (counted.counts.get(period) ?? 0) + 1);
    counted.lastAt = Math.max(counted.lastAt, at);
    this.#counted.set(key, counted);
  }

  /** How many in each period, the oldest first; a period in which nobody connected has no point. */
  pointsOf(mark: ConnectionMark): MetricSeries['points'] {
    const sums = new Map<number, number>();
    for (const { counts } of this.#markedBy(mark)) {
      for (const [period, count] of counts) {
        sums.set(period, (sums.get(period) ?? 0) + count);
      }
    }
    return [...sums]
      .sort(([a], [b]) => a - b)
      .map(([period, value]) => ({
        at: new Date(period).toISOString(),
        value,
      }));
  }

  /** When the last of them was logged, in ISO 8601, UTC. */
  lastOf(mark: ConnectionMark): string | undefined {
    const last = Math.max(...this.#markedBy(mark).map(({ lastAt }) => lastAt));
    return Number.isFinite(last) ? new Date(last).toISOString() : undefined;
  }

  #markedBy(mark: ConnectionMark): Counted[] {
    return [...this.#counted.values()].filter(({ connection }) =>
      isMarked(connection, mark),
    );
  }
}
