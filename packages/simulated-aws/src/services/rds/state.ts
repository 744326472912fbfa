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

import { defineState } from '../../core/state';

/** What ModifyDBInstance can change. */
export interface DbInstanceChange {
  publiclyAccessible?: boolean;
  iamAuthentication?: boolean;
  securityGroupIds?: string[];
  deletionProtection?: boolean;
  caCertificateIdentifier?: string;
  port?: number;
}

/** How a database is kept: backups, maintenance, logs. */
export interface DatabaseCare {
  /** 0: no backups. */
  backupRetentionDays: number;
  /** UTC, e.g. `03:00-03:30`. */
  backupWindow: string;
  /** UTC, e.g. `sun:04:00-sun:04:30`. */
  maintenanceWindow: string;
  autoMinorVersionUpgrade: boolean;
  exportedLogs: string[];
  storageType?: string;
  /** Default: AWS's own key for RDS. */
  kmsKeyId?: string;
}

/** A change that AWS wants to make. */
export interface PendingMaintenance {
  /** For example `system-update`. */
  action: string;
  description: string;
  /** In the first maintenance window after so many days. */
  autoAppliedAfterDays?: number;
  forcedAfterDays?: number;
  /** The days count from when somebody asks for the first time, so that a company is the same whenever it is made. */
  announcedAt?: number;
}

export interface DbInstance {
  dbInstanceIdentifier: string;
  arn: string;
  dbiResourceId: string;
  engine: string;
  engineVersion: string;
  dbInstanceClass: string;
  /** An open string in AWS's API: `available`, `backing-up`, `stopped`, … */
  status: string;
  multiAz: boolean;
  publiclyAccessible: boolean;
  /** Host name that clients use. */
  address: string;
  port: number;
  subnetGroupName: string;
  securityGroupIds: string[];
  /** AZ names in the account's own spelling. */
  availabilityZone: string;
  secondaryAvailabilityZone?: string;
  iamAuthentication: boolean;
  caCertificateIdentifier: string;
  storageEncrypted: boolean;
  deletionProtection: boolean;
  /** The interface that answers at `address` now; a failover moves it. */
  networkInterfaceId: string;
  /** Member of this Aurora cluster. */
  clusterIdentifier?: string;
  createdAt: number;
  masterUsername?: string;
  dbName?: string;
  /** GiB. */
  allocatedStorage?: number;
  /** Absent in what was written to disk before there was any. */
  care?: DatabaseCare;
  maintenance?: PendingMaintenance[];
  /** Being applied while the status is `modifying`. */
  applying?: DbInstanceChange;
  /** Asked for, and kept for the next maintenance window. */
  pending?: DbInstanceChange;
  tags: Record<string, string>;
}

export interface DbCluster {
  dbClusterIdentifier: string;
  arn: string;
  dbClusterResourceId: string;
  engine: string;
  engineVersion: string;
  status: string;
  multiAz: boolean;
  /** Writer host name. */
  endpoint: string;
  readerEndpoint: string;
  port: number;
  subnetGroupName: string;
  securityGroupIds: string[];
  writerInstance: string;
  members: string[];
  iamAuthentication: boolean;
  storageEncrypted: boolean;
  deletionProtection: boolean;
  createdAt: number;
  care?: DatabaseCare;
  maintenance?: PendingMaintenance[];
  tags: Record<string, string>;
}

export interface DbSubnetGroup {
  name: string;
  description: string;
  vpcId: string;
  subnetIds: string[];
  tags?: Record<string, string>;
}

/** Something that happened to a database. */
export interface RdsEvent {
  /** For example `RDS-EVENT-0049`. */
  id: string;
  sourceType: 'db-instance' | 'db-cluster';
  sourceIdentifier: string;
  sourceArn: string;
  category: string;
  message: string;
  at: number;
}

export interface RdsState {
  instances: Record<string, DbInstance>;
  clusters: Record<string, DbCluster>;
  subnetGroups: Record<string, DbSubnetGroup>;
  /** Absent in what was written to disk before there were any. */
  events?: RdsEvent[];
}

export const rdsState = defineState<RdsState>('rds', () => ({
  instances: {},
  clusters: {},
  subnetGroups: {},
  events: [],
}));
