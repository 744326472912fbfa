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

import type {
  DBCluster as ClusterAnswer,
  DBInstance as InstanceAnswer,
  DBSubnetGroup as SubnetGroupAnswer,
  Tag,
} from '@aws-sdk/client-rds';
import type { Call } from '../../core/Service';
import { ec2State } from '../ec2/state';
import { DEFAULT_CARE, defaultKeyOf, latestRestorable } from './care';
import { subnetGroupArn } from './lookups';
import {
  DbCluster,
  DbInstance,
  DbInstanceChange,
  DbSubnetGroup,
  rdsState,
} from './state';

const YEAR = 365 * 24 * 3600 * 1000;

export function toTagList(tags: Record<string, string>): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

export function subnetGroupAnswer(
  call: Call,
  group: DbSubnetGroup,
): SubnetGroupAnswer {
  const { subnets } = ec2State.of(call.world, call);
  return {
    DBSubnetGroupName: group.name,
    DBSubnetGroupDescription: group.description,
    DBSubnetGroupArn: subnetGroupArn(call, group.name),
    VpcId: group.vpcId,
    SubnetGroupStatus: 'Complete',
    SupportedNetworkTypes: ['IPV4'],
    Subnets: group.subnetIds.map(SubnetIdentifier => ({
      SubnetIdentifier,
      SubnetAvailabilityZone: {
        Name: subnets[SubnetIdentifier]?.availabilityZone,
      },
      SubnetOutpost: {},
      SubnetStatus: 'Active',
    })),
  };
}

/** RDS renews a server certificate each year by itself; the one in use ends at the next anniversary. */
function certificate(call: Call, instance: DbInstance) {
  const age = Math.max(0, call.now - instance.createdAt);
  const years = Math.floor(age / YEAR) + 1;
  return {
    CAIdentifier: instance.caCertificateIdentifier,
    ValidTill: new Date(instance.createdAt + years * YEAR),
  };
}

function groups(ids: string[], Status: string) {
  return ids.map(VpcSecurityGroupId => ({ VpcSecurityGroupId, Status }));
}

function waiting({ applying, pending }: DbInstance) {
  const change: DbInstanceChange = { ...pending, ...applying };
  return {
    CACertificateIdentifier: change.caCertificateIdentifier,
    IAMDatabaseAuthenticationEnabled: change.iamAuthentication,
    Port: change.port,
  };
}

/** A database that is being made has no address yet. */
function endpoint(instance: DbInstance) {
  return instance.status === 'creating'
    ? {}
    : { Endpoint: { Address: instance.address, Port: instance.port } };
}

function keptAnswer(call: Call, db: DbInstance | DbCluster) {
  const { care = DEFAULT_CARE, storageEncrypted } = db;
  return {
    BackupRetentionPeriod: care.backupRetentionDays,
    PreferredBackupWindow: care.backupWindow,
    PreferredMaintenanceWindow: care.maintenanceWindow,
    AutoMinorVersionUpgrade: care.autoMinorVersionUpgrade,
    EnabledCloudwatchLogsExports: care.exportedLogs,
    StorageType:
      care.storageType ?? (db.engine.startsWith('aurora') ? 'aurora' : 'gp3'),
    ...(storageEncrypted && { KmsKeyId: care.kmsKeyId ?? defaultKeyOf(call) }),
  };
}

function restorable(
  call: Call,
  { care = DEFAULT_CARE }: DbInstance | DbCluster,
) {
  return care.backupRetentionDays > 0
    ? { LatestRestorableTime: latestRestorable(call.now) }
    : {};
}

export function instanceAnswer(
  call: Call,
  instance: DbInstance,
): InstanceAnswer {
  const state = rdsState.of(call.world, call);
  const group = state.subnetGroups[instance.subnetGroupName];
  const changing = instance.applying?.securityGroupIds;
  return {
    DBInstanceIdentifier: instance.dbInstanceIdentifier,
    DBInstanceArn: instance.arn,
    DbiResourceId: instance.dbiResourceId,
    DBInstanceClass: instance.dbInstanceClass,
    DBInstanceStatus: instance.status,
    Engine: instance.engine,
    EngineVersion: instance.engineVersion,
    MasterUsername: instance.masterUsername,
    DBName: instance.dbName,
    AllocatedStorage: instance.allocatedStorage,
    ...endpoint(instance),
    DbInstancePort: 0,
    InstanceCreateTime: new Date(instance.createdAt),
    DBSecurityGroups: [],
    VpcSecurityGroups: changing
      ? groups(changing, 'adding')
      : groups(instance.securityGroupIds, 'active'),
    AvailabilityZone: instance.availabilityZone,
    SecondaryAvailabilityZone: instance.secondaryAvailabilityZone,
    MultiAZ: instance.multiAz,
    DBSubnetGroup: group && subnetGroupAnswer(call, group),
    NetworkType: 'IPV4',
    PubliclyAccessible: instance.publiclyAccessible,
    StorageEncrypted: instance.storageEncrypted,
    IAMDatabaseAuthenticationEnabled: instance.iamAuthentication,
    CACertificateIdentifier: instance.caCertificateIdentifier,
    CertificateDetails: certificate(call, instance),
    DeletionProtection: instance.deletionProtection,
    ...keptAnswer(call, instance),
    // Aurora backs up the cluster, not its instances.
    ...(!instance.clusterIdentifier && restorable(call, instance)),
    DBClusterIdentifier: instance.clusterIdentifier,
    PendingModifiedValues: waiting(instance),
    ReadReplicaDBInstanceIdentifiers: [],
    AssociatedRoles: [],
    DomainMemberships: [],
    TagList: toTagList(instance.tags),
  };
}

export function clusterAnswer(call: Call, cluster: DbCluster): ClusterAnswer {
  const state = rdsState.of(call.world, call);
  const { subnets } = ec2State.of(call.world, call);
  const subnetIds =
    state.subnetGroups[cluster.subnetGroupName]?.subnetIds ?? [];
  const zones = subnetIds.map(id => subnets[id]?.availabilityZone);
  return {
    DBClusterIdentifier: cluster.dbClusterIdentifier,
    DBClusterArn: cluster.arn,
    DbClusterResourceId: cluster.dbClusterResourceId,
    Engine: cluster.engine,
    EngineVersion: cluster.engineVersion,
    EngineMode: 'provisioned',
    Status: cluster.status,
    MultiAZ: cluster.multiAz,
    Endpoint: cluster.endpoint,
    ReaderEndpoint: cluster.readerEndpoint,
    Port: cluster.port,
    AvailabilityZones: [...new Set(zones)].filter(
      (zone): zone is string => zone !== undefined,
    ),
    DBSubnetGroup: cluster.subnetGroupName,
    VpcSecurityGroups: groups(cluster.securityGroupIds, 'active'),
    DBClusterMembers: cluster.members.map((id, i) => ({
      DBInstanceIdentifier: id,
      IsClusterWriter: id === cluster.writerInstance,
      DBClusterParameterGroupStatus: 'in-sync',
      PromotionTier: i,
    })),
    NetworkType: 'IPV4',
    IAMDatabaseAuthenticationEnabled: cluster.iamAuthentication,
    StorageEncrypted: cluster.storageEncrypted,
    DeletionProtection: cluster.deletionProtection,
    ...keptAnswer(call, cluster),
    ...restorable(call, cluster),
    ClusterCreateTime: new Date(cluster.createdAt),
    TagList: toTagList(cluster.tags),
  };
}
