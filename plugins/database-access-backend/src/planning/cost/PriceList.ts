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

import { PricingClient } from '@aws-sdk/client-pricing';
import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { Prices } from '../../store';
import { ListedPrice, toRegions } from './listedPrices';
import { PriceBook } from './PriceBook';
import { PRICES, PriceTable } from './PriceTable';
import { readPricesOf, readPricesOfAll } from './readPriceList';

const SOURCE =
  'AWS Price List API (https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_pricing_GetProducts.html)';

/** What AWS's price list says, read once a day and remembered; where it says nothing, the dated table of this version. */
export class PriceList {
  readonly #client: () => PricingClient;
  readonly #prices: Prices;
  readonly #regions: readonly string[];
  readonly #clock: Clock;
  readonly #logger: LoggerService;

  constructor(options: {
    client: () => PricingClient;
    prices: Prices;
    /** Those that somebody may plan in. */
    regions: readonly string[];
    clock: Clock;
    logger: LoggerService;
  }) {
    this.#client = options.client;
    this.#prices = options.prices;
    this.#regions = options.regions;
    this.#clock = options.clock;
    this.#logger = options.logger;
  }

  /** The prices as they are known now. */
  async book(): Promise<PriceBook> {
    const stored = await this.#prices.all();
    // A table is of one day; prices that AWS did not repeat are older, and say so.
    const days = [...new Set(stored.map(each => dayOf(each.readAt)))]
      .sort()
      .reverse();
    const listed = days.map(
      (day): PriceTable => ({
        pricesOf: day,
        source: SOURCE,
        from: 'price-list',
        regions: toRegions(stored.filter(each => dayOf(each.readAt) === day)),
      }),
    );
    const [first, ...rest] = [...listed, PRICES];
    return new PriceBook(first, ...rest);
  }

  /** Asks AWS again. A Region that fails hides no other, and what was known stays known. */
  async refresh(signal?: AbortSignal): Promise<void> {
    const client = this.#client();
    await this.#read('what is the same everywhere', () =>
      readPricesOfAll(client),
    );
    for (const region of this.#regions) {
      if (signal?.aborted) {
        return;
      }
      await this.#read(region, () => readPricesOf(client, region));
    }
  }

  async #read(what: string, read: () => Promise<ListedPrice[]>): Promise<void> {
    let listed: ListedPrice[];
    try {
      listed = await read();
    } catch (error) {
      this.#logger.warn(
        `The prices of ${what} were not read: pricing:GetProducts answered the portal's own account with ${
          toError(error).message
        }. The portal's own role needs pricing:GetProducts; until then the prices known before are used.`,
      );
      return;
    }
    const readAt = this.#clock.now();
    await this.#prices.save(listed.map(price => ({ ...price, readAt })));
    this.#logger.info(
      `Read ${listed.length} prices of ${what} from AWS's price list`,
    );
  }
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
