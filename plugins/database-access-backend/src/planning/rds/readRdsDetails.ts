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
import {
  DatabaseArn,
  RdsCertificate,
  RdsDetails,
  RdsMember,
} from '@towpath/backstage-plugin-database-access-common';
import { AwsCallError, ReadSession } from '../../aws';
import { databaseGone } from '../databaseGone';
import { Authorities } from './readAuthorities';
import { readEvents, readMaintenance } from './readHistory';

/** How what belongs to a reading is found out, and who hears of what could not be. */
interface Options {
  now: Date;
  authorities: () => Promise<Authorities>;
  onProblem: (problem: AwsCallError) => void;
}

/** What an instance and a cluster alone say of themselves. */
type Own = Omit<RdsDetails, 'pendingMaintenance' | 'events' | 'certificate'> & {
  certificate?: Omit<RdsCertificate, 'authorityValidTill'>;
};

/**
 * Asks RDS how a database is kept. What a role of an older version may not read is left out and told; the database itself
 * must answer.
 *
 * @throws AwsCallError if AWS does not say what the database is
 */
export async function readRdsDetails(
  session: ReadSession,
  arn: DatabaseArn,
  options: Options,
): Promise<RdsDetails> {
  const { certificate, ...own } =
    arn.kind === 'instance'
      ? ofInstance(arn, await readInstance(session, arn))
      : await readCluster(session, arn);
  const unlessRefused = async <T>(ask: Promise<T>): Promise<T | undefined> => {
    try {
      return await ask;
    } catch (error) {
      if (!(error instanceof AwsCallError)) {
        throw error;
      }
      options.onProblem(error);
      return undefined;
    }
  };
  const [pendingMaintenance, events, authorities] = await Promise.all([
    unlessRefused(readMaintenance(session, arn, own.members)),
    unlessRefused(readEvents(session, arn, options.now)),
    certificate && unlessRefused(options.authorities()),
  ]);
  const authorityValidTill =
    certificate && authorities?.get(certificate.authority);
  return {
    ...own,
    ...(certificate && {
      certificate: {
        ...certificate,
        ...(authorityValidTill && { authorityValidTill }),
      },
    }),
    ...(pendingMaintenance && { pendingMaintenance }),
    ...(events && { events }),
  };
}

async function readInstance(
  session: ReadSession,
  arn: DatabaseArn,
): Promise<DBInstance> {
  const { DBInstances = [] } = await session.rds.send(
    new DescribeDBInstancesCommand({ DBInstanceIdentifier: arn.identifier }),
  );
  const [instance] = DBInstances;
  if (!instance) {
    throw databaseGone(session, arn, 'rds:DescribeDBInstances');
  }
  return instance;
}

async function readCluster(
  session: ReadSession,
  arn: DatabaseArn,
): Promise<Own> {
  // A cluster has 16 members at most.
  const [{ DBClusters = [] }, { DBInstances = [] }] = await Promise.all([
    session.rds.send(
      new DescribeDBClustersCommand({ DBClusterIdentifier: arn.identifier }),
    ),
    session.rds.send(
      new DescribeDBInstancesCommand({
        Filters: [{ Name: 'db-cluster-id', Values: [arn.identifier] }],
        MaxRecords: 100,
      }),
    ),
  ]);
  const [cluster] = DBClusters;
  if (!cluster) {
    throw databaseGone(session, arn, 'rds:DescribeDBClusters');
  }
  return ofCluster(arn, cluster, DBInstances);
}

function ofInstance(arn: DatabaseArn, instance: DBInstance): Own {
  return {
    arn: arn.arn,
    kind: 'instance',
    identifier: arn.identifier,
    status: instance.DBInstanceStatus ?? '',
    engine: instance.Engine ?? '',
    engineVersion: instance.EngineVersion ?? '',
    instanceClass: instance.DBInstanceClass,
    multiAz: instance.MultiAZ ?? false,
    publiclyAccessible: instance.PubliclyAccessible ?? false,
    storageEncrypted: instance.StorageEncrypted ?? false,
    kmsKeyId: instance.KmsKeyId,
    storageType: instance.StorageType,
    allocatedStorage: instance.AllocatedStorage,
    maxAllocatedStorage: instance.MaxAllocatedStorage,
    backupRetentionDays: instance.BackupRetentionPeriod ?? 0,
    backupWindow: instance.PreferredBackupWindow,
    latestRestorableAt: instance.LatestRestorableTime?.toISOString(),
    deletionProtection: instance.DeletionProtection ?? false,
    iamAuthentication: instance.IAMDatabaseAuthenticationEnabled ?? false,
    maintenanceWindow: instance.PreferredMaintenanceWindow,
    autoMinorVersionUpgrade: instance.AutoMinorVersionUpgrade ?? false,
    exportedLogs: instance.EnabledCloudwatchLogsExports ?? [],
    certificate: certificateOf(instance),
    pendingChanges: changesIn(instance.PendingModifiedValues),
    members: [],
  };
}

function ofCluster(
  arn: DatabaseArn,
  cluster: DBCluster,
  instances: readonly DBInstance[],
): Own {
  const members = membersOf(cluster, instances);
  const writer = instances.find(
    each => each.DBInstanceIdentifier === members[0]?.identifier,
  );
  return {
    arn: arn.arn,
    kind: 'cluster',
    identifier: arn.identifier,
    status: cluster.Status ?? '',
    engine: cluster.Engine ?? '',
    engineVersion: cluster.EngineVersion ?? '',
    instanceClass: cluster.DBClusterInstanceClass ?? writer?.DBInstanceClass,
    multiAz: cluster.MultiAZ ?? false,
    publiclyAccessible:
      cluster.PubliclyAccessible === true ||
      members.some(member => member.publiclyAccessible),
    storageEncrypted: cluster.StorageEncrypted ?? false,
    kmsKeyId: cluster.KmsKeyId,
    storageType: cluster.StorageType,
    backupRetentionDays: cluster.BackupRetentionPeriod ?? 0,
    backupWindow: cluster.PreferredBackupWindow,
    latestRestorableAt: cluster.LatestRestorableTime?.toISOString(),
    deletionProtection: cluster.DeletionProtection ?? false,
    iamAuthentication: cluster.IAMDatabaseAuthenticationEnabled ?? false,
    maintenanceWindow: cluster.PreferredMaintenanceWindow,
    // In Aurora each instance has its own, and one that has not keeps the cluster from upgrading.
    autoMinorVersionUpgrade:
      cluster.AutoMinorVersionUpgrade ??
      (instances.length > 0 &&
        instances.every(instance => instance.AutoMinorVersionUpgrade)),
    exportedLogs: cluster.EnabledCloudwatchLogsExports ?? [],
    certificate: writer && certificateOf(writer),
    pendingChanges: changesIn(cluster.PendingModifiedValues),
    members,
  };
}

/** The writer first. */
function membersOf(
  { DBClusterMembers = [] }: DBCluster,
  instances: readonly DBInstance[],
): RdsMember[] {
  const writer = DBClusterMembers.find(member => member.IsClusterWriter);
  const isWriter = ({ DBInstanceIdentifier }: DBInstance) =>
    DBInstanceIdentifier === writer?.DBInstanceIdentifier;
  return [...instances]
    .sort((a, b) => Number(isWriter(b)) - Number(isWriter(a)))
    .map(instance => ({
      identifier: instance.DBInstanceIdentifier ?? '',
      role: isWriter(instance) ? 'writer' : 'reader',
      status: instance.DBInstanceStatus ?? '',
      instanceClass: instance.DBInstanceClass ?? '',
      availabilityZone: instance.AvailabilityZone,
      publiclyAccessible: instance.PubliclyAccessible ?? false,
    }));
}

function certificateOf({
  CACertificateIdentifier,
  CertificateDetails,
}: DBInstance): Own['certificate'] {
  const authority = CertificateDetails?.CAIdentifier ?? CACertificateIdentifier;
  const validTill = CertificateDetails?.ValidTill?.toISOString();
  return authority ? { authority, ...(validTill && { validTill }) } : undefined;
}

/** `PendingModifiedValues` in AWS's own names; a password is never among what it says. */
function changesIn(pending: object | undefined): string[] {
  return Object.entries(pending ?? {}).flatMap(([name, value]) => {
    if (value === undefined || name === 'MasterUserPassword') {
      return [];
    }
    return [
      `${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`,
    ];
  });
}
