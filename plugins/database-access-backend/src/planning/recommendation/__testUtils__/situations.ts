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

import { Pattern } from '@towpath/backstage-plugin-database-access-common';
import { Standing } from '../recommend';
import { Situation } from '../Situation';

/** One database, one network, one Region, one organisation: nothing out of the ordinary. */
export const ordinary: Situation = {
  database: {
    name: 'orders-postgres',
    accountId: '333333333333',
    accountName: 'orders-prod',
    region: 'us-east-1',
    zones: ['use1-az1', 'use1-az2', 'use1-az4'],
    cidrBlocks: ['10.20.0.0/24'],
    publiclyAccessible: false,
  },
  network: {
    name: 'analytics',
    accountId: '666666666666',
    accountName: 'analytics',
    region: 'us-east-1',
    zones: ['use1-az2', 'use1-az4'],
    cidrBlocks: ['10.128.0.0/18'],
  },
  sameOrganization: true,
  networks: 1,
  databases: 1,
  loadBalancerStands: false,
  forbidden: new Map(),
};

/** The ordinary situation with something else. */
export function situation(
  change: Omit<Partial<Situation>, 'database' | 'network'> & {
    database?: Partial<Situation['database']>;
    network?: Partial<Situation['network']>;
  } = {},
): Situation {
  return {
    ...ordinary,
    ...change,
    database: { ...ordinary.database, ...change.database },
    network: { ...ordinary.network, ...change.network },
  };
}

/** Everything would work, but for what is given. */
export function standings(
  change: Partial<Record<Pattern, Partial<Standing>>> = {},
): Map<Pattern, Standing> {
  const names: Pattern[] = [
    'lattice-resource-endpoint',
    'privatelink',
    'lattice-service-network',
    'lattice-consumer-network',
  ];
  return new Map(
    names.map(name => [
      name,
      { verdict: 'possible', reasons: [], remedies: [], ...change[name] },
    ]),
  );
}
