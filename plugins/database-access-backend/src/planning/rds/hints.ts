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
  Finding,
  FindingSeverity,
  RdsDetails,
} from '@towpath/backstage-plugin-database-access-common';
import { inOrderOfSeverity } from '../findings';

const DAY_MS = 86_400_000;

/** RDS uploads transaction logs every five minutes; behind by more than this, something is wrong. */
const LATEST_RESTORE_MS = 3_600_000;

/** The least that AWS's own control asks for. */
const GOOD_RETENTION_DAYS = 7;

const AUTHORITY_ENDS_SOON_DAYS = 365;
const CERTIFICATE_ENDS_SOON_DAYS = 60;

const USER_GUIDE = 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide';

/** AWS Security Hub's control of this number, with AWS's reasons. */
const control = (instance: number, cluster = instance) => ({
  instance: securityHub(instance),
  cluster: securityHub(cluster),
});

const page = (name: string) => ({
  instance: `${USER_GUIDE}/${name}`,
  cluster: `${USER_GUIDE}/${name}`,
});

function securityHub(number: number): string {
  return `https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-${number}`;
}

/** Something that would make databases safer. */
interface Hint {
  code: string;
  severity: FindingSeverity;
  /** Where AWS writes of it. */
  reference: Record<RdsDetails['kind'], string>;
  /** Whether it is missing, and what then to say and to do; undefined where all is well. */
  judge(details: RdsDetails, now: number): Words | undefined;
}

interface Words {
  message: string;
  remedy: string;
}

/** Everything that is looked at. None of it stops a request: what does is found elsewhere. */
export const HINTS: readonly Hint[] = [
  {
    code: 'rds_public',
    severity: 'warning',
    reference: control(2),
    judge: details =>
      unless(!details.publiclyAccessible, {
        message: `${details.identifier} has an address on the internet, so only its security groups and its password keep strangers out.`,
        remedy: `Turn it off on ${
          details.kind === 'cluster' ? 'each instance' : 'the instance'
        }: ${modifyInstance(publicIn(details), '--no-publicly-accessible')}`,
      }),
  },
  {
    code: 'rds_unencrypted',
    severity: 'warning',
    reference: control(3, 27),
    judge: details =>
      unless(details.storageEncrypted, {
        message: `The storage of ${details.identifier}, and so each of its backups, is not encrypted.`,
        remedy:
          'It cannot be switched on: copy a snapshot with a KMS key, restore the copy, and move the clients there.',
      }),
  },
  {
    code: 'rds_no_backups',
    severity: 'warning',
    reference: control(11),
    judge: details =>
      unless(details.backupRetentionDays > 0, {
        message: `${details.identifier} is not backed up: what is lost is lost.`,
        remedy: modify(
          details,
          `--backup-retention-period ${GOOD_RETENTION_DAYS} --apply-immediately`,
        ),
      }),
  },
  {
    code: 'rds_few_backups',
    severity: 'info',
    reference: control(11),
    judge: details =>
      unless(
        details.backupRetentionDays === 0 ||
          details.backupRetentionDays >= GOOD_RETENTION_DAYS,
        {
          message: `Backups of ${details.identifier} are kept for ${details.backupRetentionDays} days; AWS advises ${GOOD_RETENTION_DAYS}.`,
          remedy: modify(
            details,
            `--backup-retention-period ${GOOD_RETENTION_DAYS} --apply-immediately`,
          ),
        },
      ),
  },
  {
    code: 'rds_backups_behind',
    severity: 'warning',
    reference: page('USER_PIT.html'),
    judge: ({ identifier, latestRestorableAt, status }, now) =>
      unless(
        status !== 'available' ||
          latestRestorableAt === undefined ||
          now - Date.parse(latestRestorableAt) <= LATEST_RESTORE_MS,
        {
          message: `${identifier} could be restored to ${latestRestorableAt} at the latest, more than an hour ago, though RDS uploads its logs every five minutes.`,
          remedy:
            'Look at its events and its free storage; ask AWS Support if neither says why.',
        },
      ),
  },
  {
    code: 'rds_deletion_unprotected',
    severity: 'warning',
    reference: control(8, 7),
    judge: details =>
      unless(details.deletionProtection, {
        message: `Anybody who may call RDS in the account can delete ${details.identifier} with one call.`,
        remedy: modify(details, '--deletion-protection --apply-immediately'),
      }),
  },
  {
    code: 'rds_single_zone',
    severity: 'info',
    reference: control(5, 15),
    judge: details =>
      unless(details.multiAz, {
        message: `${details.identifier} runs in one availability zone: while that is away, or RDS patches it, nobody is connected.`,
        remedy:
          details.kind === 'cluster'
            ? 'Add a reader in another availability zone to the cluster.'
            : modify(details, '--multi-az'),
      }),
  },
  {
    code: 'rds_iam_authentication_off',
    severity: 'info',
    reference: control(10, 12),
    judge: details =>
      unless(
        details.iamAuthentication || !takesIamAuthentication(details.engine),
        {
          message: `Users of ${details.identifier} need passwords, because it takes no IAM tokens.`,
          remedy: modify(
            details,
            '--enable-iam-database-authentication --apply-immediately',
          ),
        },
      ),
  },
  {
    code: 'rds_no_minor_upgrades',
    severity: 'info',
    reference: control(13, 35),
    judge: details =>
      unless(details.autoMinorVersionUpgrade, {
        message: `${details.identifier} stays at ${details.engine} ${details.engineVersion}: RDS does not bring it security fixes by itself.`,
        remedy:
          details.kind === 'cluster'
            ? `On each instance: ${modifyInstance(
                details.members[0]?.identifier ?? '<instance>',
                '--auto-minor-version-upgrade',
              )}`
            : modify(details, '--auto-minor-version-upgrade'),
      }),
  },
  {
    code: 'rds_no_logs',
    severity: 'info',
    reference: control(9, 34),
    judge: details =>
      unless(details.exportedLogs.length > 0, {
        message: `No logs of ${details.identifier} go to CloudWatch Logs, so what happened before a restart nobody can look up.`,
        remedy: `Choose which in the console under Modify, Log exports, or with ${modify(
          details,
          '--cloudwatch-logs-export-configuration',
        )}`,
      }),
  },
  {
    code: 'rds_authority_ends',
    severity: 'warning',
    reference: page('UsingWithRDS.SSL-certificate-rotation.html'),
    judge: ({ identifier, certificate, members }, now) =>
      unless(
        !isWithin(
          certificate?.authorityValidTill,
          now,
          AUTHORITY_ENDS_SOON_DAYS,
        ),
        {
          message: `The authority ${
            certificate?.authority
          } behind the certificate of ${identifier} ends on ${dayOf(
            certificate?.authorityValidTill,
          )}: clients that check certificates cannot connect after that.`,
          remedy: `Give the clients the new bundle first, then ${modifyInstance(
            members[0]?.identifier ?? identifier,
            '--ca-certificate-identifier rds-ca-rsa2048-g1',
          )}`,
        },
      ),
  },
  {
    code: 'rds_certificate_ends',
    severity: 'warning',
    reference: page('UsingWithRDS.SSL-certificate-rotation.html'),
    judge: ({ identifier, certificate }, now) =>
      unless(
        !isWithin(certificate?.validTill, now, CERTIFICATE_ENDS_SOON_DAYS),
        {
          message: `The certificate of ${identifier} ends on ${dayOf(
            certificate?.validTill,
          )}, and RDS has not renewed it yet.`,
          remedy:
            'RDS renews it in a maintenance window; where the engine needs a restart for that, restart it before.',
        },
      ),
  },
  {
    code: 'rds_maintenance_forced',
    severity: 'warning',
    reference: page('USER_UpgradeDBInstance.Maintenance.html'),
    judge: ({ identifier, arn, pendingMaintenance = [] }) => {
      const forced = pendingMaintenance.find(({ forcedAt }) => forcedAt);
      return unless(forced === undefined, {
        message: `AWS makes the change ${
          forced?.action
        } of ${identifier} on ${dayOf(
          forced?.forcedAt,
        )}, whether anybody agrees or not.`,
        remedy: `Choose the moment yourself: aws rds apply-pending-maintenance-action --resource-identifier ${arn} --apply-action ${forced?.action} --opt-in-type next-maintenance`,
      });
    },
  },
];

/** What would make this database safer, the worst first. */
export function hintsOf(details: RdsDetails, now: Date): Finding[] {
  return inOrderOfSeverity(
    HINTS.map(({ code, severity, reference, judge }) => {
      const words = judge(details, now.getTime());
      return (
        words && {
          code,
          severity,
          ...words,
          reference: reference[details.kind],
        }
      );
    }),
  );
}

function unless(well: boolean, words: Words): Words | undefined {
  return well ? undefined : words;
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html */
function takesIamAuthentication(engine: string): boolean {
  return /^(aurora-)?(postgresql|postgres|mysql)$|^mariadb$/.test(engine);
}

function publicIn({ identifier, members }: RdsDetails): string {
  return (
    members.find(member => member.publiclyAccessible)?.identifier ?? identifier
  );
}

function modify({ kind, identifier }: RdsDetails, change: string): string {
  return kind === 'instance'
    ? modifyInstance(identifier, change)
    : `aws rds modify-db-cluster --db-cluster-identifier ${identifier} ${change}`;
}

function modifyInstance(identifier: string, change: string): string {
  return `aws rds modify-db-instance --db-instance-identifier ${identifier} ${change}`;
}

function isWithin(
  moment: string | undefined,
  now: number,
  days: number,
): boolean {
  return moment !== undefined && Date.parse(moment) - now < days * DAY_MS;
}

function dayOf(moment: string | undefined): string {
  return moment?.slice(0, 10) ?? '';
}
