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

import { EVERYWHERE, PriceItem, RegionPrices, Tier } from './PriceTable';

/** A product of AWS's price list, as far as it is read: https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-the-aws-price-list-query-api.html */
export interface ListedProduct {
  product?: {
    attributes?: { usagetype?: string; operation?: string };
  };
  serviceCode?: string;
  publicationDate?: string;
  terms?: {
    OnDemand?: Record<
      string,
      {
        priceDimensions?: Record<
          string,
          {
            unit?: string;
            beginRange?: string;
            endRange?: string;
            pricePerUnit?: { USD?: string };
          }
        >;
      }
    >;
  };
}

/** What is asked of the list, for each Region or once for all. */
export interface PriceQuestion {
  service: string;
  filters: Record<string, string>;
  items: readonly ListedItem[];
}

interface ListedItem {
  item: PriceItem;
  /** Of the usage type, behind the Region's prefix. */
  usage: string;
  operation?: string;
  unit: RegExp;
  tiered?: true;
}

const HOURS = /^(?:LCU-)?H(?:ou)?rs?$/i;
const GB = /^GB$/i;
const ZONES = /^HostedZone$/i;
const REQUESTS = /^Requests?$/i;
/** "Understand codes for Amazon VPC in billing and usage reports" counts network paths; how the list spells that was not seen. */
const RUNS =
  /^(?:Analys[ei]s|Analysis[- ]?Runs?|Runs?|Count|Quantity|Paths?)$/i;
const GB_SECONDS = /^(?:Lambda-GB-)?Seconds?$/i;

/** What is asked about one Region. */
export function questionsAbout(region: string): PriceQuestion[] {
  return [
    {
      service: 'AmazonVPC',
      filters: { regionCode: region },
      items: [
        {
          item: 'resourceEndpointZoneHour',
          usage: 'VpcEndpoint-Resource-Hours',
          unit: HOURS,
        },
        {
          item: 'resourceConsumerGb',
          usage: 'VpcResource-Consumer-Bytes',
          unit: GB,
          tiered: true,
        },
        {
          item: 'resourceProviderGb',
          usage: 'VpcResource-Provider-Bytes',
          unit: GB,
          tiered: true,
        },
        {
          item: 'interfaceEndpointZoneHour',
          usage: 'VpcEndpoint-Hours',
          operation: 'VpcEndpoint',
          unit: HOURS,
        },
        {
          item: 'interfaceEndpointGb',
          usage: 'VpcEndpoint-Bytes',
          operation: 'VpcEndpoint',
          unit: GB,
          tiered: true,
        },
        { item: 'pathAnalysis', usage: 'Analysis-Runs', unit: RUNS },
      ],
    },
    {
      service: 'AWSELB',
      filters: { regionCode: region, operation: 'LoadBalancing:Network' },
      items: [
        {
          item: 'loadBalancerHour',
          usage: 'LoadBalancerUsage',
          operation: 'LoadBalancing:Network',
          unit: HOURS,
        },
        {
          item: 'loadBalancerUnitHour',
          usage: 'LCUUsage',
          operation: 'LoadBalancing:Network',
          unit: HOURS,
        },
      ],
    },
    {
      service: 'AWSDataTransfer',
      filters: { fromRegionCode: region, transferType: 'IntraRegion' },
      items: [
        {
          item: 'crossZoneGb',
          usage: 'DataTransfer-Regional-Bytes',
          unit: GB,
        },
      ],
    },
    {
      service: 'AWSLambda',
      filters: { regionCode: region },
      items: [
        { item: 'lambdaRequest', usage: 'Request', unit: REQUESTS },
        {
          item: 'lambdaGbSecond',
          usage: 'Lambda-GB-Second',
          unit: GB_SECONDS,
        },
      ],
    },
  ];
}

/** What is the same in every Region. */
export const QUESTION_ABOUT_ALL: PriceQuestion = {
  service: 'AmazonRoute53',
  filters: { usagetype: 'HostedZone' },
  items: [{ item: 'hostedZoneMonth', usage: 'HostedZone', unit: ZONES }],
};

/** A price, and when AWS published it. */
export interface ListedPrice {
  region: string;
  item: PriceItem;
  price: number | readonly Tier[];
  publishedAt?: string;
}

/** The prices that these products name. One that cannot be read for certain is left out: unknown, not 0. */
export function listedPrices(
  region: string,
  question: PriceQuestion,
  products: readonly ListedProduct[],
): ListedPrice[] {
  return question.items.flatMap(listed => {
    const named = products
      .filter(product => isMeant(product, listed))
      .map(product => ({
        tiers: tiersOf(product, listed.unit),
        publishedAt: product.publicationDate,
      }));
    const [first] = named;
    if (
      !first?.tiers ||
      named.some(each => !isEqual(each.tiers, first.tiers))
    ) {
      return [];
    }
    return [
      {
        region: question === QUESTION_ABOUT_ALL ? EVERYWHERE : region,
        item: listed.item,
        price: listed.tiered ? first.tiers : first.tiers[0].usd,
        publishedAt: first.publishedAt,
      },
    ];
  });
}

/** Prices by Region, as a price table has them. */
export function toRegions(
  prices: ReadonlyArray<{ region: string; item: string; price: unknown }>,
): Record<string, RegionPrices> {
  const regions: Record<string, Record<string, unknown>> = {};
  for (const { region, item, price } of prices) {
    regions[region] = { ...regions[region], [item]: price };
  }
  return regions as Record<string, RegionPrices>;
}

/** How AWS begins a usage type in most Regions; any other word in front of it means another thing. */
const REGION_PREFIX = /^(?:EU|[A-Z]{3}\d)-/;

function isMeant({ product }: ListedProduct, listed: ListedItem): boolean {
  const { usagetype = '', operation } = product?.attributes ?? {};
  return (
    usagetype.replace(REGION_PREFIX, '') === listed.usage &&
    (listed.operation === undefined || operation === listed.operation)
  );
}

/** The tiers of the one offer on demand; undefined unless each of them is a price in USD for the right unit. */
function tiersOf(
  { terms }: ListedProduct,
  unit: RegExp,
): [Tier, ...Tier[]] | undefined {
  const [offer, ...others] = Object.values(terms?.OnDemand ?? {});
  const dimensions = Object.values(offer?.priceDimensions ?? {});
  const tiers = dimensions
    .map(dimension => ({
      from: Number(dimension.beginRange ?? 0),
      upTo: rangeEnd(dimension.endRange),
      usd: Number.parseFloat(dimension.pricePerUnit?.USD ?? ''),
      isRight: unit.test(dimension.unit ?? ''),
    }))
    .sort((a, b) => a.from - b.from);
  const isCertain =
    others.length === 0 &&
    tiers.length > 0 &&
    tiers[0].from === 0 &&
    tiers.every(
      ({ usd, isRight, upTo }, i) =>
        isRight &&
        usd >= 0 &&
        upTo === (i + 1 < tiers.length ? tiers[i + 1].from : Infinity),
    );
  return isCertain
    ? (tiers.map(({ upTo, usd }) => ({
        ...(upTo !== Infinity && { upToGb: upTo }),
        usd,
      })) as [Tier, ...Tier[]])
    : undefined;
}

function rangeEnd(end: string | undefined): number {
  return end === undefined || end === 'Inf' ? Infinity : Number(end);
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
