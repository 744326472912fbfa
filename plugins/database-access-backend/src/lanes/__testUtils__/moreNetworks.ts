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

import { World } from '@towpath/simulated-aws';
import {
  ANALYTICS,
  factsOf,
  REGION,
} from '../../__testUtils__/simulatedCompany';
import { PatternFacts } from '../../patterns';

/** The first VPC of the account of analytics, and what lies in it, by the ends of their ids. */
const OF_FIRST_VPC = /-06666(0{10})([01][0-9a-f])/g;

/**
 * Gives the account of analytics so many more VPCs like its first one.
 *
 * @returns what a pattern would be told of the database and of each of them
 */
export function moreNetworks(world: World, count: number): PatternFacts[] {
  const tables = world.documents[`ec2/${ANALYTICS}/${REGION}`] as Record<
    string,
    Record<string, object>
  >;
  const originals = Object.entries(tables).flatMap(([table, things]) =>
    Object.entries(things)
      .filter(([, thing]) => JSON.stringify(thing).match(OF_FIRST_VPC))
      .map(([id, thing]) => ({ table, id, thing })),
  );
  return Array.from({ length: count }, (_, index) => {
    const copied = (text: string) =>
      text
        .replace(OF_FIRST_VPC, `-06666${hex(index + 1, 10)}$2`)
        .replace(
          /(sgr|aclassoc)-0([0-9a-f]{12})[0-9a-f]{4}/g,
          `$1-0$2${hex(index + 1, 4)}`,
        );
    for (const { table, id, thing } of originals) {
      tables[table][copied(id)] = JSON.parse(copied(JSON.stringify(thing)));
    }
    const facts = factsOf('analytics');
    return {
      ...facts,
      network: {
        ...JSON.parse(copied(JSON.stringify(facts.network))),
        name: `analytics-${index + 1}`,
      },
    };
  });
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
