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

import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import { DbCluster, DbInstance, rdsState, RdsState } from '../rds/state';

/** A name under which a database answers; AWS makes a child configuration for each. */
export interface DatabaseEndpoint {
  /** What the child's name ends with. */
  identifier: string;
  /** Of the instance or cluster behind it. */
  arn: string;
  domainName: string;
  port: number;
}

/** An RDS instance or cluster as a resource configuration sees it. */
export interface DatabaseTarget {
  vpcId: string | undefined;
  publiclyAccessible: boolean;
  endpoints: DatabaseEndpoint[];
}

export function isDatabaseArn(arn: string): boolean {
  return /^arn:aws[a-z-]*:rds:[a-z0-9-]+:\d{12}:(db|cluster):[^:]+$/.test(arn);
}

/** The database with this ARN in this account and Region. */
export function databaseAt(
  world: World,
  place: Place,
  arn: string,
): DatabaseTarget | undefined {
  const state = rdsState.of(world, place);
  const instance = Object.values(state.instances).find(db => db.arn === arn);
  if (instance) {
    return {
      vpcId: vpcOf(state, instance),
      publiclyAccessible: instance.publiclyAccessible,
      endpoints: [endpointOf(instance)],
    };
  }
  const cluster = Object.values(state.clusters).find(db => db.arn === arn);
  return cluster && clusterTarget(state, cluster);
}

function clusterTarget(state: RdsState, cluster: DbCluster): DatabaseTarget {
  const members = cluster.members
    .map(id => state.instances[id])
    .filter(member => member !== undefined);
  const endpoint = (identifier: string, domainName: string) => ({
    identifier,
    domainName,
    arn: cluster.arn,
    port: cluster.port,
  });
  return {
    vpcId: vpcOf(state, cluster),
    publiclyAccessible: members.some(member => member.publiclyAccessible),
    endpoints: [
      endpoint(cluster.dbClusterIdentifier, cluster.endpoint),
      endpoint(`${cluster.dbClusterIdentifier}-ro`, cluster.readerEndpoint),
      ...members.map(endpointOf),
    ],
  };
}

function endpointOf(instance: DbInstance): DatabaseEndpoint {
  return {
    identifier: instance.dbInstanceIdentifier,
    arn: instance.arn,
    domainName: instance.address,
    port: instance.port,
  };
}

function vpcOf(
  state: RdsState,
  database: { subnetGroupName: string },
): string | undefined {
  return state.subnetGroups[database.subnetGroupName]?.vpcId;
}
