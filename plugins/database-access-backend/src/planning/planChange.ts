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
  ChangeTogether,
  ConsumerNetwork,
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
import { Together } from './changingTogether';
import { differenceOf } from './differenceOf';
import { blocking } from './findings';
import { Beside } from './openedBeside';

/** What becomes of a living share if another plan for its network and database takes over from it. */
export function planChange(
  former: StoredShare<ObjectGraph>,
  next: { plan: Plan; graph: ObjectGraph },
  inZone: { together: readonly Together[]; beside: readonly Beside[] } = {
    together: [],
    beside: [],
  },
): { change: PlanChange; findings: Finding[] } {
  const { plan, graph } = next;
  const { together, beside } = inZone;
  const interrupts = heldBack(graph, former.graph).length > 0;
  return {
    change: {
      shareId: former.id,
      difference: differenceOf(ownPlan(former.plan, former.graph), {
        ...plan,
        // Of the others each says by itself what is new.
        opens: [graph, ...beside.map(each => each.graph)].flatMap(
          ({ opens }) => opens,
        ),
      }),
      opensMore:
        beside.length > 0 ||
        !opensNoMore(graph, former.graph) ||
        together.some(each => each.opensMore),
      interrupts,
      interruption: interruptionOf(former, next, together),
      ...(together.length > 0 && { together: together.map(toTogether) }),
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

/** The plan of one that changes with what is asked for, which it knows of, as that knows of it. */
export function planTogether(
  asked: { former: StoredShare<ObjectGraph>; plan: Plan },
  together: readonly Together[],
  own: Together,
): Plan {
  const { former, plan, difference, opensMore, interrupts } = own;
  const { change, databaseRef, network } = asked.plan;
  return {
    ...plan,
    change: {
      shareId: former.id,
      difference,
      opensMore,
      interrupts,
      interruption: interruptionOf(former, own, []),
      together: [
        {
          shareId: asked.former.id,
          network: network.name,
          databaseRef,
          databaseArn: asked.plan.databaseArn,
          difference: change!.difference,
          opensMore: change!.opensMore ?? true,
          interrupts: change!.interrupts,
        },
        ...together.filter(each => each !== own).map(toTogether),
      ],
    },
  };
}

function toTogether(each: Together): ChangeTogether {
  const { former, difference, opensMore, interrupts } = each;
  return {
    shareId: former.id,
    network: former.network,
    databaseRef: former.databaseRef,
    databaseArn: former.databaseArn,
    difference,
    opensMore,
    interrupts,
  };
}

/** What it opens itself, without what became reachable with it. */
function ownPlan(plan: Plan, { opens }: ObjectGraph): Plan {
  return { ...plan, opens };
}

function interruptionOf(
  former: StoredShare<ObjectGraph>,
  { graph, plan }: { graph: ObjectGraph; plan: Plan },
  together: readonly Together[],
): string {
  const held = heldBack(graph, former.graph);
  const gone = clientsLeftOut(former.plan.network, plan.network);
  const waiting = graph.nodes
    .filter(({ key }) => held.includes(key))
    .map(({ title }) => title);
  if (held.length === 0) {
    return gone
      ? `${gone} The others notice nothing: the way itself stays.`
      : 'Clients notice nothing: the way itself stays, and open connections with it.';
  }
  const cutOff = together.filter(({ interrupts }) => interrupts).length;
  return `${gone ? `${gone} ` : ''}Clients ${
    cutOff > 0 ? `of ${cutOff + 1} accesses ` : ''
  }are cut off while AWS takes the former way away and makes ${listOf(
    waiting,
  )}, some minutes as a rule: one VPC holds the name of a database once. ${
    isProvenBefore(graph, held)
      ? 'All else is built before, and has to work under the name that AWS gives the new endpoint: its targets answer, and it is accepted.'
      : 'All else is built before.'
  }`;
}

/**
 * Who may connect no more. What passes already passes on when a rule goes: "Untracked connections" and "Idle connection
 * tracking timeout" in https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html
 */
function clientsLeftOut(
  before: ConsumerNetwork,
  after: ConsumerNetwork,
): string | undefined {
  const stay = after.clientSecurityGroupIds;
  const groups = before.clientSecurityGroupIds.filter(id => !stay.includes(id));
  // A network that names no group means all that is in its subnets.
  const isNarrowed =
    before.clientSecurityGroupIds.length === 0 && stay.length > 0;
  if (stay.length === 0 || (groups.length === 0 && !isNarrowed)) {
    return undefined;
  }
  const who = isNarrowed
    ? `Whoever is in the subnets and not in ${listOf(stay)}`
    : `Whoever is only in ${listOf(groups)}`;
  return `${who} can connect no more; what they have open may pass on until they close it.`;
}

/** AWS cannot part a pair from its zone; within it, all change that use what is changed. */
function zoneFindings(former: StoredShare, plan: Plan): Finding[] {
  if (former.zone === plan.zone) {
    return [];
  }
  return [
    blocking(ERROR_CODES.changeImpossible, {
      message: `An access of a zone is neither changed into another pattern nor made of one: AWS cannot part it from the zone's other accesses.`,
      remedy: `End the access of ${former.network} to ${former.databaseRef}, and ask again.`,
    }),
  ];
}

function listOf(titles: readonly string[]): string {
  const [last, ...others] = [...new Set(titles)].reverse();
  return others.length ? `${others.reverse().join(', ')} and ${last}` : last;
}
