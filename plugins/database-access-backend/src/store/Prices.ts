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

import { Knex } from 'knex';

/** One price as AWS named it, and when. What it looks like its reader knows. */
export interface StoredPrice {
  /** A Region, or a word for all of them. */
  region: string;
  item: string;
  price: unknown;
  /** ISO 8601; when AWS published it. */
  publishedAt?: string;
  /** When AWS was asked. */
  readAt: Date;
}

interface Row {
  region: string;
  item: string;
  price: string;
  published_at: string | null;
  read_at: string;
}

/** The last price of each thing in each Region. */
export class Prices {
  constructor(private readonly db: Knex) {}

  /** What is not named keeps the price and the day that it has. */
  async save(prices: readonly StoredPrice[]): Promise<void> {
    if (prices.length === 0) {
      return;
    }
    await this.db<Row>('prices')
      .insert(
        prices.map(({ region, item, price, publishedAt, readAt }) => ({
          region,
          item,
          price: JSON.stringify(price),
          published_at: publishedAt ?? null,
          read_at: readAt.toISOString(),
        })),
      )
      .onConflict(['region', 'item'])
      .merge();
  }

  async all(): Promise<StoredPrice[]> {
    const rows = await this.db<Row>('prices').orderBy(['region', 'item']);
    return rows.map(row => ({
      region: row.region,
      item: row.item,
      price: JSON.parse(row.price),
      publishedAt: row.published_at ?? undefined,
      readAt: new Date(row.read_at),
    }));
  }
}
