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
  DescribeServicesCommand,
  Filter,
  GetAttributeValuesCommand,
  GetProductsCommand,
  paginateGetProducts,
  PricingClient,
} from '@aws-sdk/client-pricing';
import { SimulatedAws } from '../../SimulatedAws';
import { simulatedClientConfig } from '../../testing/clients';
import { pricing } from '.';

interface Item {
  product: {
    productFamily: string;
    sku: string;
    attributes: Record<string, string>;
  };
  serviceCode: string;
  terms: {
    OnDemand: Record<
      string,
      {
        priceDimensions: Record<
          string,
          {
            unit: string;
            beginRange: string;
            endRange: string;
            pricePerUnit: { USD: string };
          }
        >;
      }
    >;
  };
}

function setup(region = 'us-east-1') {
  const aws = SimulatedAws.create({ services: [pricing] });
  const client = new PricingClient(
    simulatedClientConfig(aws, { accountId: '111111111111', region }),
  );
  return {
    client,
    async products(
      ServiceCode: string,
      filters: Record<string, string>,
    ): Promise<Item[]> {
      const { PriceList = [] } = await client.send(
        new GetProductsCommand({ ServiceCode, Filters: filtersOf(filters) }),
      );
      return PriceList.map((item: unknown) => JSON.parse(String(item)));
    },
  };
}

function filtersOf(
  filters: Record<string, string>,
  Type: Filter['Type'] = 'TERM_MATCH',
): Filter[] {
  return Object.entries(filters).map(([Field, Value]) => ({
    Type,
    Field,
    Value,
  }));
}

/** From the lowest range up. */
function prices({ terms }: Item) {
  return Object.values(terms.OnDemand)
    .flatMap(({ priceDimensions }) => Object.values(priceDimensions))
    .sort((a, b) => Number(a.beginRange) - Number(b.beginRange))
    .map(({ unit, beginRange, endRange, pricePerUnit }) =>
      [beginRange, endRange, Number(pricePerUnit.USD), unit].join(' '),
    );
}

describe('GetProducts', () => {
  it.each([
    ['AmazonVPC', 'us-east-1', 'USE1-VpcEndpoint-Hours', ['0 Inf 0.01 Hrs']],
    ['AmazonVPC', 'eu-west-1', 'EU-VpcEndpoint-Hours', ['0 Inf 0.011 Hrs']],
    [
      'AmazonVPC',
      'us-east-1',
      'USE1-VpcEndpoint-Resource-Hours',
      ['0 Inf 0.02 Hrs'],
    ],
    [
      'AmazonVPCLattice',
      'us-east-1',
      'USE1-VpcLattice-Service-Network-Resource-Hours',
      ['0 Inf 0.1 Hrs'],
    ],
    ...[
      'USE1-VpcEndpoint-Bytes',
      'USE1-VpcResource-Consumer-Bytes',
      'USE1-VpcResource-Provider-Bytes',
    ].map((usagetype): [string, string, string, string[]] => [
      'AmazonVPC',
      'us-east-1',
      usagetype,
      ['0 1048576 0.01 GB', '1048576 5242880 0.006 GB', '5242880 Inf 0.004 GB'],
    ]),
  ])(
    'tells %s in %s what %s costs',
    async (service, regionCode, usagetype, expected) => {
      const found = await setup().products(service, { regionCode, usagetype });
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({
        serviceCode: service,
        product: {
          attributes: { servicecode: service, regionCode, usagetype },
        },
      });
      expect(prices(found[0])).toEqual(expected);
    },
  );

  it('tells network load balancers from others by their family only', async () => {
    const { products } = setup();
    const all = await products('AWSELB', {
      regionCode: 'us-east-1',
      usagetype: 'LoadBalancerUsage',
    });
    expect(all.map(({ product }) => product.productFamily).sort()).toEqual([
      'Load Balancer-Application',
      'Load Balancer-Network',
    ]);
    const network = await products('AWSELB', {
      regionCode: 'eu-west-1',
      productFamily: 'Load Balancer-Network',
      operation: 'LoadBalancing:Network',
      usagetype: 'EU-LCUUsage',
    });
    expect(network.map(prices)).toEqual([['0 Inf 0.006 LCU-Hrs']]);
  });

  it('takes the field names of AWS’s examples, and every kind of filter', async () => {
    const { client, products } = setup();
    const found = await products('AmazonVPC', {
      ServiceCode: 'AmazonVPC',
      regionCode: 'us-east-1',
    });
    expect(found.length).toBeGreaterThan(5);
    const count = async (Type: Filter['Type'], Value: string) => {
      const { PriceList } = await client.send(
        new GetProductsCommand({
          ServiceCode: 'AmazonVPC',
          Filters: [
            { Type: 'TERM_MATCH', Field: 'regionCode', Value: 'us-east-1' },
            { Type, Field: 'usagetype', Value },
          ],
        }),
      );
      return PriceList!.length;
    };
    const hours = 'USE1-VpcEndpoint-Hours';
    expect(await count('EQUALS', hours)).toBe(1);
    expect(await count('CONTAINS', 'Resource-')).toBe(3);
    expect(await count('ANY_OF', `${hours},USE1-VpcEndpoint-Bytes`)).toBe(2);
    expect(await count('NONE_OF', hours)).toBe(found.length - 1);
  });

  it('answers an empty list when nothing fits', async () => {
    const { products } = setup();
    expect(await products('AmazonVPC', { regionCode: 'sa-east-1' })).toEqual(
      [],
    );
    expect(await products('AmazonVPC', { colour: 'blue' })).toEqual([]);
  });

  it('comes in pages', async () => {
    const { client, products } = setup();
    const skus: string[] = [];
    let pages = 0;
    for await (const page of paginateGetProducts(
      { client, pageSize: 3 },
      { ServiceCode: 'AWSELB' },
    )) {
      pages += 1;
      for (const item of page.PriceList!) {
        skus.push((JSON.parse(String(item)) as Item).product.sku);
      }
    }
    expect(pages).toBe(4);
    const all = await products('AWSELB', {});
    expect(new Set(skus)).toEqual(new Set(all.map(p => p.product.sku)));
    expect(skus).toHaveLength(all.length);
    await expect(
      client.send(
        new GetProductsCommand({ ServiceCode: 'AWSELB', NextToken: 'x' }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidNextTokenException' });
  });

  it.each([
    [{ ServiceCode: 'AmazonNothing' }, 'NotFoundException'],
    [
      {
        ServiceCode: 'AWSELB',
        Filters: filtersOf({ a: 'b' }, 'STARTS_WITH' as Filter['Type']),
      },
      'InvalidParameterException',
    ],
    [{ ServiceCode: 'AWSELB', MaxResults: 101 }, 'InvalidParameterException'],
  ])('refuses %o', async (input, name) => {
    await expect(
      setup().client.send(new GetProductsCommand(input)),
    ).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });

  it('is to be had in three Regions only, whatever Region is asked about', async () => {
    await expect(
      setup('eu-west-1').products('AmazonVPC', { regionCode: 'eu-west-1' }),
    ).rejects.toMatchObject({
      name: 'InvalidSignatureException',
      message: expect.stringContaining('us-east-1'),
    });
  });
});

describe('DescribeServices', () => {
  it('names services and their attributes', async () => {
    const { client } = setup();
    const { Services } = await client.send(new DescribeServicesCommand());
    expect(Services!.map(({ ServiceCode }) => ServiceCode)).toEqual(
      expect.arrayContaining(['AWSELB', 'AmazonVPC', 'AmazonVPCLattice']),
    );
    const one = await client.send(
      new DescribeServicesCommand({ ServiceCode: 'AmazonVPC' }),
    );
    expect(one.Services).toEqual([
      {
        ServiceCode: 'AmazonVPC',
        AttributeNames: expect.arrayContaining([
          'group',
          'operation',
          'productFamily',
          'regionCode',
          'usagetype',
        ]),
      },
    ]);
    await expect(
      client.send(
        new DescribeServicesCommand({ ServiceCode: 'AmazonNothing' }),
      ),
    ).rejects.toMatchObject({ name: 'NotFoundException' });
  });
});

describe('GetAttributeValues', () => {
  it('lists what an attribute may be', async () => {
    const { client } = setup();
    const values = async (AttributeName: string) => {
      const answer = await client.send(
        new GetAttributeValuesCommand({ ServiceCode: 'AWSELB', AttributeName }),
      );
      return answer.AttributeValues!.map(({ Value }) => Value);
    };
    expect(await values('regionCode')).toEqual(['eu-west-1', 'us-east-1']);
    expect(await values('productFamily')).toEqual([
      'Load Balancer-Application',
      'Load Balancer-Network',
    ]);
    await expect(values('colour')).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });
});
