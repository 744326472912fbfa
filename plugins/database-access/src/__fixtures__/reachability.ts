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
  ReachabilityCheck,
  ReachabilityOffer,
  ReachabilityPart,
} from '@towpath/backstage-plugin-database-access-common';

const consumer: ReachabilityPart = {
  id: 'part-1',
  side: 'consumer',
  title: 'From a client to the VPC endpoint',
  accountId: '666666666666',
  accountName: 'analytics',
  region: 'us-east-1',
  state: 'done',
  verdict: 'reachable',
  message: 'Nothing is closed from a client to the VPC endpoint.',
  explanations: [],
  layers: [],
};

const provider: ReachabilityPart = {
  ...consumer,
  id: 'part-2',
  side: 'provider',
  title: 'From the resource gateway to the database',
  accountId: '333333333333',
  accountName: 'orders-prod',
  message: 'Nothing is closed from the resource gateway to the database.',
};

export const reachable: ReachabilityCheck = {
  id: 'check-1',
  shareId: 'share-1',
  requestId: 'request-1',
  means: 'analyzer',
  status: 'done',
  verdict: 'reachable',
  message: 'AWS finds nothing closed.',
  parts: [consumer, provider],
  cost: {
    currency: 'USD',
    analyses: 2,
    total: 0.2,
    pricesOf: '2026-09-20',
    source: 'https://aws.amazon.com/vpc/pricing/',
    pricesFrom: 'table',
  },
  askedBy: 'user:default/ada',
  askedAt: '2026-08-06T12:00:00.000Z',
  endedAt: '2026-08-06T12:00:40.000Z',
};

/** The rule of the database's security group is gone. */
export const notReachable: ReachabilityCheck = {
  ...reachable,
  id: 'check-2',
  verdict: 'not-reachable',
  message: 'The security group sg-1 of the database does not let TCP 5432 in.',
  parts: [
    consumer,
    {
      ...provider,
      verdict: 'not-reachable',
      explanations: [
        {
          code: 'ENI_SG_RULES_MISMATCH',
          message:
            'The security group sg-1 of the database does not let TCP 5432 in.',
          remedy: 'Try the access again on this page.',
        },
      ],
    },
  ],
};

export const running: ReachabilityCheck = {
  ...reachable,
  id: 'check-3',
  status: 'running',
  verdict: undefined,
  message: undefined,
  endedAt: undefined,
  parts: [
    { ...consumer, state: 'running', verdict: undefined, message: undefined },
    { ...provider, state: 'waiting', verdict: undefined, message: undefined },
  ],
};

/** TLS fails, and what lies behind it was not tried. */
export const probed: ReachabilityCheck = {
  ...reachable,
  id: 'check-4',
  means: 'prober',
  verdict: 'not-reachable',
  message: 'The certificate is for another name.',
  cost: undefined,
  parts: [
    {
      ...consumer,
      side: 'whole',
      title: 'From Analytics to the database, by a function in the network',
      verdict: 'not-reachable',
      message: 'The certificate is for another name.',
      layers: [
        { name: 'dns', outcome: 'passed', message: 'The name is 10.128.0.9.' },
        { name: 'tcp', outcome: 'passed', message: 'It takes connections.' },
        {
          name: 'tls',
          outcome: 'failed',
          message: 'The certificate is for another name.',
          remedy: 'Connect by the name that RDS gave it.',
        },
        { name: 'database', outcome: 'skipped', message: 'Not tried.' },
      ],
    },
  ],
};

export const offer: ReachabilityOffer = {
  means: 'analyzer',
  mayCheck: true,
  parts: [
    { side: 'consumer', title: consumer.title },
    { side: 'provider', title: provider.title },
  ],
  leavesOut: ['What lies between the two accounts is not looked at.'],
  cost: reachable.cost,
};

export const noOffer: ReachabilityOffer = {
  ...offer,
  mayCheck: false,
  because: 'VPC Reachability Analyzer is switched off.',
  cost: undefined,
};

export const proberOffer: ReachabilityOffer = {
  means: 'prober',
  mayCheck: true,
  parts: [{ side: 'whole', title: 'From Analytics to the database' }],
  leavesOut: [],
};
