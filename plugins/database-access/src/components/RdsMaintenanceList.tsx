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

import Typography from '@material-ui/core/Typography';
import {
  RdsDetails,
  RdsMaintenance,
} from '@towpath/backstage-plugin-database-access-common';
import { useTexts } from '../useTexts';
import { Column, DataTable } from './DataTable';
import { Moment } from './Moment';
import { Section } from './Section';
import { Stack } from './Stack';

/** What will change of a database: by AWS's wish, or by somebody's at the next maintenance window. */
export function RdsMaintenanceList(props: { details: RdsDetails }) {
  const { pendingChanges, pendingMaintenance } = props.details;
  const { t } = useTexts();
  const columns = useColumns();
  if (!pendingMaintenance && pendingChanges.length === 0) {
    return null;
  }
  const isEmpty = !pendingMaintenance?.length && pendingChanges.length === 0;
  return (
    <Section title={t('rds.pending')}>
      <Stack>
        {isEmpty && (
          <Typography variant="body2">{t('rds.nothingPending')}</Typography>
        )}
        {Boolean(pendingMaintenance?.length) && (
          <DataTable
            label={t('rds.pending')}
            columns={columns}
            rows={pendingMaintenance!}
            keyOf={({ action, member }) => `${action} ${member}`}
          />
        )}
        {pendingChanges.length > 0 && (
          <Typography variant="body2">
            {t('rds.pendingChanges', { changes: pendingChanges.join('; ') })}
          </Typography>
        )}
      </Stack>
    </Section>
  );
}

function useColumns(): Column<RdsMaintenance>[] {
  const { t } = useTexts();
  const moment = (at: string | undefined) =>
    at ? <Moment at={at} /> : t('rds.notSaid');
  return [
    { id: 'action', label: t('rds.action'), cell: ({ action }) => action },
    {
      id: 'what',
      label: t('rds.what'),
      cell: ({ description, member }) =>
        [description, member && t('rds.ofMember', { member })]
          .filter(Boolean)
          .join(' '),
    },
    {
      id: 'applies',
      label: t('rds.applies'),
      cell: ({ appliesAt }) => moment(appliesAt),
    },
    {
      id: 'forced',
      label: t('rds.forced'),
      cell: ({ forcedAt }) => moment(forcedAt),
    },
  ];
}
