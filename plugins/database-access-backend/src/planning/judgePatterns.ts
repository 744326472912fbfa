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
  Pattern as PatternName,
} from '@towpath/backstage-plugin-database-access-common';
import {
  knownPatterns,
  ObjectGraph,
  Pattern,
  PatternFacts,
  PatternFamily,
  surroundingsOf,
} from '../patterns';
import { ObjectNames } from '../store';
import { billedParts, estimateCost, PriceBook } from './cost';
import { blocking, isBlocked } from './findings';
import { associationFindings } from './joinFindings';
import { latticeFindings } from './latticeFindings';
import { portFindings } from './networkFindings';
import { privatelinkFindings } from './privatelinkFindings';
import { Standing } from './recommendation';
import { roomFindings } from './roomFindings';
import { BothSides } from './sides';

/** What came of one way to connect. */
export interface Judged {
  standing: Standing;
  /** What should be known of this way, and of no other. */
  findings: Finding[];
  /** Absent if it cannot be built, or nothing can. */
  graph?: ObjectGraph;
  /** Keys of nodes whose objects another share uses. */
  reused: ReadonlySet<string>;
}

/** What stands in the way of one of them only. */
const FINDINGS: Record<PatternFamily, (s: BothSides) => Finding[]> = {
  lattice: latticeFindings,
  privatelink: privatelinkFindings,
};

const NOTHING: ReadonlySet<string> = new Set();

/** Looks at each way to connect by itself: what one cannot do is no obstacle to another. */
export async function judgePatterns(options: {
  sides: BothSides;
  /** Of the database, and about VPC Lattice alone. */
  latticeOnly: Finding[];
  /** Of config, and about PrivateLink alone. */
  privatelinkOnly: Finding[];
  /** About one of them alone. */
  ownFindings: ReadonlyMap<PatternName, readonly Finding[]>;
  forbidden: ReadonlyMap<PatternName, string>;
  /** Ways by which the network's VPC is associated already, by what is to be changed. */
  changesAssociationOf: ReadonlySet<PatternName>;
  /** Absent if something stands in the way of all of them. */
  facts?: (pattern: PatternName) => PatternFacts;
  objectNames: ObjectNames;
  /** What stands in the way of exactly these objects. */
  findingsOf: (
    graph: ObjectGraph,
    reused: ReadonlySet<string>,
  ) => Promise<Finding[]>;
  prices: PriceBook;
  volumeGb?: number;
}): Promise<Map<PatternName, Judged>> {
  const judged = await Promise.all(
    knownPatterns.map(
      async each => [each.name, await judge(each, options)] as const,
    ),
  );
  return new Map(judged);
}

async function judge(
  { name, title, family, plan }: Pattern,
  options: Parameters<typeof judgePatterns>[0],
): Promise<Judged> {
  const because = options.forbidden.get(name);
  if (because !== undefined) {
    return notToBuild('forbidden', [
      blocking(ERROR_CODES.patternForbidden, {
        message: `The portal's config forbids ${title} here: ${because}`,
        remedy: `Choose 'recommended', or ask those who run the portal about databaseAccess.patterns.`,
      }),
    ]);
  }
  const { sides, facts, objectNames, prices, volumeGb } = options;
  const findings = [
    ...(family === 'lattice' ? options.latticeOnly : options.privatelinkOnly),
    ...FINDINGS[family](sides),
    ...(options.ownFindings.get(name) ?? []),
  ];
  if (isBlocked(findings)) {
    return notToBuild('impossible', findings);
  }
  if (!facts) {
    return { standing: possible(), findings, reused: NOTHING };
  }
  const itsFacts = facts(name);
  const graph = {
    ...plan(itsFacts),
    surroundings: surroundingsOf(itsFacts),
  };
  const inUse = await objectNames.inUse(graph.nodes);
  const reused = new Set(inUse.map(node => node.key));
  findings.push(
    ...roomFindings(graph, reused, sides),
    ...associationFindings(
      graph,
      reused,
      sides,
      options.changesAssociationOf.has(name),
    ),
    ...otherPorts(graph, sides).flatMap(port =>
      portFindings({
        network: sides.network,
        port,
        facts: sides.consumer,
      }),
    ),
    ...(await options.findingsOf(graph, reused)),
  );
  if (isBlocked(findings)) {
    return notToBuild('impossible', findings);
  }
  const cost = estimateCost(billedParts(graph), prices, volumeGb);
  return { standing: { ...possible(), cost }, findings, graph, reused };
}

/** Those beside the database's own: a load balancer sees no names, so readers come in by another. */
function otherPorts({ opens }: ObjectGraph, { database }: BothSides): number[] {
  return [...new Set(opens.map(({ port }) => port))].filter(
    port => port !== database.port,
  );
}

function possible(): Standing {
  return { verdict: 'possible', reasons: [], remedies: [] };
}

function notToBuild(verdict: Standing['verdict'], findings: Finding[]): Judged {
  const obstacles = findings.filter(({ severity }) => severity === 'blocking');
  return {
    standing: {
      verdict,
      reasons: obstacles.map(({ message }) => message),
      remedies: obstacles.flatMap(({ remedy }) => remedy ?? []),
    },
    findings,
    reused: NOTHING,
  };
}
