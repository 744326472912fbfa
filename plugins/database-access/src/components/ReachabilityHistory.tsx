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

import { ReachabilityCheck } from '@towpath/backstage-plugin-database-access-common';
import { stateOf } from '../reachabilityStatus';
import { useTexts } from '../useTexts';
import { Column, DataTable } from './DataTable';
import { Moment } from './Moment';
import { ReachabilityChip } from './ReachabilityChip';
import { Section } from './Section';

/** What was found before, each check in a line. */
export function ReachabilityHistory(props: { checks: ReachabilityCheck[] }) {
  const { t } = useTexts();
  const columns: Column<ReachabilityCheck>[] = [
    {
      id: 'when',
      label: t('reachability.when'),
      cell: ({ askedAt, endedAt }) => <Moment at={endedAt ?? askedAt} />,
    },
    {
      id: 'result',
      label: t('reachability.result'),
      cell: check => <ReachabilityChip state={stateOf(check)} />,
    },
    {
      id: 'how',
      label: t('reachability.how'),
      cell: ({ means }) => t(`reachability.${means}`),
    },
    {
      id: 'said',
      label: t('reachability.said'),
      cell: ({ message }) => message,
    },
  ];
  return (
    <Section title={t('reachability.earlier')}>
      <DataTable
        label={t('reachability.earlier')}
        columns={columns}
        rows={props.checks}
        keyOf={({ id }) => id}
      />
    </Section>
  );
}
