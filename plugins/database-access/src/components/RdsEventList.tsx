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

import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { RdsEvent } from '@towpath/backstage-plugin-database-access-common';
import { useState } from 'react';
import { useTexts } from '../useTexts';
import { Column, DataTable } from './DataTable';
import { Moment } from './Moment';
import { Section } from './Section';

/** Each night has its backup, and nobody wants to scroll past all of them. */
const SHOWN_AT_FIRST = 8;

/** What happened to a database in the last 14 days, in RDS's own words; the newest first. */
export function RdsEventList(props: { events: RdsEvent[] }) {
  const { events } = props;
  const { t } = useTexts();
  const [showsAll, setShowsAll] = useState(false);
  const columns = useColumns();
  const shown = showsAll ? events : events.slice(0, SHOWN_AT_FIRST);
  return (
    <Section title={t('rds.events')}>
      {events.length === 0 ? (
        <Typography variant="body2">{t('rds.noEvents')}</Typography>
      ) : (
        <DataTable
          label={t('rds.events')}
          columns={columns}
          rows={shown}
          keyOf={({ at, message }) => `${at} ${message}`}
        />
      )}
      {shown.length < events.length && (
        <Button size="small" onClick={() => setShowsAll(true)}>
          {t('rds.allEvents', { count: events.length })}
        </Button>
      )}
    </Section>
  );
}

function useColumns(): Column<RdsEvent>[] {
  const { t } = useTexts();
  return [
    { id: 'at', label: t('rds.when'), cell: ({ at }) => <Moment at={at} /> },
    { id: 'what', label: t('rds.what'), cell: ({ message }) => message },
    {
      id: 'kind',
      label: t('rds.kind'),
      cell: ({ categories }) => categories.join(', '),
    },
  ];
}
