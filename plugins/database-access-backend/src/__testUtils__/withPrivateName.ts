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

import { exampleCompany } from '@towpath/simulated-aws';
import type { PatternFacts } from '../patterns';
import { factsOf, Network } from './simulatedCompany';

const { publicZone } = exampleCompany.accounts['orders-prod'];

/** The private DNS name of the orders database. */
export const PRIVATE_NAME = `orders-postgres.${publicZone!.name}`;

/** What a pattern would be told where config gives the databases of the account names of its domain. */
export function factsWithPrivateName(
  network: Network = 'analytics',
  hostedZoneId: string = publicZone!.id,
): PatternFacts {
  return {
    ...factsOf(network),
    privateDnsName: { name: PRIVATE_NAME, hostedZoneId },
  };
}

/** What a bench of an object of that name is made of. */
export function withPrivateName() {
  return { pattern: 'privatelink' as const, facts: factsWithPrivateName() };
}
