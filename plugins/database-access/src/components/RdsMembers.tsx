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

import { RdsMember } from '@towpath/backstage-plugin-database-access-common';
import { useTexts } from '../useTexts';
import { Column, DataTable } from './DataTable';
import { DatabaseStatusChip } from './DatabaseStatusChip';
import { ExposureChip } from './ExposureChip';
import { Section } from './Section';

/** The instances of a cluster, its writer first. */
export function RdsMembers(props: { members: RdsMember[] }) {
  const { t } = useTexts();
  return (
    <Section title={t('rds.members')}>
      <DataTable
        label={t('rds.members')}
        columns={useColumns()}
        rows={props.members}
        keyOf={({ identifier }) => identifier}
      />
    </Section>
  );
}

function useColumns(): Column<RdsMember>[] {
  const { t } = useTexts();
  return [
    {
      id: 'identifier',
      label: t('rds.instance'),
      cell: ({ identifier }) => identifier,
    },
    { id: 'role', label: t('rds.role'), cell: ({ role }) => t(`rds.${role}`) },
    {
      id: 'status',
      label: t('facts.status'),
      cell: ({ status }) => <DatabaseStatusChip status={status} />,
    },
    {
      id: 'class',
      label: t('rds.instanceClass'),
      cell: ({ instanceClass }) => instanceClass,
    },
    {
      id: 'zone',
      label: t('rds.zone'),
      cell: ({ availabilityZone }) => availabilityZone ?? t('rds.none'),
    },
    {
      id: 'exposure',
      label: t('facts.exposure'),
      cell: ({ publiclyAccessible }) => (
        <ExposureChip publiclyAccessible={publiclyAccessible} />
      ),
    },
  ];
}
