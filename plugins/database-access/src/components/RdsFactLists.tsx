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

import { RdsDetails } from '@towpath/backstage-plugin-database-access-common';
import { Translate } from '../Translate';
import { useTexts } from '../useTexts';
import { Fact, FactList } from './FactList';
import { Moment } from './Moment';
import { Section } from './Section';

/** How a database is built, protected, backed up and maintained. */
export function RdsFactLists(props: { details: RdsDetails }) {
  const { details } = props;
  const { t } = useTexts();
  return (
    <>
      <Section title={t('rds.size')}>
        <FactList facts={sizeOf(details, t)} />
      </Section>
      <Section title={t('rds.protection')}>
        <FactList facts={protectionOf(details, t)} />
      </Section>
      <Section title={t('rds.backups')}>
        <FactList facts={backupsOf(details, t)} />
      </Section>
      <Section title={t('rds.upkeep')}>
        <FactList facts={upkeepOf(details, t)} />
      </Section>
    </>
  );
}

function sizeOf(details: RdsDetails, t: Translate): Fact[] {
  const { instanceClass, multiAz } = details;
  return [
    { label: t('rds.instanceClass'), value: instanceClass ?? t('rds.none') },
    {
      label: t('rds.availability'),
      value: t(multiAz ? 'rds.severalZones' : 'rds.oneZone'),
    },
    { label: t('rds.storage'), value: storageOf(details, t) },
  ];
}

function storageOf(details: RdsDetails, t: Translate): string {
  const { allocatedStorage, maxAllocatedStorage, storageType = '' } = details;
  if (details.kind === 'cluster' || allocatedStorage === undefined) {
    return storageType || t('rds.none');
  }
  const size = { size: allocatedStorage, type: storageType };
  return maxAllocatedStorage === undefined
    ? t('rds.storageValue', size)
    : t('rds.storageGrows', { ...size, most: maxAllocatedStorage });
}

function protectionOf(details: RdsDetails, t: Translate): Fact[] {
  const { kmsKeyId } = details;
  return [
    {
      label: t('rds.encryption'),
      value: t(details.storageEncrypted ? 'rds.encrypted' : 'rds.unencrypted'),
    },
    ...(kmsKeyId
      ? [{ label: t('rds.kmsKey'), value: kmsKeyId, copy: kmsKeyId }]
      : []),
    {
      label: t('rds.deletion'),
      value: t(details.deletionProtection ? 'rds.refused' : 'rds.oneCall'),
    },
    {
      label: t('rds.iamTokens'),
      value: t(details.iamAuthentication ? 'rds.taken' : 'rds.notTaken'),
    },
    {
      label: t('rds.internet'),
      value: t(
        details.publiclyAccessible
          ? 'exposure.publicFact'
          : 'exposure.privateFact',
      ),
    },
  ];
}

function backupsOf(details: RdsDetails, t: Translate): Fact[] {
  const { backupRetentionDays, backupWindow, latestRestorableAt } = details;
  if (backupRetentionDays === 0) {
    return [{ label: t('rds.retention'), value: t('rds.noBackups') }];
  }
  return [
    {
      label: t('rds.retention'),
      value: t('rds.days', { count: backupRetentionDays }),
    },
    {
      label: t('rds.latestRestorable'),
      value: latestRestorableAt ? (
        <Moment at={latestRestorableAt} />
      ) : (
        t('rds.none')
      ),
    },
    ...windowOf(t('rds.backupWindow'), backupWindow, t),
  ];
}

function upkeepOf(details: RdsDetails, t: Translate): Fact[] {
  const { certificate, exportedLogs, maintenanceWindow } = details;
  return [
    ...windowOf(t('rds.maintenanceWindow'), maintenanceWindow, t),
    {
      label: t('rds.minorVersions'),
      value: t(
        details.autoMinorVersionUpgrade ? 'rds.automatically' : 'rds.byHand',
      ),
    },
    {
      label: t('rds.logs'),
      value: exportedLogs.join(', ') || t('rds.noLogs'),
    },
    {
      label: t('rds.authority'),
      value: certificate?.authority ?? t('rds.none'),
    },
    ...momentOf(t('rds.authorityValidTill'), certificate?.authorityValidTill),
    ...momentOf(t('rds.certificateValidTill'), certificate?.validTill),
  ];
}

function windowOf(
  label: string,
  window: string | undefined,
  t: Translate,
): Fact[] {
  return window ? [{ label, value: t('timeline.utc', { utc: window }) }] : [];
}

function momentOf(label: string, at: string | undefined): Fact[] {
  return at ? [{ label, value: <Moment at={at} /> }] : [];
}
