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
} from '@towpath/backstage-plugin-database-access-common';
import { GraphNode, ObjectGraph } from '../patterns';
import { blocking } from './findings';
import { LaneReader } from './LaneReader';

/**
 * Whether somebody else has what would be made, by its name: AWS would refuse a second one, or answer with the first.
 *
 * @param reused - keys of nodes whose objects another share uses
 */
export async function takenNameFindings(
  graph: ObjectGraph,
  reused: ReadonlySet<string>,
  reader: LaneReader,
): Promise<Finding[]> {
  const findings = await Promise.all(
    graph.nodes
      .filter(({ key }) => !reused.has(key))
      .map(node => findingOf(node, reader)),
  );
  return findings.flat();
}

async function findingOf(
  { type, lane, name, title }: GraphNode,
  reader: LaneReader,
): Promise<Finding[]> {
  const listed = await reader.objects(lane, type);
  const holder = listed?.find(object => object.name === name);
  // One of ours whose row is gone is taken over; of whom AWS does not say, the one who makes it will.
  if (!holder || (await reader.isOurs(lane, holder)) !== false) {
    return [];
  }
  return [
    blocking(ERROR_CODES.awsObjectForeign, {
      message: `The name ${name}, which the ${title.toLocaleLowerCase(
        'en-US',
      )} would have, is taken in ${reader.nameOf(lane)}, ${lane.region}: ${
        holder.id
      } has it, and does not carry this installation's tag.`,
      remedy: `In account ${lane.accountId}, delete ${holder.id} if nobody needs it; or give the portal another databaseAccess.installation.`,
    }),
  ];
}
