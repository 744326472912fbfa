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

/** How many things there are, by the document and table that they stand in. */
export type Census = Record<string, number>;

/** What AWS remembers of calls, or keeps for itself once it has it, as the role of load balancers: no object of ours. */
const MEMORIES = [
  'clientTokens',
  'eventHistory',
  // What CloudWatch has measured.
  'series',
  'changes',
  'invitations',
  'sessions',
  'roles',
];

/** States of what AWS only still shows. */
const OVER = new Set(['deleted', 'DELETED', 'DISASSOCIATED']);

/** Parts that are objects of ours. */
const PARTS = ['associations', 'principals', 'records', 'targets', 'vpcs'];

/** Counts what there is in all accounts. */
export function censusOf(world: World): Census {
  world.settle();
  const census: Census = {};
  const count = (kind: string, things: object) => {
    const left = Object.values(things).filter(thing => !isOver(thing));
    if (left.length > 0) {
      census[kind] = (census[kind] ?? 0) + left.length;
    }
    return left;
  };
  for (const [place, tables] of Object.entries(world.documents)) {
    for (const [table, things] of Object.entries(tables)) {
      if (MEMORIES.includes(table) || typeof things !== 'object') {
        continue;
      }
      for (const thing of count(`${place} ${table}`, things)) {
        for (const part of PARTS) {
          const parts = (thing as Record<string, unknown>)?.[part];
          if (typeof parts === 'object' && parts !== null) {
            count(`${place} ${table}.${part}`, parts);
          }
        }
      }
    }
  }
  return census;
}

/** What there is more, or less, of. */
export function differenceOf(now: Census, before: Census): Census {
  const kinds = new Set([...Object.keys(now), ...Object.keys(before)]);
  return Object.fromEntries(
    [...kinds]
      .sort()
      .map(kind => [kind, (now[kind] ?? 0) - (before[kind] ?? 0)] as const)
      .filter(([, difference]) => difference !== 0),
  );
}

function isOver(thing: unknown): boolean {
  const { state, status } = (thing ?? {}) as Record<string, unknown>;
  return OVER.has(String(state)) || OVER.has(String(status));
}
