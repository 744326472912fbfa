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
import { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import { listClusters, listInstances } from './listDatabases';
import { SurroundingType } from './SurroundingType';

/** A database, as far as packets care. */
export interface DatabaseState {
  identifier: string;
  /** RDS's own words: of a cluster its own, then its writer's. */
  statuses: string[];
  /** None of a cluster's instances takes what is written. */
  lacksWriter?: true;
  host?: string;
  port?: number;
  securityGroupIds: string[];
  subnetIds: string[];
  publiclyAccessible: boolean;
}

/** Instances and clusters, by their ARNs. */
export const database: SurroundingType<DatabaseState> = {
  kind: 'rds/database',
  async read(aws, arns) {
    const clusterArns = arns.filter(arn => arn.includes(':cluster:'));
    const [instances, clusters] = await Promise.all([
      listInstances(aws),
      clusterArns.length ? listClusters(aws) : [],
    ]);
    const states = new Map<string, DatabaseState>();
    for (const instance of instances) {
      states.set(lower(instance.DBInstanceArn), stateOfInstance(instance));
    }
    for (const cluster of clusters) {
      states.set(
        lower(cluster.DBClusterArn),
        stateOfCluster(cluster, instances),
      );
    }
    return new Map(
      arns.flatMap(arn => {
        const state = states.get(lower(arn));
        return state ? [[arn, state] as const] : [];
      }),
    );
  },
};

function stateOfInstance(instance: DBInstance): DatabaseState {
  return {
    identifier: instance.DBInstanceIdentifier ?? '',
    statuses: [instance.DBInstanceStatus ?? ''],
    host: instance.Endpoint?.Address,
    port: instance.Endpoint?.Port,
    securityGroupIds: groupIdsOf(instance.VpcSecurityGroups),
    subnetIds: subnetIdsOf(instance),
    publiclyAccessible: instance.PubliclyAccessible ?? false,
  };
}

/** Its instances carry the security groups; the writer is who must answer. */
function stateOfCluster(
  cluster: DBCluster,
  instances: readonly DBInstance[],
): DatabaseState {
  const writerId = cluster.DBClusterMembers?.find(
    ({ IsClusterWriter }) => IsClusterWriter,
  )?.DBInstanceIdentifier;
  const writer = instances.find(
    ({ DBInstanceIdentifier }) => DBInstanceIdentifier === writerId,
  );
  return {
    identifier: cluster.DBClusterIdentifier ?? '',
    statuses: [cluster.Status ?? '', ...statusOf(writer)],
    ...(!writer && { lacksWriter: true as const }),
    host: cluster.Endpoint,
    port: cluster.Port,
    securityGroupIds: groupIdsOf(
      writer?.VpcSecurityGroups ?? cluster.VpcSecurityGroups,
    ),
    subnetIds: writer ? subnetIdsOf(writer) : [],
    publiclyAccessible:
      cluster.PubliclyAccessible ?? writer?.PubliclyAccessible ?? false,
  };
}

function statusOf(instance: DBInstance | undefined): string[] {
  return instance?.DBInstanceStatus ? [instance.DBInstanceStatus] : [];
}

function groupIdsOf(groups: DBInstance['VpcSecurityGroups']): string[] {
  return (groups ?? []).flatMap(group => group.VpcSecurityGroupId ?? []).sort();
}

function subnetIdsOf({ DBSubnetGroup }: DBInstance): string[] {
  return (DBSubnetGroup?.Subnets ?? [])
    .flatMap(({ SubnetIdentifier }) => SubnetIdentifier ?? [])
    .sort();
}

/** RDS keeps identifiers in lower case, so two spellings are one database. */
function lower(arn: string | undefined): string {
  return (arn ?? '').toLocaleLowerCase('en-US');
}
