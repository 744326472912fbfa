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
  ERROR_CODES,
  Finding,
  Plan,
  PlanChange,
} from '@towpath/backstage-plugin-database-access-common';
import {
  heldBack,
  isProvenBefore,
  isSame,
  ObjectGraph,
  opensNoMore,
} from '../patterns';
import { StoredShare } from '../store';
import { differenceOf } from './differenceOf';
import { blocking } from './findings';

/** What becomes of a living share if another plan for its network and database takes over from it. */
export function planChange(
  former: StoredShare<ObjectGraph>,
  next: { plan: Plan; graph: ObjectGraph },
): { change: PlanChange; findings: Finding[] } {
  const { plan, graph } = next;
  const held = heldBack(graph, former.graph);
  const waiting = graph.nodes
    .filter(({ key }) => held.includes(key))
    .map(({ title }) => title);
  const interrupts = held.length > 0;
  return {
    change: {
      shareId: former.id,
      difference: differenceOf(former.plan, plan),
      opensMore: !opensNoMore(graph, former.graph),
      interrupts,
      interruption: interrupts
        ? `Clients are cut off while AWS takes the former way away and makes ${listOf(
            waiting,
          )}, some minutes as a rule: one VPC holds the name of a database once. ${
            isProvenBefore(graph, held)
              ? 'All else is built before, and has to work under the name that AWS gives the new endpoint: its targets answer, and it is accepted.'
              : 'All else is built before.'
          }`
        : 'Clients notice nothing: the way itself stays, and open connections with it.',
    },
    findings: [
      ...zoneFindings(former, plan),
      ...(isSame(graph, former.graph)
        ? [
            blocking(ERROR_CODES.changeImpossible, {
              message: `The access of ${former.network} to ${former.databaseRef} is built just so already: there is nothing to change.`,
              remedy: 'Ask for another way, or change the network first.',
            }),
          ]
        : []),
    ],
  };
}

/** AWS cannot part a pair from its zone. */
function zoneFindings(former: StoredShare, plan: Plan): Finding[] {
  if (!former.zone && plan.pattern !== 'lattice-service-network') {
    return [];
  }
  return [
    blocking(ERROR_CODES.changeImpossible, {
      message: `An access of a zone is neither changed into another nor made of one: AWS cannot part it from the zone's other accesses.`,
      remedy: `End the access of ${former.network} to ${former.databaseRef}, and ask again.`,
    }),
  ];
}

function listOf(titles: readonly string[]): string {
  const [last, ...others] = [...new Set(titles)].reverse();
  return others.length ? `${others.reverse().join(', ')} and ${last}` : last;
}
