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

import type { CreateDBInstanceMessage } from '@aws-sdk/client-rds';
import { digestOf } from '../../core/digest';
import type { Place } from '../../core/state';
import { refuse } from './refusals';
import type { DatabaseCare } from './state';

/** "Creating an Amazon RDS DB instance" and the API Reference: what holds where nothing is said. */
export const DEFAULT_CARE: DatabaseCare = {
  backupRetentionDays: 1,
  backupWindow: '03:00-03:30',
  maintenanceWindow: 'sun:04:00-sun:04:30',
  autoMinorVersionUpgrade: true,
  exportedLogs: [],
};

const MOST_RETENTION_DAYS = 35;
const WINDOW = /^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/;
const DAY = '(mon|tue|wed|thu|fri|sat|sun)';
const WEEKLY_WINDOW = new RegExp(
  `^${DAY}:([01]\\d|2[0-3]):[0-5]\\d-${DAY}:([01]\\d|2[0-3]):[0-5]\\d$`,
);

/** How a call wants a database to be kept. */
export function careIn(input: CreateDBInstanceMessage): DatabaseCare {
  const backupRetentionDays =
    input.BackupRetentionPeriod ?? DEFAULT_CARE.backupRetentionDays;
  if (backupRetentionDays < 0 || backupRetentionDays > MOST_RETENTION_DAYS) {
    throw refuse(
      'InvalidParameterValue',
      `Invalid backup retention period: ${backupRetentionDays}. Must be between 0 and ${MOST_RETENTION_DAYS}`,
    );
  }
  return {
    backupRetentionDays,
    backupWindow: checked(
      WINDOW,
      input.PreferredBackupWindow ?? DEFAULT_CARE.backupWindow,
    ),
    maintenanceWindow: checked(
      WEEKLY_WINDOW,
      (
        input.PreferredMaintenanceWindow ?? DEFAULT_CARE.maintenanceWindow
      ).toLowerCase(),
    ),
    autoMinorVersionUpgrade: input.AutoMinorVersionUpgrade ?? true,
    exportedLogs: input.EnableCloudwatchLogsExports ?? [],
    ...(input.StorageType && { storageType: input.StorageType }),
    ...(input.KmsKeyId && { kmsKeyId: input.KmsKeyId }),
  };
}

function checked(shape: RegExp, window: string): string {
  if (!shape.test(window)) {
    throw refuse('InvalidParameterValue', `Invalid time format ${window}`);
  }
  return window;
}

/** AWS's own key for RDS in this account and Region: the alias `aws/rds`. */
export function defaultKeyOf({ accountId, region }: Place): string {
  const hex = digestOf(`${accountId}/${region}/aws/rds`);
  const id = [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ]
    .map(([from, to]) => hex.slice(from, to))
    .join('-');
  return `arn:aws:kms:${region}:${accountId}:key/${id}`;
}

/** Logs are uploaded every five minutes ("Restoring a DB instance to a specified time"). */
export function latestRestorable(now: number): Date {
  const step = 5 * 60_000;
  return new Date(Math.floor(now / step) * step);
}
