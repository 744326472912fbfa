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
  DBCluster,
  DBInstance,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
} from '@aws-sdk/client-rds';
import { DescribeSubnetsCommand } from '@aws-sdk/client-ec2';
import {
  DatabaseArn,
  DatabaseEndpoint,
  DatabaseFacts,
} from '@towpath/backstage-plugin-database-access-common';
import { ReadSession } from '../aws';
import { OWNER_TAGS, tagsAmong, tagValue } from '../objects';
import { databaseGone } from './databaseGone';

/**
 * Asks AWS what a database is.
 *
 * @param tagsOfInterest - keys of tags that somebody asks for; what owners write in others is none of our business
 * @throws AwsCallError if AWS does not say
 */
export async function readDatabaseFacts(
  session: ReadSession,
  arn: DatabaseArn,
  tagsOfInterest: readonly string[] = [],
): Promise<DatabaseFacts> {
  const { allTags, ...facts } =
    arn.kind === 'instance'
      ? instanceFacts(arn, await readInstance(session, arn))
      : await clusterFacts(session, arn);
  const tags = tagsAmong(allTags, tagsOfInterest);
  return {
    ...facts,
    ...(Object.keys(tags).length > 0 && { tags }),
    availabilityZoneIds: await readZoneIds(session, facts.subnetIds),
  };
}

type FactsWithoutZones = Omit<DatabaseFacts, 'availabilityZoneIds' | 'tags'> & {
  allTags: DBInstance['TagList'];
};

async function readInstance(
  session: ReadSession,
  arn: DatabaseArn,
): Promise<DBInstance> {
  const { DBInstances = [] } = await session.rds.send(
    new DescribeDBInstancesCommand({ DBInstanceIdentifier: arn.identifier }),
  );
  if (!DBInstances[0]) {
    throw databaseGone(session, arn, 'rds:DescribeDBInstances');
  }
  return DBInstances[0];
}

function instanceFacts(
  arn: DatabaseArn,
  instance: DBInstance,
): FactsWithoutZones {
  return {
    ...namesOf(arn),
    engine: instance.Engine ?? '',
    engineVersion: instance.EngineVersion ?? '',
    status: instance.DBInstanceStatus ?? '',
    multiAz: instance.MultiAZ ?? false,
    publiclyAccessible: instance.PubliclyAccessible ?? false,
    endpoint: endpointOf(instance.Endpoint?.Address, instance.Endpoint?.Port),
    // Until the endpoint exists, DbInstancePort is all there is.
    port: instance.Endpoint?.Port ?? instance.DbInstancePort ?? 0,
    ...placeOf(instance),
    securityGroupIds: groupIdsOf(instance.VpcSecurityGroups),
    iamAuthentication: instance.IAMDatabaseAuthenticationEnabled ?? false,
    certificateAuthority: instance.CACertificateIdentifier,
    storageEncrypted: instance.StorageEncrypted ?? false,
    deletionProtection: instance.DeletionProtection ?? false,
    ...wishesOf(instance.TagList),
  };
}

async function clusterFacts(
  session: ReadSession,
  arn: DatabaseArn,
): Promise<FactsWithoutZones> {
  const { DBClusters = [] } = await session.rds.send(
    new DescribeDBClustersCommand({ DBClusterIdentifier: arn.identifier }),
  );
  const [cluster] = DBClusters;
  if (!cluster) {
    throw databaseGone(session, arn, 'rds:DescribeDBClusters');
  }
  const members = await readMembers(session, arn);
  const writer = writerOf(cluster, members);
  return {
    ...namesOf(arn),
    engine: cluster.Engine ?? '',
    engineVersion: cluster.EngineVersion ?? '',
    status: cluster.Status ?? '',
    multiAz: cluster.MultiAZ ?? false,
    publiclyAccessible:
      cluster.PubliclyAccessible === true ||
      members.some(member => member.PubliclyAccessible),
    endpoint: endpointOf(cluster.Endpoint, cluster.Port),
    readerEndpoint: endpointOf(cluster.ReaderEndpoint, cluster.Port),
    port: cluster.Port ?? 0,
    ...placeOf(writer),
    securityGroupIds: groupIdsOf(cluster.VpcSecurityGroups),
    iamAuthentication: cluster.IAMDatabaseAuthenticationEnabled ?? false,
    certificateAuthority: writer?.CACertificateIdentifier,
    storageEncrypted: cluster.StorageEncrypted ?? false,
    deletionProtection: cluster.DeletionProtection ?? false,
    ...wishesOf(cluster.TagList),
  };
}

/** All at once, since one publicly accessible reader makes the cluster public; it has 16 at most. */
async function readMembers(
  session: ReadSession,
  arn: DatabaseArn,
): Promise<DBInstance[]> {
  const { DBInstances = [] } = await session.rds.send(
    new DescribeDBInstancesCommand({
      Filters: [{ Name: 'db-cluster-id', Values: [arn.identifier] }],
      MaxRecords: 100,
    }),
  );
  return DBInstances;
}

function writerOf(
  cluster: DBCluster,
  members: DBInstance[],
): DBInstance | undefined {
  const writer = cluster.DBClusterMembers?.find(m => m.IsClusterWriter);
  return (
    members.find(
      m => m.DBInstanceIdentifier === writer?.DBInstanceIdentifier,
    ) ?? members[0]
  );
}

/** Names differ between accounts, IDs do not; and only EC2 knows the IDs. */
async function readZoneIds(
  session: ReadSession,
  subnetIds: string[],
): Promise<string[]> {
  if (subnetIds.length === 0) {
    return [];
  }
  const { Subnets = [] } = await session.ec2.send(
    new DescribeSubnetsCommand({ SubnetIds: subnetIds }),
  );
  const ids = Subnets.flatMap(subnet => subnet.AvailabilityZoneId ?? []);
  return [...new Set(ids)].sort();
}

function namesOf(arn: DatabaseArn) {
  const { kind, identifier, accountId, region } = arn;
  return { arn: arn.arn, kind, identifier, accountId, region };
}

function endpointOf(
  host: string | undefined,
  port: number | undefined,
): DatabaseEndpoint | undefined {
  return host && port ? { host, port } : undefined;
}

function placeOf(instance: DBInstance | undefined) {
  const group = instance?.DBSubnetGroup;
  return {
    vpcId: group?.VpcId ?? '',
    subnetIds: (group?.Subnets ?? []).flatMap(
      subnet => subnet.SubnetIdentifier ?? [],
    ),
  };
}

function groupIdsOf(
  groups: ReadonlyArray<{ VpcSecurityGroupId?: string }> | undefined,
): string[] {
  return (groups ?? []).flatMap(group => group.VpcSecurityGroupId ?? []);
}

function wishesOf(tags: DBInstance['TagList']) {
  return {
    shareable: tagValue(tags, OWNER_TAGS.shareable) === 'true',
    ownerTag: tagValue(tags, OWNER_TAGS.owner),
    allTags: tags,
  };
}
