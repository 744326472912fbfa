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
  CostEstimate,
  CostLine,
} from '@towpath/backstage-plugin-database-access-common';
import { PRICES, PriceTable } from './prices';

const HOURS_A_MONTH = 730;

/**
 * What a resource endpoint costs: its hours are known before, its data is not. The gateway, the configuration and the
 * share cost nothing while nothing flows.
 */
export function estimateCost(
  path: {
    region: string;
    endpointZones: number;
    consumerAccountId: string;
    providerAccountId: string;
  },
  table: PriceTable = PRICES,
): CostEstimate {
  const prices = table.regions[path.region];
  const lines: CostLine[] = [
    fixed({
      description: `VPC endpoint in ${path.endpointZones} availability zones`,
      unit: 'AZ-hour',
      unitPrice: prices?.resourceEndpointZoneHour,
      unitsPerMonth: path.endpointZones * HOURS_A_MONTH,
      accountId: path.consumerAccountId,
    }),
    {
      description: 'Data through the endpoint, first PB a month',
      unit: 'GB',
      unitPrice: prices?.resourceConsumerGb,
      accountId: path.consumerAccountId,
    },
    {
      description: 'Data through the resource gateway, first PB a month',
      unit: 'GB',
      unitPrice: prices?.resourceProviderGb,
      accountId: path.providerAccountId,
    },
  ];
  return {
    currency: 'USD',
    fixedMonthly: sumOfFixed(lines),
    lines,
    pricesOf: table.pricesOf,
    source: table.source,
  };
}

/** Nothing is planned, so nothing is known of its cost. */
export function noEstimate(table: PriceTable = PRICES): CostEstimate {
  return {
    currency: 'USD',
    lines: [],
    pricesOf: table.pricesOf,
    source: table.source,
  };
}

/** What may be spent a month without asking again: that day's estimate and a tenth. */
export function costCeiling(estimate: CostEstimate): number | undefined {
  return estimate.fixedMonthly === undefined
    ? undefined
    : cents(estimate.fixedMonthly * 1.1);
}

function fixed(line: CostLine & { unitsPerMonth: number }): CostLine {
  const { unitPrice, unitsPerMonth } = line;
  return {
    ...line,
    monthly:
      unitPrice === undefined ? undefined : cents(unitPrice * unitsPerMonth),
  };
}

function sumOfFixed(lines: CostLine[]): number | undefined {
  const monthly = lines
    .filter(line => line.unitsPerMonth !== undefined)
    .map(line => line.monthly);
  return monthly.some(amount => amount === undefined)
    ? undefined
    : cents(monthly.reduce<number>((sum, amount) => sum + amount!, 0));
}

function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}
