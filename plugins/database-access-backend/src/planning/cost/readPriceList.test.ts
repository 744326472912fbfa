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

import {
  DATA_TIERS,
  product,
  startPriceList,
  stopPriceLists,
  VIRGINIA,
} from './__testUtils__/priceListServer';
import { listedPrices, questionsAbout } from './listedPrices';
import { readPricesOf, readPricesOfAll } from './readPriceList';

afterEach(stopPriceLists);

const TIERS = [
  { upToGb: 1_048_576, usd: 0.01 },
  { upToGb: 5_242_880, usd: 0.006 },
  { usd: 0.004 },
];

describe('AWS’s price list', () => {
  it('is asked as AWS’s client asks, and read as AWS answers', async () => {
    const { asked, client } = await startPriceList(({ ServiceCode }) => ({
      products: VIRGINIA[ServiceCode],
    }));
    const prices = await readPricesOf(client, 'us-east-1');

    expect(
      Object.fromEntries(prices.map(({ item, price }) => [item, price])),
    ).toEqual({
      resourceEndpointZoneHour: 0.025,
      resourceConsumerGb: TIERS,
      resourceProviderGb: TIERS,
      interfaceEndpointZoneHour: 0.011,
      interfaceEndpointGb: TIERS,
      loadBalancerHour: 0.023,
      loadBalancerUnitHour: 0.006,
      crossZoneGb: 0.01,
    });
    expect(prices[0]).toMatchObject({
      region: 'us-east-1',
      publishedAt: '2026-10-15T17:18:46Z',
    });
    expect(asked[0]).toMatchObject({
      target: 'AWSPriceListService.GetProducts',
      ServiceCode: 'AmazonVPC',
      Filters: [
        { Type: 'TERM_MATCH', Field: 'regionCode', Value: 'us-east-1' },
      ],
    });
  });

  it('is asked once for what is the same everywhere', async () => {
    const { asked, client } = await startPriceList(({ ServiceCode }) => ({
      products: VIRGINIA[ServiceCode],
    }));
    await expect(readPricesOfAll(client)).resolves.toEqual([
      {
        region: 'everywhere',
        item: 'hostedZoneMonth',
        price: 0.5,
        publishedAt: '2026-10-15T17:18:46Z',
      },
    ]);
    expect(asked).toHaveLength(1);
  });

  it('is read to its last page', async () => {
    const [first, ...rest] = VIRGINIA.AmazonVPC;
    const { asked, client } = await startPriceList(
      ({ ServiceCode, NextToken }) => {
        if (ServiceCode !== 'AmazonVPC') {
          return {};
        }
        return NextToken === 'page-2'
          ? { products: rest }
          : { products: [first], nextToken: 'page-2' };
      },
    );
    const prices = await readPricesOf(client, 'us-east-1');
    expect(prices.map(({ item }) => item)).toContain(
      'resourceEndpointZoneHour',
    );
    expect(
      asked.filter(({ ServiceCode }) => ServiceCode === 'AmazonVPC'),
    ).toHaveLength(2);
  });

  it('that refuses is no list without prices', async () => {
    const { client } = await startPriceList(() => ({
      refusal: { type: 'AccessDeniedException', message: 'Not authorized' },
    }));
    await expect(readPricesOf(client, 'us-east-1')).rejects.toThrow(
      'Not authorized',
    );
  });
});

describe('a price of the list', () => {
  const [vpc] = questionsAbout('us-east-1');
  const USAGE = 'USE1-VpcEndpoint-Resource-Hours';
  const hours = (tier: Parameters<typeof product>[1][number]) =>
    product(USAGE, [tier]);
  const read = (...products: object[]) =>
    listedPrices('us-east-1', vpc, products);

  it('may be 0, if AWS says so', () => {
    expect(read(hours({ usd: '0.0000000000' }))).toMatchObject([{ price: 0 }]);
  });

  it.each<[string, object]>([
    ['in another currency only', product(USAGE, [{}], { cny: '0.1' })],
    ['that is no number', hours({ usd: 'free' })],
    ['that is negative', hours({ usd: '-0.02' })],
    ['for another unit', hours({ usd: '0.02', unit: 'GB' })],
    ['that begins later', hours({ usd: '0.02', from: '100' })],
    [
      'with a gap between its tiers',
      product('USE1-VpcResource-Consumer-Bytes', [
        DATA_TIERS[1],
        DATA_TIERS[0],
      ]),
    ],
    ['without terms', { product: { attributes: { usagetype: USAGE } } }],
    [
      'of something else',
      product('USE1-VpcEndpoint-GWLBE-Hours', [{ usd: '0.02' }]),
    ],
    ['of nothing', {}],
  ])('is unknown %s', (_, listed) => {
    expect(read(listed)).toEqual([]);
  });

  it('is unknown where two products disagree, and known where they do not', () => {
    const once = hours({ usd: '0.02' });
    expect(read(once, hours({ usd: '0.03' }))).toEqual([]);
    expect(read(once, hours({ usd: '0.0200' }))).toMatchObject([
      { item: 'resourceEndpointZoneHour', price: 0.02 },
    ]);
  });
});
