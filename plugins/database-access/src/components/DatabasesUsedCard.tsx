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
import { Stack } from './Stack';
import { TimeLeft } from './TimeLeft';

/** The databases that a component or system uses: over what, how the path is, until when. */
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
  const { shares, declared } = props.used;
  const { t } = useTexts();
  const entityOf = useCatalogEntities(declared);
  const databases = declared.filter(ref => {
    const entity = entityOf(ref);
    return entity !== undefined && isDatabase(entity);
  });
  return (
    <Stack>
      {shares.length > 0 ? (
        <Table shares={shares} />
      ) : (
        databases.length === 0 && <Nothing />
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

function Table(props: { shares: Share[] }) {
  const { t } = useTexts();
  const sharePage = useRouteRef(sharePageRouteRef);
  return (
    <DataTable
      label={t('used.title')}
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
