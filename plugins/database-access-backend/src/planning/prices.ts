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

/** USD for one unit of one thing in one Region. */
export interface RegionPrices {
  /** A resource endpoint, for each availability zone and hour. */
  resourceEndpointZoneHour: number;
  /** Through a resource endpoint, on the side of the clients, the first 1 PB a month. */
  resourceConsumerGb: number;
  /** Through a resource gateway, on the side of the database, the first 1 PB a month. */
  resourceProviderGb: number;
}

/** A list of prices as of one day. A Region that it lacks has no known price: not 0. */
export interface PriceTable {
  /** ISO date of the newest page that it was taken from. */
  pricesOf: string;
  source: string;
  regions: Readonly<Record<string, RegionPrices>>;
}

/**
 * Estimates, to be compared with AWS's own pages. Endpoint hours are `USE1-VpcEndpoint-Resource-Hours`, data is
 * `VpcResource-Consumer-Bytes` and `VpcResource-Provider-Bytes` of AWS's price list. That both sides are billed for data
 * follows from these two; AWS names no rate of its own for the provider's.
 */
export const PRICES: PriceTable = {
  pricesOf: '2026-09-20',
  source:
    'https://aws.amazon.com/vpc/lattice/pricing/ and https://aws.amazon.com/privatelink/pricing/',
  regions: {
    'us-east-1': {
      resourceEndpointZoneHour: 0.02,
      resourceConsumerGb: 0.01,
      resourceProviderGb: 0.01,
    },
  },
};
