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

import { leadsTheWholeWay } from '../__testUtils__/leadsTheWholeWay';
import { inZone } from '../__testUtils__/simulatedCompany';
import { latticeConsumerNetwork, latticeServiceNetwork } from './index';

describe.each(['endpoint', 'association'] as const)(
  'the whole way over a service network that is joined by %s',
  join => {
    const doubts = [
      { 'rds-name-over-vpc-association': 'resolves' },
      { 'shared-configuration-tags': 'visible' },
    ] as const;

    describe('of the consumer', () => {
      leadsTheWholeWay(
        facts => latticeConsumerNetwork({ ...facts, join }),
        ['analytics', 'partner'],
        [...doubts],
      );
    });

    describe('of a zone', () => {
      leadsTheWholeWay(
        facts => latticeServiceNetwork(inZone({ ...facts, join })),
        ['analytics', 'partner'],
        [...doubts],
      );
    });
  },
);
