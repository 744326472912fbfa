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

import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import {
  EntityRefLink,
  EntityRefLinks,
  useEntity,
} from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import {
  databaseAccessShareReadPermission,
  isDatabase,
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import { useCatalogEntities } from '../hooks/useCatalogEntities';
import { DatabasesUsed, useDatabasesUsed } from '../hooks/useDatabasesUsed';
import { sharePageRouteRef } from '../routes';
import { useTexts } from '../useTexts';
import { Answered } from './Answered';
import { DataTable } from './DataTable';
import { HealthChip } from './HealthChip';
import { LifecycleChip } from './LifecycleChip';
import { Panel } from './Panel';
import { Row } from './Row';
import { Section } from './Section';
import { Stack } from './Stack';
import { TimeLeft } from './TimeLeft';

/** The databases that a component or system depends on, and those of its owner’s networks: over what, how the path is, until when. */
export function DatabasesUsedCard() {
  const { entity } = useEntity();
  return <Used key={stringifyEntityRef(entity)} entity={entity} />;
}

function Used(props: { entity: Entity }) {
  const { t } = useTexts();
  const question = useDatabasesUsed(props.entity);
  return (
    <Panel title={t('used.title')}>
      <Answered
        brief
        question={question}
        waiting={{ label: t('used.waiting'), lines: 3 }}
        failure={{
          title: t('failure.shares'),
          forbidden: {
            title: t('forbidden.shares'),
            permission: databaseAccessShareReadPermission.name,
          },
        }}
      >
        {used => <Known used={used} />}
      </Answered>
    </Panel>
  );
}

function Known(props: { used: DatabasesUsed }) {
  const { own, ofOwners, owners, declared, isCut } = props.used;
  const { t } = useTexts();
  const entityOf = useCatalogEntities(declared);
  const databases = declared.filter(ref => {
    const entity = entityOf(ref);
    return entity !== undefined && isDatabase(entity);
  });
  return (
    <Stack>
      {own.length + ofOwners.length + databases.length === 0 && <Nothing />}
      {own.length > 0 && (
        <Section title={t('used.own')}>
          <Table label={t('used.own')} shares={own} />
        </Section>
      )}
      {databases.length > 0 && (
        <Typography variant="body2">
          {t('used.declared', {
            databases: (
              <EntityRefLinks entityRefs={databases} defaultKind="resource" />
            ),
          })}
        </Typography>
      )}
      {ofOwners.length > 0 && (
        <Section title={t('used.ofOwners')}>
          <Typography variant="body2" gutterBottom>
            {t('used.ofOwnersHelp', {
              owners: (
                <EntityRefLinks entityRefs={owners} defaultKind="group" />
              ),
            })}
          </Typography>
          <Table label={t('used.ofOwners')} shares={ofOwners} />
        </Section>
      )}
      {isCut && <Typography variant="body2">{t('used.more')}</Typography>}
    </Stack>
  );
}

function Nothing() {
  const { t } = useTexts();
  return (
    <div>
      <Typography variant="body1" gutterBottom>
        {t('used.none')}
      </Typography>
      <Typography variant="body2">{t('used.noneHelp')}</Typography>
    </div>
  );
}

function Table(props: { label: string; shares: Share[] }) {
  const { t } = useTexts();
  const sharePage = useRouteRef(sharePageRouteRef);
  return (
    <DataTable
      label={props.label}
      rows={props.shares}
      keyOf={({ id }) => id}
      columns={[
        {
          id: 'database',
          label: t('used.database'),
          cell: ({ databaseRef }) => (
            <EntityRefLink entityRef={databaseRef} defaultKind="resource" />
          ),
        },
        {
          id: 'from',
          label: t('used.from'),
          cell: ({ id, network }) =>
            sharePage ? (
              <Link to={sharePage({ id })}>{network.title}</Link>
            ) : (
              network.title
            ),
        },
        {
          id: 'over',
          label: t('used.over'),
          cell: ({ pattern }) => t(`pattern.${pattern}`),
        },
        {
          id: 'health',
          label: t('used.health'),
          cell: ({ health, lifecycle }) => (
            <Row>
              <HealthChip health={health} />
              {lifecycle !== 'active' && (
                <LifecycleChip lifecycle={lifecycle} />
              )}
            </Row>
          ),
        },
        {
          id: 'expires',
          label: t('used.expires'),
          cell: ({ expiresAt }) => <TimeLeft until={expiresAt} />,
        },
      ]}
    />
  );
}
