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
import { BilledPart } from './BilledPart';
import { OpenPriceBook, PriceBook } from './PriceBook';
import { EVERYWHERE, Tier } from './PriceTable';

/** AWS's own month: https://aws.amazon.com/privatelink/pricing/ */
const HOURS_A_MONTH = 730;

/** A line, and when it is due: without any use, by the GB, or for something that nobody counts before. */
type Line = CostLine & { due: 'always' | 'by-volume' | 'uncounted' };

/**
 * What these parts cost a month. Data goes through all of them.
 *
 * @param volumeGb - GB a month that somebody expects
 */
export function estimateCost(
  parts: readonly BilledPart[],
  book: PriceBook,
  volumeGb?: number,
): CostEstimate {
  const prices = book.open();
  const lines = parts.flatMap(part => linesOf(part, prices, volumeGb));
  const always = lines.filter(({ due }) => due === 'always');
  const counted = lines.filter(({ due }) => due !== 'uncounted');
  const others = lines.filter(({ due }) => due !== 'always');
  return {
    currency: 'USD',
    fixedMonthly: sumOf(always),
    lines: [...always, ...others].map(({ due: _, ...line }) => line),
    ...prices.origin(),
    ...(volumeGb !== undefined && {
      volumeGb,
      monthlyAtVolume: sumOf(counted),
    }),
  };
}

/** Nothing is planned, so nothing is known of its cost. */
export function noEstimate(book: PriceBook): CostEstimate {
  return { currency: 'USD', lines: [], ...book.open().origin() };
}

/** What may be spent a month without asking again: that day's estimate and a tenth. */
export function costCeiling(estimate: CostEstimate): number | undefined {
  return estimate.fixedMonthly === undefined
    ? undefined
    : cents(estimate.fixedMonthly * 1.1);
}

/** What one part costs: its hours are known before, its data only if somebody expects some. */
function linesOf(
  part: BilledPart,
  prices: OpenPriceBook,
  gb: number | undefined,
): Line[] {
  switch (part.kind) {
    case 'resource-endpoint':
      return resourceEndpoint(part, prices, gb);
    case 'resource-gateway':
      return resourceGateway(part, prices, gb);
    case 'network-resource':
      return networkResource(part, prices);
    case 'network-data':
      return networkData(part, prices, gb);
    case 'interface-endpoint':
      return interfaceEndpoint(part, prices, gb);
    case 'load-balancer':
      return loadBalancer(part, prices, gb);
    case 'hosted-zone':
      return hostedZone(part, prices);
    case 'updater':
      return updater(part, prices);
    case 'access-log':
      return accessLog(part);
    default:
      return otherRegion(part, gb);
  }
}

function resourceEndpoint(
  { accountId, region, zones }: BilledPart & { zones: number },
  prices: OpenPriceBook,
  gb?: number,
): Line[] {
  return [
    fixed({
      description: `VPC endpoint in ${zones} availability ${
        zones === 1 ? 'zone' : 'zones'
      }`,
      unit: 'AZ-hour',
      unitPrice: prices.price(region, 'resourceEndpointZoneHour'),
      unitsPerMonth: zones * HOURS_A_MONTH,
      accountId,
    }),
    data({
      description: 'Data through the endpoint, first PB a month',
      tiers: prices.price(region, 'resourceConsumerGb'),
      gb,
      accountId,
    }),
  ];
}

/** One resource in a service network, by the hour; networks join for nothing. */
function networkResource(
  { accountId, region }: BilledPart,
  prices: OpenPriceBook,
): Line[] {
  return [
    fixed({
      description: 'Database in the service network',
      unit: 'hour',
      unitPrice: prices.price(region, 'networkResourceHour'),
      unitsPerMonth: HOURS_A_MONTH,
      accountId,
    }),
  ];
}

function networkData(
  { accountId, region }: BilledPart,
  prices: OpenPriceBook,
  gb?: number,
): Line[] {
  return [
    data({
      description: 'Data through the service network, first PB a month',
      tiers: prices.price(region, 'resourceConsumerGb'),
      gb,
      accountId,
    }),
  ];
}

function resourceGateway(
  { accountId, region }: BilledPart,
  prices: OpenPriceBook,
  gb?: number,
): Line[] {
  return [
    data({
      description: 'Data through the resource gateway, first PB a month',
      tiers: prices.price(region, 'resourceProviderGb'),
      gb,
      accountId,
    }),
  ];
}

function interfaceEndpoint(
  { accountId, region, zones }: BilledPart & { zones: number },
  prices: OpenPriceBook,
  gb?: number,
): Line[] {
  return [
    fixed({
      description: `Interface endpoint in ${zones} availability ${
        zones === 1 ? 'zone' : 'zones'
      }`,
      unit: 'AZ-hour',
      unitPrice: prices.price(region, 'interfaceEndpointZoneHour'),
      unitsPerMonth: zones * HOURS_A_MONTH,
      accountId,
    }),
    data({
      description: 'Data through the endpoint, first PB a month',
      tiers: prices.price(region, 'interfaceEndpointGb'),
      gb,
      accountId,
    }),
  ];
}

function loadBalancer(
  { accountId, region }: BilledPart,
  prices: OpenPriceBook,
  gb?: number,
): Line[] {
  const unit = prices.price(region, 'loadBalancerUnitHour');
  return [
    fixed({
      description: 'Network Load Balancer',
      unit: 'hour',
      unitPrice: prices.price(region, 'loadBalancerHour'),
      unitsPerMonth: HOURS_A_MONTH,
      accountId,
    }),
    // One capacity unit is 1 GB an hour, and AWS bills what an hour used of it: spread over the month, a unit a GB.
    data({
      description: 'Capacity of the load balancer, one unit-hour a GB',
      tiers: unit === undefined ? undefined : [{ usd: unit }],
      gb,
      accountId,
    }),
    {
      description:
        'Data from one availability zone to another, each way; how much of it crosses nobody knows, so it is not in the sum',
      unit: 'GB',
      unitPrice: prices.price(region, 'crossZoneGb'),
      accountId,
      due: 'uncounted',
    },
  ];
}

function hostedZone({ accountId }: BilledPart, prices: OpenPriceBook): Line[] {
  return [
    fixed({
      description: 'Private hosted zone',
      unit: 'month',
      unitPrice: prices.price(EVERYWHERE, 'hostedZoneMonth'),
      unitsPerMonth: 1,
      accountId,
    }),
  ];
}

/** Every minute of a month. */
const RUNS_A_MONTH = HOURS_A_MONTH * 60;
/** The least memory that Lambda gives, for as long as a run may take that finds nothing to do. */
const GB_SECONDS_A_RUN = 0.125;

/**
 * As if the account had no free million of runs: who uses it for something else has none. What a schedule hands to its
 * targets EventBridge does not bill.
 */
function updater(
  { accountId, region }: BilledPart,
  prices: OpenPriceBook,
): Line[] {
  return [
    fixed({
      description: 'Updater, a run a minute',
      unit: 'run',
      unitPrice: prices.price(region, 'lambdaRequest'),
      unitsPerMonth: RUNS_A_MONTH,
      accountId,
    }),
    fixed({
      description: 'Updater at work, a second a run',
      unit: 'GB-second',
      unitPrice: prices.price(region, 'lambdaGbSecond'),
      unitsPerMonth: RUNS_A_MONTH * GB_SECONDS_A_RUN,
      accountId,
    }),
  ];
}

/** CloudWatch Logs bills delivered lines by the GB; no price of it stands in our tables, and nobody knows how many there will be. */
function accessLog({ accountId }: BilledPart): Line[] {
  return [
    {
      description:
        'Lines of the access log that CloudWatch Logs takes in and keeps, one for each connection; how many there will be nobody knows, so it is not in the sum',
      unit: 'GB',
      accountId,
      due: 'uncounted',
    },
  ];
}

/** No page of AWS that we know of says what PrivateLink's own transfer between Regions costs: unknown. */
function otherRegion(
  part: BilledPart & { to: string },
  gb: number | undefined,
): Line[] {
  return [
    data({
      description: `Data from ${part.region} to ${part.to}`,
      tiers: undefined,
      gb,
      accountId: part.accountId,
    }),
  ];
}

function fixed(line: CostLine & { unitsPerMonth: number }): Line {
  const { unitPrice, unitsPerMonth } = line;
  return {
    ...line,
    monthly:
      unitPrice === undefined ? undefined : cents(unitPrice * unitsPerMonth),
    due: 'always',
  };
}

function data(line: {
  description: string;
  tiers: readonly Tier[] | undefined;
  gb: number | undefined;
  accountId: string;
}): Line {
  const { description, tiers, gb, accountId } = line;
  return {
    description,
    unit: 'GB',
    unitPrice: tiers?.[0]?.usd,
    ...(gb !== undefined && {
      unitsPerMonth: gb,
      monthly: tiers && cents(throughTiers(tiers, gb)),
    }),
    accountId,
    due: 'by-volume',
  };
}

function throughTiers(tiers: readonly Tier[], gb: number): number {
  let sum = 0;
  let from = 0;
  for (const { upToGb = Infinity, usd } of tiers) {
    sum += Math.max(0, Math.min(gb, upToGb) - from) * usd;
    from = upToGb;
  }
  return sum;
}

function sumOf(lines: readonly CostLine[]): number | undefined {
  return lines.some(({ monthly }) => monthly === undefined)
    ? undefined
    : cents(lines.reduce((sum, { monthly }) => sum + monthly!, 0));
}

/** Half a cent counts as one, whatever binary makes of it: 16.425 USD are 16.43. */
function cents(amount: number): number {
  return Math.round(Number((amount * 100).toPrecision(12))) / 100;
}
