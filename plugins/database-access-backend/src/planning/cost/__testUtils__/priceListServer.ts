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

import { createServer } from 'http';
import { AddressInfo } from 'net';
import { PricingClient } from '@aws-sdk/client-pricing';

/** A question as it came over the wire. */
export interface AskedQuestion {
  target?: string;
  ServiceCode: string;
  Filters: Array<{ Type: string; Field: string; Value: string }>;
  NextToken?: string;
}

/** A product as AWS lists it, with what nobody reads. */
export function product(
  usagetype: string,
  tiers: Array<{ usd?: string; from?: string; to?: string; unit?: string }>,
  more: { operation?: string; cny?: string } = {},
): object {
  const sku = usagetype.replace(/[^A-Z]/g, '').padEnd(16, 'X');
  const offer = `${sku}.JRTCKXETXF`;
  return {
    product: {
      productFamily: 'VpcEndpoint',
      attributes: {
        regionCode: 'us-east-1',
        servicecode: 'AmazonVPC',
        locationType: 'AWS Region',
        location: 'US East (N. Virginia)',
        usagetype,
        operation: more.operation ?? '',
        servicename: 'Amazon Virtual Private Cloud',
      },
      sku,
    },
    serviceCode: 'AmazonVPC',
    terms: {
      OnDemand: {
        [offer]: {
          priceDimensions: Object.fromEntries(
            tiers.map(({ usd, from = '0', to = 'Inf', unit = 'Hrs' }, i) => [
              `${offer}.TIER${i}`,
              {
                unit,
                endRange: to,
                description: `$${usd} per ${unit} for ${usagetype}`,
                appliesTo: [],
                rateCode: `${offer}.TIER${i}`,
                beginRange: from,
                pricePerUnit: {
                  ...(usd !== undefined && { USD: usd }),
                  ...(more.cny !== undefined && { CNY: more.cny }),
                },
              },
            ]),
          ),
          sku,
          effectiveDate: '2026-10-01T00:00:00Z',
          offerTermCode: 'JRTCKXETXF',
          termAttributes: {},
        },
      },
    },
    version: '20261015171846',
    publicationDate: '2026-10-15T17:18:46Z',
  };
}

/** The tiers of data through endpoints, out of order, as a list may have them. */
export const DATA_TIERS = [
  { usd: '0.0040000000', from: '5242880', unit: 'GB' },
  { usd: '0.0100000000', to: '1048576', unit: 'GB' },
  { usd: '0.0060000000', from: '1048576', to: '5242880', unit: 'GB' },
];

const NETWORK = { operation: 'LoadBalancing:Network' };
const ENDPOINT = { operation: 'VpcEndpoint' };

/** What AWS would answer for one Region, by service, with neighbours that look alike. */
export const VIRGINIA: Record<string, object[]> = {
  AmazonVPC: [
    product('USE1-VpcEndpoint-GWLBE-Hours', [{ usd: '0.0125' }], ENDPOINT),
    product('USE1-VpcEndpoint-Hours', [{ usd: '0.0110000000' }], ENDPOINT),
    product('USE1-VpcEndpoint-Bytes', DATA_TIERS, ENDPOINT),
    product('USE1-VpcEndpoint-Resource-Hours', [{ usd: '0.0250000000' }], {
      operation: 'VpcResourceConsumer',
    }),
    product('USE1-VpcResource-Consumer-Bytes', DATA_TIERS),
    product('USE1-VpcResource-Provider-Bytes', DATA_TIERS),
  ],
  AWSELB: [
    product('LoadBalancerUsage', [{ usd: '0.0230000000' }], NETWORK),
    product('TS-LoadBalancerUsage', [{ usd: '0.0050000000' }], NETWORK),
    product('Outposts-LoadBalancerUsage', [{ usd: '0.0200' }], NETWORK),
    product('LCUUsage', [{ usd: '0.0060000000', unit: 'LCU-Hrs' }], NETWORK),
  ],
  AWSDataTransfer: [
    product('DataTransfer-Regional-Bytes', [{ usd: '0.01', unit: 'GB' }]),
  ],
  AmazonRoute53: [
    product('HostedZone', [
      { usd: '0.5000000000', to: '25', unit: 'HostedZone' },
      { usd: '0.1000000000', from: '25', unit: 'HostedZone' },
    ]),
  ],
};

const servers: Array<() => Promise<void>> = [];

/** Stops every price list that a test started. */
export async function stopPriceLists(): Promise<void> {
  for (const close of servers.splice(0)) {
    await close();
  }
}

/** A price list that answers over HTTP, and a client of AWS's SDK that asks it. */
export async function startPriceList(
  answer: (asked: AskedQuestion) => {
    products?: object[];
    nextToken?: string;
    refusal?: { type: string; message: string };
  },
) {
  const asked: AskedQuestion[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', chunk => chunks.push(chunk));
    req.on('end', () => {
      const question = {
        target: req.headers['x-amz-target'],
        ...JSON.parse(Buffer.concat(chunks).toString()),
      };
      asked.push(question);
      const { products = [], nextToken, refusal } = answer(question);
      res.writeHead(refusal ? 400 : 200, {
        'Content-Type': 'application/x-amz-json-1.1',
      });
      res.end(
        JSON.stringify(
          refusal
            ? { __type: refusal.type, message: refusal.message }
            : {
                FormatVersion: 'aws_v1',
                PriceList: products.map(each => JSON.stringify(each)),
                NextToken: nextToken,
              },
        ),
      );
    });
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const client = new PricingClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'portal', secretAccessKey: 'simulated' },
    maxAttempts: 1,
  });
  servers.push(async () => {
    client.destroy();
    await new Promise(resolve => {
      server.close(resolve);
    });
  });
  return { asked, client };
}
