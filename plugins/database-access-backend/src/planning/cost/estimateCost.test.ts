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
import { BilledPart } from './BilledPart';
import { costCeiling, estimateCost, noEstimate } from './estimateCost';
import { PriceBook } from './PriceBook';
import { PRICES, PriceTable } from './PriceTable';

const CLIENTS = '666666666666';
const OWNERS = '333333333333';
const region = 'us-east-1';
const book = new PriceBook(PRICES);

const endpoint: BilledPart = {
  kind: 'resource-endpoint',
  zones: 2,
  accountId: CLIENTS,
  region,
};
const gateway: BilledPart = {
  kind: 'resource-gateway',
  accountId: OWNERS,
  region,
};
const interfaceEndpoint: BilledPart = {
  kind: 'interface-endpoint',
  zones: 2,
  accountId: CLIENTS,
  region,
};
const loadBalancer: BilledPart = {
  kind: 'load-balancer',
  accountId: OWNERS,
  region,
};

describe('the cost of an updater', () => {
  const updater: BilledPart = { kind: 'updater', accountId: OWNERS, region };

  it('is little, and not nothing', () => {
    // 43,800 runs of a second with 0.125 GB.
    expect(estimateCost([updater], book)).toMatchObject({
      fixedMonthly: 0.1,
      lines: [
        { unit: 'run', unitsPerMonth: 43_800, monthly: 0.01 },
        { unit: 'GB-second', unitsPerMonth: 5_475, monthly: 0.09 },
      ],
    });
  });

  it('is unknown where its price is', () => {
    const elsewhere = { ...updater, region: 'eu-west-1' };
    expect(estimateCost([elsewhere], book).fixedMonthly).toBeUndefined();
  });
});

describe('the cost of an access log', () => {
  it('is by volume, which nobody knows, and no part of the sum', () => {
    const log: BilledPart = { kind: 'access-log', accountId: OWNERS, region };
    const estimate = estimateCost([log, loadBalancer], book, 100);
    const without = estimateCost([loadBalancer], book, 100);
    expect(estimate.fixedMonthly).toBe(without.fixedMonthly);
    expect(estimate.monthlyAtVolume).toBe(without.monthlyAtVolume);
    expect(estimate.lines).toContainEqual({
      description: expect.stringContaining('access log'),
      unit: 'GB',
      accountId: OWNERS,
    });
  });
});

describe('the cost of a resource endpoint', () => {
  const parts = [gateway, endpoint];
  const lineOf = (estimate: CostEstimate, start: string) =>
    estimate.lines.find(line => line.description.startsWith(start));

  it('is that of its zones for 730 hours, billed to the clients’ account', () => {
    const estimate = estimateCost(parts, book);
    expect(estimate.fixedMonthly).toBe(29.2);
    expect(estimate.lines[0]).toEqual({
      description: 'VPC endpoint in 2 availability zones',
      unit: 'AZ-hour',
      unitPrice: 0.02,
      unitsPerMonth: 1460,
      monthly: 29.2,
      accountId: CLIENTS,
    });
  });

  it('says the price of a GB for both accounts, and no sum that nobody can know', () => {
    const estimate = estimateCost(parts, book);
    const consumer = lineOf(estimate, 'Data through the endpoint');
    const provider = lineOf(estimate, 'Data through the resource gateway');
    expect(consumer).toMatchObject({
      unit: 'GB',
      unitPrice: 0.01,
      accountId: CLIENTS,
    });
    expect(provider).toMatchObject({
      unit: 'GB',
      unitPrice: 0.01,
      accountId: OWNERS,
    });
    for (const line of [consumer, provider]) {
      expect(line?.monthly).toBe(undefined);
      expect(line?.unitsPerMonth).toBe(undefined);
    }
    expect(estimate.volumeGb).toBe(undefined);
    expect(estimate.monthlyAtVolume).toBe(undefined);
  });

  it('counts data at the volume that somebody expects, and keeps it out of what is fixed', () => {
    const estimate = estimateCost(parts, book, 100);
    expect(estimate).toMatchObject({
      fixedMonthly: 29.2,
      volumeGb: 100,
      monthlyAtVolume: 31.2,
    });
    expect(lineOf(estimate, 'Data through the endpoint')).toMatchObject({
      unitsPerMonth: 100,
      monthly: 1,
    });
  });

  it('gets cheaper by the GB after the first PB and after the fifth', () => {
    const at = (gb: number) =>
      estimateCost([gateway], book, gb).monthlyAtVolume;
    const petabyte = 1_048_576;
    expect(at(petabyte)).toBe(10_485.76);
    expect(at(petabyte + 1)).toBe(10_485.77);
    expect(at(2 * petabyte)).toBe(16_777.22);
    expect(at(6 * petabyte)).toBe(39_845.89);
  });

  it('is unknown, and never 0, in a Region without prices', () => {
    const elsewhere = parts.map(part => ({ ...part, region: 'eu-west-1' }));
    const estimate = estimateCost(elsewhere, book, 100);
    expect(estimate.fixedMonthly).toBe(undefined);
    expect(estimate.monthlyAtVolume).toBe(undefined);
    expect(estimate.lines.map(line => line.unitPrice)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(estimate.lines.map(line => line.monthly)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(costCeiling(estimate)).toBe(undefined);
  });

  it('names the day and the pages of its prices', () => {
    expect(estimateCost(parts, book)).toMatchObject({
      currency: 'USD',
      pricesOf: PRICES.pricesOf,
      pricesFrom: 'table',
      source: expect.stringContaining('https://aws.amazon.com/'),
    });
    expect(PRICES.pricesOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(noEstimate(book)).toEqual({
      currency: 'USD',
      lines: [],
      pricesOf: PRICES.pricesOf,
      pricesFrom: 'table',
      source: PRICES.source,
    });
  });

  it('may grow by a tenth before somebody has to agree again', () => {
    expect(costCeiling(estimateCost(parts, book))).toBe(32.12);
  });
});

describe('the cost of PrivateLink', () => {
  it('bills the load balancer to the owners, and the endpoint to the clients', () => {
    const estimate = estimateCost([loadBalancer, interfaceEndpoint], book);
    expect(
      estimate.lines
        .filter(line => line.unitsPerMonth !== undefined)
        .map(line => [line.unit, line.monthly, line.accountId]),
    ).toEqual([
      ['hour', 16.43, OWNERS],
      ['AZ-hour', 14.6, CLIENTS],
    ]);
    expect(estimate.fixedMonthly).toBe(31.03);
  });

  it('tells the price between zones and does not guess how much crosses them', () => {
    const estimate = estimateCost([loadBalancer], book, 100);
    const crossing = estimate.lines.find(({ description }) =>
      description.startsWith('Data from one availability zone to another'),
    );
    expect(crossing?.unitPrice).toBe(0.01);
    expect(crossing?.monthly).toBe(undefined);
    expect(estimate.monthlyAtVolume).toBe(16.43 + 0.6);
  });

  it('counts the zone that gives the database its name', () => {
    const zone: BilledPart = {
      kind: 'hosted-zone',
      accountId: CLIENTS,
      region: 'eu-west-1',
    };
    expect(estimateCost([zone], book).fixedMonthly).toBe(0.5);
  });

  it('is unknown at any volume from another Region, and known without', () => {
    const away: BilledPart = {
      kind: 'other-region',
      to: 'eu-west-1',
      accountId: OWNERS,
      region,
    };
    const parts = [loadBalancer, interfaceEndpoint, away];
    expect(estimateCost(parts, book).fixedMonthly).toBe(31.03);
    expect(estimateCost(parts, book, 100).monthlyAtVolume).toBe(undefined);
  });
});

/** What n networks in two zones each cost together, each moving as many GB through what they share. */
function monthly(
  own: BilledPart,
  shared: BilledPart,
  { networks, gb }: { networks: number; gb: number },
): number {
  const owns = estimateCost([own], book, gb).monthlyAtVolume!;
  const shares = estimateCost([shared], book, networks * gb).monthlyAtVolume!;
  return Math.round((networks * owns + shares) * 100) / 100;
}

describe('the worked table of docs/patterns.md', () => {
  it.each([
    { networks: 1, gb: 100, lattice: 31.2, privatelink: 32.63 },
    { networks: 1, gb: 1_000, lattice: 49.2, privatelink: 47.03 },
    { networks: 3, gb: 100, lattice: 93.6, privatelink: 65.03 },
    { networks: 10, gb: 100, lattice: 312, privatelink: 178.43 },
    { networks: 10, gb: 10_000, lattice: 2_292, privatelink: 1_762.43 },
  ])(
    '$networks networks, $gb GB each: $lattice or $privatelink USD',
    ({ lattice, privatelink, ...use }) => {
      expect(monthly(endpoint, gateway, use)).toBe(lattice);
      expect(monthly(interfaceEndpoint, loadBalancer, use)).toBe(privatelink);
    },
  );
});

describe('a price book', () => {
  const listed: PriceTable = {
    pricesOf: '2026-11-24',
    source: 'AWS Price List API',
    from: 'price-list',
    regions: { 'us-east-1': { resourceEndpointZoneHour: 0.03 } },
  };

  it('prefers what AWS says, and takes the rest from the dated table, of whose day it then is', () => {
    const estimate = estimateCost(
      [endpoint],
      new PriceBook(listed, PRICES),
      100,
    );
    expect(estimate).toMatchObject({
      fixedMonthly: 43.8,
      monthlyAtVolume: 44.8,
      pricesOf: PRICES.pricesOf,
      pricesFrom: 'table',
    });
    expect(estimate.source).toBe(`AWS Price List API; ${PRICES.source}`);
  });

  it('names the list alone if the list knew everything', () => {
    const whole: PriceTable = {
      ...listed,
      regions: {
        'us-east-1': {
          resourceEndpointZoneHour: 0.03,
          resourceConsumerGb: [{ usd: 0.02 }],
        },
      },
    };
    expect(
      estimateCost([endpoint], new PriceBook(whole, PRICES)),
    ).toMatchObject({
      pricesOf: '2026-11-24',
      pricesFrom: 'price-list',
      source: 'AWS Price List API',
    });
  });

  it('takes a price of 0 for a price, since AWS says it', () => {
    const free: PriceTable = {
      ...listed,
      regions: { 'us-east-1': { resourceConsumerGb: [{ usd: 0 }] } },
    };
    const [, data] = estimateCost(
      [endpoint],
      new PriceBook(free, PRICES),
      100,
    ).lines;
    expect(data).toMatchObject({ unitPrice: 0, monthly: 0 });
  });
});
