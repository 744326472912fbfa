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

import { Failover } from '@towpath/backstage-plugin-database-access-common';
import { addressesOf, secondsInto, TONE_OF_FAILOVER } from '../failoverStatus';
import { useLanguage } from '../hooks/useLanguage';
import { formatDuration } from '../time';
import { useTexts } from '../useTexts';
import { Column, DataTable } from './DataTable';
import { Moment } from './Moment';
import { Section } from './Section';
import { StatusChip } from './StatusChip';

/** The moves before the last one, each in a line. */
export function FailoverHistory(props: { failovers: Failover[] }) {
  const { t } = useTexts();
  return (
    <Section title={t('failover.earlier')}>
      <DataTable
        label={t('failover.earlier')}
        columns={useColumns()}
        rows={props.failovers}
        keyOf={({ id, objectKey }) => `${id} ${objectKey}`}
      />
    </Section>
  );
}

function useColumns(): Column<Failover>[] {
  const { t } = useTexts();
  const language = useLanguage();
  const addresses = (failover: Failover, step: 'moved' | 'gone') => {
    const found = addressesOf(failover, step);
    return found.length > 0 ? (
      <code>{found.join(', ')}</code>
    ) : (
      t('failover.none')
    );
  };
  return [
    {
      id: 'when',
      label: t('failover.started'),
      cell: ({ startedAt }) => <Moment at={startedAt} />,
    },
    {
      id: 'status',
      label: t('failover.status'),
      cell: ({ status }) => (
        <StatusChip
          tone={TONE_OF_FAILOVER[status]}
          label={t(`failover.${status}`)}
        />
      ),
    },
    {
      id: 'knownBy',
      label: t('failover.knownBy'),
      cell: ({ cause }) =>
        t(
          cause === 'event'
            ? 'failover.causeEvent'
            : 'failover.causeResolution',
        ),
    },
    {
      id: 'new',
      label: t('failover.newAddress'),
      cell: failover => addresses(failover, 'moved'),
    },
    {
      id: 'old',
      label: t('failover.oldAddress'),
      cell: failover => addresses(failover, 'gone'),
    },
    {
      id: 'took',
      label: t('failover.took'),
      cell: failover => {
        const seconds = secondsInto(failover, failover.endedAt);
        return seconds === undefined
          ? t('failover.none')
          : formatDuration(seconds, language);
      },
    },
  ];
}
