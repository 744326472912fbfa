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

/** A price per GB up to some volume a month. */
export interface Tier {
  /** GB a month where the next tier begins; absent for the last. */
  upToGb?: number;
  usd: number;
}

/** USD for one unit of one thing in one Region. What is absent is unknown: not 0. */
export interface RegionPrices {
  /** A resource endpoint, for each availability zone and hour. */
  resourceEndpointZoneHour?: number;
  /** Through a resource endpoint, on the side of the clients. */
  resourceConsumerGb?: readonly Tier[];
  /** Through a resource gateway, on the side of the database. */
  resourceProviderGb?: readonly Tier[];
  /** A resource in a service network, for each hour. */
  networkResourceHour?: number;
  /** An interface endpoint, for each availability zone and hour. */
  interfaceEndpointZoneHour?: number;
  /** Through an interface endpoint. */
  interfaceEndpointGb?: readonly Tier[];
  /** A Network Load Balancer. */
  loadBalancerHour?: number;
  /** A capacity unit of a Network Load Balancer: 1 GB in an hour, where data is what counts. */
  loadBalancerUnitHour?: number;
  /** Between two availability zones, each way. */
  crossZoneGb?: number;
  /** A hosted zone of Route 53. */
  hostedZoneMonth?: number;
  /** Running a function of Lambda once. */
  lambdaRequest?: number;
  /** A function of Lambda at work: a GB of memory for a second. */
  lambdaGbSecond?: number;
  /** A path that Reachability Analyzer analyses, once. */
  pathAnalysis?: number;
}

/** One of the prices. */
export type PriceItem = keyof RegionPrices;

/** A list of prices as of one day. A Region that it lacks has no known price. */
export interface PriceTable {
  /** ISO date of the newest page that it was taken from. */
  pricesOf: string;
  source: string;
  /** Default: `table`. */
  from?: 'price-list' | 'table';
  regions: Readonly<Record<string, RegionPrices>>;
}

/** Where prices stand that are the same in every Region. */
export const EVERYWHERE = 'everywhere';

/** As AWS's price list counts. */
const PETABYTE_GB = 1_048_576;

/** AWS's tiers for data through endpoints: the first PB a month, the next four, and more. */
const ENDPOINT_DATA: readonly Tier[] = [
  { upToGb: PETABYTE_GB, usd: 0.01 },
  { upToGb: 5 * PETABYTE_GB, usd: 0.006 },
  { usd: 0.004 },
];

/**
 * Estimates, to be compared with AWS's own pages; they are used where the Price List API was not read. Hours of resource
 * endpoints are `USE1-VpcEndpoint-Resource-Hours`, their data is `VpcResource-Consumer-Bytes` and
 * `VpcResource-Provider-Bytes` of AWS's price list. That both sides are billed for data follows from these two; AWS names
 * no rate of its own for the provider's.
 */
export const PRICES = {
  pricesOf: '2026-09-20',
  source:
    'https://aws.amazon.com/vpc/lattice/pricing/, https://aws.amazon.com/privatelink/pricing/, https://aws.amazon.com/elasticloadbalancing/pricing/, https://aws.amazon.com/route53/pricing/, https://aws.amazon.com/vpc/pricing/ and https://aws.amazon.com/lambda/pricing/',
  from: 'table',
  regions: {
    'us-east-1': {
      resourceEndpointZoneHour: 0.02,
      resourceConsumerGb: ENDPOINT_DATA,
      resourceProviderGb: ENDPOINT_DATA,
      networkResourceHour: 0.1,
      interfaceEndpointZoneHour: 0.01,
      interfaceEndpointGb: ENDPOINT_DATA,
      loadBalancerHour: 0.0225,
      loadBalancerUnitHour: 0.006,
      crossZoneGb: 0.01,
      lambdaRequest: 0.000_000_2,
      lambdaGbSecond: 0.000_016_666_7,
    },
    [EVERYWHERE]: {
      hostedZoneMonth: 0.5,
      // Named for all Regions alike.
      pathAnalysis: 0.1,
    },
  },
} satisfies PriceTable;
