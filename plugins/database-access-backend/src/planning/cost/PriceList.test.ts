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

import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { DrivenClock } from '../../__testUtils__/DrivenClock';
import { Store } from '../../store';
import {
  startPriceList,
  stopPriceLists,
  VIRGINIA,
} from './__testUtils__/priceListServer';
import { BilledPart } from './BilledPart';
import { estimateCost } from './estimateCost';
import { PriceList } from './PriceList';
import { PRICES } from './PriceTable';

jest.setTimeout(60_000);

afterEach(stopPriceLists);

const endpoint: BilledPart = {
  kind: 'resource-endpoint',
  zones: 2,
  accountId: '666666666666',
  region: 'us-east-1',
};

const DENIED = {
  type: 'AccessDeniedException',
  message: 'Not authorized to perform pricing:GetProducts',
};

describe('the price list of the portal', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  async function setup(
    answer: Parameters<typeof startPriceList>[0] = ({ ServiceCode }) => ({
      products: VIRGINIA[ServiceCode],
    }),
    regions = ['us-east-1'],
  ) {
    const knex = await databases.init('SQLITE_3');
    const store = await Store.create({
      database: { getClient: async () => knex },
    });
    const list = await startPriceList(answer);
    const logger = mockServices.logger.mock();
    const clock = new DrivenClock('2026-11-25T03:00:00.000Z');
    const prices = new PriceList({
      client: () => list.client,
      prices: store.prices,
      regions,
      clock,
      logger,
    });
    const estimate = async () =>
      estimateCost([endpoint], await prices.book(), 100);
    return { ...list, clock, estimate, logger, prices };
  }

  it('is the dated table before AWS was asked', async () => {
    const { estimate } = await setup();
    await expect(estimate()).resolves.toMatchObject({
      fixedMonthly: 29.2,
      pricesOf: PRICES.pricesOf,
      pricesFrom: 'table',
    });
  });

  it('is what AWS said, and of that day', async () => {
    const { clock, estimate, prices } = await setup();
    await prices.refresh();
    clock.advance(3 * 86_400);
    await expect(estimate()).resolves.toMatchObject({
      fixedMonthly: 36.5,
      monthlyAtVolume: 37.5,
      pricesOf: '2026-11-25',
      pricesFrom: 'price-list',
      source: expect.stringMatching(/^AWS Price List API [^;]*$/),
    });
  });

  it('keeps what it knew, and its day, when AWS refuses, and says what to do', async () => {
    let refuses = false;
    const { clock, estimate, logger, prices } = await setup(({ ServiceCode }) =>
      refuses ? { refusal: DENIED } : { products: VIRGINIA[ServiceCode] },
    );
    await prices.refresh();
    expect(logger.warn).not.toHaveBeenCalled();
    refuses = true;
    clock.advance(86_400);
    await prices.refresh();
    await expect(estimate()).resolves.toMatchObject({
      fixedMonthly: 36.5,
      pricesOf: '2026-11-25',
    });
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringMatching(
        /prices of us-east-1 were not read: .*Not authorized.* needs pricing:GetProducts/,
      ),
    );
  });

  it('is as old as the oldest price that AWS did not repeat', async () => {
    let products = VIRGINIA;
    const { clock, estimate, prices } = await setup(({ ServiceCode }) => ({
      products: products[ServiceCode],
    }));
    await prices.refresh();
    products = {
      ...VIRGINIA,
      AmazonVPC: VIRGINIA.AmazonVPC.filter(
        each => !JSON.stringify(each).includes('VpcResource-Consumer-Bytes'),
      ),
    };
    clock.advance(86_400);
    await prices.refresh();
    await expect(estimate()).resolves.toMatchObject({
      monthlyAtVolume: 37.5,
      pricesOf: '2026-11-25',
      pricesFrom: 'price-list',
    });
  });

  it('asks for each Region by itself: one that fails hides no other', async () => {
    const { estimate, prices } = await setup(
      ({ ServiceCode, Filters }) =>
        Filters.some(({ Value }) => Value === 'eu-west-1')
          ? { refusal: DENIED }
          : { products: VIRGINIA[ServiceCode] },
      ['eu-west-1', 'us-east-1'],
    );
    await prices.refresh();
    await expect(estimate()).resolves.toMatchObject({ fixedMonthly: 36.5 });
  });

  it('stops asking when it is told to', async () => {
    const { asked, prices } = await setup();
    await prices.refresh(AbortSignal.abort());
    expect(asked.map(({ ServiceCode }) => ServiceCode)).toEqual([
      'AmazonRoute53',
    ]);
  });
});
