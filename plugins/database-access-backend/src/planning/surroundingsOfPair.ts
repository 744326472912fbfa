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

import { Plan } from '@towpath/backstage-plugin-database-access-common';
import { ObjectGraph } from '../patterns';

interface Planned {
  plan: Pick<Plan, 'network'>;
  graph: ObjectGraph;
}

/**
 * What packets meet between a network and a database, each of which is in a graph of its own: around the clients as in the
 * one, around the database as in the other.
 */
export function surroundingsOfPair(
  ofDatabase: Planned,
  ofNetwork: Planned,
): Pick<ObjectGraph, 'surroundings'> {
  const around = (
    { plan, graph }: Planned,
    side: 'network' | 'database',
  ): NonNullable<ObjectGraph['surroundings']> => {
    const { vpcId, subnetIds, clientSecurityGroupIds } = plan.network;
    const own = new Set([vpcId, ...subnetIds, ...clientSecurityGroupIds]);
    return (graph.surroundings ?? []).filter(
      ({ awsId }) => own.has(awsId) === (side === 'network'),
    );
  };
  return {
    surroundings: [
      ...around(ofNetwork, 'network'),
      ...around(ofDatabase, 'database'),
    ],
  };
}
