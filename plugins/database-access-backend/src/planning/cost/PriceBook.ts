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

import { CostEstimate } from '@towpath/backstage-plugin-database-access-common';
import { PriceItem, PriceTable, RegionPrices } from './PriceTable';

/** Where the prices of an estimate come from, and of which day they are. */
export type PriceOrigin = Pick<
  CostEstimate,
  'pricesOf' | 'source' | 'pricesFrom'
>;

/** Looks prices up and remembers in which tables they stood. */
export class OpenPriceBook {
  readonly #tables: readonly [PriceTable, ...PriceTable[]];
  readonly #used = new Set<PriceTable>();

  constructor(tables: readonly [PriceTable, ...PriceTable[]]) {
    this.#tables = tables;
  }

  /** @returns undefined if no table knows it: unknown is not 0 */
  price<I extends PriceItem>(region: string, item: I): RegionPrices[I] {
    for (const table of this.#tables) {
      const price = table.regions[region]?.[item];
      if (price !== undefined) {
        this.#used.add(table);
        return price;
      }
    }
    return undefined;
  }

  /** Of all that was read. The oldest day counts, so that nothing looks newer than it is. */
  origin(): PriceOrigin {
    const read = this.#tables.filter(table => this.#used.has(table));
    const used = read.length ? read : [this.#tables[0]];
    return {
      pricesOf: used.map(table => table.pricesOf).sort()[0],
      source: [...new Set(used.map(table => table.source))].join('; '),
      pricesFrom: used.every(table => table.from === 'price-list')
        ? 'price-list'
        : 'table',
    };
  }
}

/** Price tables, the best first: what one does not know, the next may. */
export class PriceBook {
  readonly #tables: readonly [PriceTable, ...PriceTable[]];

  constructor(...tables: [PriceTable, ...PriceTable[]]) {
    this.#tables = tables;
  }

  /** Opens the book for one estimate, which must say afterwards what it read. */
  open(): OpenPriceBook {
    return new OpenPriceBook(this.#tables);
  }
}
