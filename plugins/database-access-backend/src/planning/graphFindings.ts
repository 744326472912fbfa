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

import { Finding } from '@towpath/backstage-plugin-database-access-common';
import { ObjectGraph } from '../patterns';
import { addressBlockFindings } from './addressBlockFindings';
import { heldNameFindings } from './heldNameFindings';
import { LaneReader } from './LaneReader';
import { permissionFindings } from './permissionFindings';
import { quotaFindings } from './quotaFindings';
import { BothSides } from './sides';
import { takenNameFindings } from './takenNameFindings';

/**
 * What stands in the way of exactly these objects, in whatever lanes they are.
 *
 * @param reused - keys of nodes whose objects another share uses
 */
export async function graphFindings(
  graph: ObjectGraph,
  reused: ReadonlySet<string>,
  options: {
    sides: BothSides;
    reader: LaneReader;
    installation: string;
    /** The network uses the database already: what holds its name there may be its own. */
    isShared: boolean;
  },
): Promise<Finding[]> {
  const { sides, reader, installation, isShared } = options;
  const [quotas, names, permissions] = await Promise.all([
    quotaFindings(graph, reused, { sides, reader }),
    takenNameFindings(graph, reused, reader),
    permissionFindings(graph, reused, { reader, installation }),
  ]);
  return [
    ...(isShared ? [] : heldNameFindings(graph, sides)),
    ...addressBlockFindings(graph, reused, sides),
    ...quotas,
    ...names,
    ...permissions,
  ];
}
