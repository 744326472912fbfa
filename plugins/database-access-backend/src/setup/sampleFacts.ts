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

import type { PatternFacts } from '../patterns';

/** The sides that a share may have something on. */
export const SIDES = ['provider', 'consumer', 'networking'] as const;

/** One of them: the account of the database, that of the network, or one that owns a service network for both. */
export type Side = (typeof SIDES)[number];

/** Accounts that no config has: a node of a sample lies in one of them, and so on one side. */
export const SAMPLE_ACCOUNTS: Readonly<Record<Side, string>> = {
  provider: '000000000001',
  consumer: '000000000002',
  networking: '000000000003',
};

const REGION = 'us-east-1';

type OptionalFact = {
  [K in keyof PatternFacts]-?: undefined extends PatternFacts[K] ? K : never;
}[keyof PatternFacts];

const YES_AND_NO = [true, false];

const ZONES = YES_AND_NO.flatMap(database =>
  YES_AND_NO.map(network => ({
    name: 'sample',
    accountId: SAMPLE_ACCOUNTS.networking,
    region: REGION,
    sameOrganization: { database, network },
  })),
);

/**
 * What a fact may be, beside absent, where config has a say in it. The compiler asks here for every optional fact that
 * patterns learn to know, so that no object type is forgotten that is planned only with it.
 */
const IF_WANTED: Record<OptionalFact | 'zone', readonly unknown[]> = {
  accessLogGroup: ['/aws/vendedlogs/vpc-lattice/sample'],
  privateDnsName: [
    { name: 'sample.db.example.com', hostedZoneId: 'Z00000000000000000001' },
  ],
  updater: [true],
  zone: ZONES,
};

const DATABASE: PatternFacts['database'] = {
  accountId: SAMPLE_ACCOUNTS.provider,
  region: REGION,
  arn: `arn:aws:rds:${REGION}:${SAMPLE_ACCOUNTS.provider}:cluster:sample`,
  identifier: 'sample',
  host: `sample.cluster-abcdefghijkl.${REGION}.rds.amazonaws.com`,
  readerHost: `sample.cluster-ro-abcdefghijkl.${REGION}.rds.amazonaws.com`,
  port: 5432,
  vpcId: 'vpc-1',
  subnets: subnetsIn('use1'),
  shareableSecurityGroupIds: ['sg-1'],
};

/** What config may lead to, beside what every config does. */
export interface SampleWishes {
  /** Networks may lie in other Regions than databases. */
  otherRegions: boolean;
  facts: ReadonlySet<keyof typeof IF_WANTED>;
}

/** All that any config may lead to. */
export const ALL_WISHES: SampleWishes = {
  otherRegions: true,
  facts: new Set(Object.keys(IF_WANTED) as Array<keyof typeof IF_WANTED>),
};

/** Facts of databases and networks that differ in all that patterns make a difference of. */
export function sampleFacts(wishes: SampleWishes): PatternFacts[] {
  const always: Record<string, readonly unknown[]> = {
    sameOrganization: YES_AND_NO,
    join: ['endpoint', 'association'],
    network: (wishes.otherRegions ? [REGION, 'eu-west-1'] : [REGION]).flatMap(
      region => [networkIn(region, ['sg-2']), networkIn(region, [])],
    ),
  };
  let samples: object[] = [{ installation: 'sample', database: DATABASE }];
  for (const [fact, values] of Object.entries(always)) {
    samples = samples.flatMap(facts =>
      values.map(value => ({ ...facts, [fact]: value })),
    );
  }
  for (const fact of wishes.facts) {
    samples = samples.flatMap(facts => [
      facts,
      ...IF_WANTED[fact].map(value => ({ ...facts, [fact]: value })),
    ]);
  }
  return samples as PatternFacts[];
}

function networkIn(
  region: string,
  clientSecurityGroupIds: string[],
): PatternFacts['network'] {
  return {
    accountId: SAMPLE_ACCOUNTS.consumer,
    region,
    name: 'sample',
    vpcId: 'vpc-2',
    subnets: subnetsIn(region === REGION ? 'use1' : 'euw1'),
    clientSecurityGroupIds,
  };
}

function subnetsIn(zones: string) {
  return [1, 2].map(i => ({
    subnetId: `subnet-${zones}-${i}`,
    availabilityZoneId: `${zones}-az${i}`,
    cidrBlock: `10.0.${i}.0/24`,
  }));
}
