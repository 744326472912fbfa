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
  Plan,
} from '@towpath/backstage-plugin-database-access-common';
import {
  clientsOf,
  GraphNode,
  heldBack,
  isClientRule,
  isSame,
  naturalKey,
  networkAtPort,
  ObjectGraph,
  opensNoMore,
  pairInZone,
  Part,
  partOf,
} from '../patterns';
import { StoredShare } from '../store';
import { differenceOf } from './differenceOf';
import { surroundingsOfPair } from './surroundingsOfPair';

/** An access of a zone that changes with the one that is asked for: what it becomes, and of what. */
export interface Together {
  /** What is taken over from. */
  former: StoredShare<ObjectGraph>;
  graph: ObjectGraph;
  plan: Plan;
  difference: string[];
  opensMore: boolean;
  interrupts: boolean;
}

/** A graph for people; what is there already is reused. */
export type Describe = (
  graph: ObjectGraph,
  isThere: (node: GraphNode) => boolean,
) => Pick<Plan, 'objects' | 'cost'>;

/** A network or a database of a zone, as it is in a graph. */
interface Planned {
  plan: Plan;
  graph: ObjectGraph;
}

/**
 * Accesses that use what is changed for one: those of its network, where that joins the zone in another way; and those of
 * its database, where that has another port, gateway or the like. What else they are made of stays as it is.
 *
 * @param living - the accesses of the zone, none of which waits to take over from another
 */
export function changingTogether(
  installation: string,
  asked: Planned & { former: StoredShare<ObjectGraph> },
  living: readonly StoredShare<ObjectGraph>[],
  describe: Describe,
): Together[] {
  const { former, plan } = asked;
  const ofNetwork = differsIn('network', former.graph, asked.graph);
  const ofDatabase = differsIn('database', former.graph, asked.graph);
  return living
    .filter(({ id }) => id !== former.id)
    .flatMap(share => {
      if (ofNetwork && share.network === plan.network.name) {
        return [become(installation, share, [share, asked], describe)];
      }
      return ofDatabase && share.databaseArn === plan.databaseArn
        ? [become(installation, share, [asked, share], describe)]
        : [];
    })
    .filter(({ graph, former: own }) => !isSame(graph, own.graph));
}

/** The accesses of a zone, those that change as they are to be. */
export function asChanged(
  living: readonly StoredShare<ObjectGraph>[],
  changed: ReadonlyArray<Planned & { former: StoredShare<ObjectGraph> }>,
): StoredShare<ObjectGraph>[] {
  return living.map(share => {
    const next = changed.find(({ former }) => former.id === share.id);
    return next ? { ...share, plan: next.plan, graph: next.graph } : share;
  });
}

/**
 * Whether anything of a part is another object than before, or other clients are let in; that they are let in at one more
 * port changes no network.
 */
function differsIn(part: Part, one: ObjectGraph, other: ObjectGraph): boolean {
  const partsOf = (graph: ObjectGraph) =>
    [
      ...partOf(graph, part)
        .filter(node => !isClientRule(node))
        .map(naturalKey),
      ...(part === 'network' ? clientsOf(graph) : []),
    ]
      .sort()
      .join();
  return partsOf(one) !== partsOf(other);
}

/** What an access becomes whose database is as in one graph, and whose network as in another. */
function become(
  installation: string,
  former: StoredShare<ObjectGraph>,
  [ofDatabase, ofNetwork]: readonly [Planned, Planned],
  describe: Describe,
): Together {
  const { network, join } = ofNetwork.plan;
  const pair = pairInZone({
    installation,
    ofDatabase: ofDatabase.graph,
    ofNetwork: networkAtPort({
      installation,
      graph: ofNetwork.graph,
      network,
      port: ofDatabase.plan.endpoint.port,
    }),
  });
  const graph = { ...pair, ...surroundingsOfPair(ofDatabase, ofNetwork) };
  const plan: Plan = {
    ...ofDatabase.plan,
    databaseRef: former.databaseRef,
    // With what policies looked at.
    database: former.plan.database,
    network,
    join,
    zone: former.zone,
    durationSeconds: former.plan.durationSeconds,
    opens: graph.opens,
    enables: graph.enables,
    // Who is outside of the organisation stays so.
    findings: former.plan.findings.filter(
      ({ code }) => code === ERROR_CODES.outsideOrganization,
    ),
    reasons: [
      `It changed with another access of the zone, because AWS cannot part them.`,
    ],
    recommendation: undefined,
    overrideReason: undefined,
    deciders: undefined,
    digest: undefined,
    change: undefined,
    ...describe(graph, node =>
      [former, ofDatabase, ofNetwork].some(known =>
        known.graph.nodes.some(each => naturalKey(each) === naturalKey(node)),
      ),
    ),
  };
  return {
    former,
    graph,
    plan,
    difference: differenceOf(
      { ...former.plan, opens: former.graph.opens },
      plan,
    ),
    opensMore: !opensNoMore(graph, former.graph),
    interrupts: heldBack(graph, former.graph).length > 0,
  };
}
