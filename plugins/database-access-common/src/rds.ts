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

import { Finding } from './types';

/**
 * A change that AWS wants to make to a database, or that waits for its maintenance window.
 *
 * @public
 */
export interface RdsMaintenance {
  /** AWS's word, e.g. `system-update`, `db-upgrade`, `ca-certificate-rotation`. */
  action: string;
  description?: string;
  /** ISO 8601, UTC: when it happens if nobody asks for it earlier. */
  appliesAt?: string;
  /** ISO 8601, UTC: when it happens whatever anybody wants. */
  forcedAt?: string;
  /** How somebody opted in, e.g. `next-maintenance`, `immediate`. */
  optedIn?: string;
  /** The DB instance of a cluster that it is about. */
  member?: string;
}

/**
 * Something that happened to a database, in RDS's own words.
 *
 * @public
 */
export interface RdsEvent {
  /** ISO 8601, UTC. */
  at: string;
  message: string;
  /** For example `failover`, `backup`; RDS's own. */
  categories: string[];
}

/**
 * One DB instance of a cluster.
 *
 * @public
 */
export interface RdsMember {
  identifier: string;
  role: 'writer' | 'reader';
  status: string;
  instanceClass: string;
  availabilityZone?: string;
  publiclyAccessible: boolean;
}

/**
 * The certificate that a database shows to its clients. Of a cluster, that of its writer.
 *
 * @public
 */
export interface RdsCertificate {
  /** The authority that signed it, e.g. `rds-ca-rsa2048-g1`. */
  authority: string;
  /** ISO 8601, UTC: when it ends; RDS renews it by itself before. */
  validTill?: string;
  /** ISO 8601, UTC: when the authority ends, and clients need another one. */
  authorityValidTill?: string;
}

/**
 * What RDS says of the state and the care of a database, beside the facts that access needs.
 *
 * @public
 */
export interface RdsDetails {
  arn: string;
  kind: 'instance' | 'cluster';
  identifier: string;
  status: string;
  engine: string;
  engineVersion: string;
  /** Of a cluster, that of its writer. */
  instanceClass?: string;
  multiAz: boolean;
  publiclyAccessible: boolean;
  storageEncrypted: boolean;
  /** ARN of the key that encrypts the storage. */
  kmsKeyId?: string;
  storageType?: string;
  /** GiB; absent for a cluster, whose storage grows by itself. */
  allocatedStorage?: number;
  /** GiB up to which RDS lets the storage grow. */
  maxAllocatedStorage?: number;
  /** Days that backups are kept; 0: there are none. */
  backupRetentionDays: number;
  /** UTC, e.g. `03:00-03:30`. */
  backupWindow?: string;
  /** ISO 8601, UTC: the last moment to which it can be restored. */
  latestRestorableAt?: string;
  deletionProtection: boolean;
  iamAuthentication: boolean;
  /** UTC, e.g. `sun:04:00-sun:04:30`. */
  maintenanceWindow?: string;
  autoMinorVersionUpgrade: boolean;
  /** The logs that go to CloudWatch Logs, e.g. `postgresql`. */
  exportedLogs: string[];
  certificate?: RdsCertificate;
  /** What somebody asked for and the next maintenance window brings, e.g. `DBInstanceClass: db.r6g.xlarge`. */
  pendingChanges: string[];
  /** Absent: AWS did not say. */
  pendingMaintenance?: RdsMaintenance[];
  /** Of the last 14 days, the newest first. Absent: AWS did not say. */
  events?: RdsEvent[];
  /** Of a cluster, its writer first. */
  members: RdsMember[];
}

/**
 * What the portal shows of a database from RDS, and what it would do about it.
 *
 * @public
 */
export interface RdsReport {
  arn: string;
  accountId: string;
  /** The account's name in config. */
  accountName: string;
  region: string;
  /** Absent if AWS has never answered. */
  reading?: {
    details: RdsDetails;
    /** ISO 8601, UTC. */
    readAt: string;
    /** True if AWS could not be asked just now and this is what it said the last time. */
    stale: boolean;
  };
  /** Why AWS did not answer, or did not answer all. */
  problems: Finding[];
  /** What would make the database safer, the worst first; each with what to do and where AWS writes of it. */
  hints: Finding[];
}
