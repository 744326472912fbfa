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

import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import {
  DatabaseAccessRequestOptions,
  databaseAccessShareReadPermission,
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import { useCallback } from 'react';
import { databaseAccessApiRef } from '../api';
import { usePages } from '../hooks/usePages';
import { RESTING_MILLISECONDS } from '../hooks/usePolling';
import { shareRouteRef } from '../routes';
import { useTexts } from '../useTexts';
import { Column } from './DataTable';
import { HealthChip } from './HealthChip';
import { LifecycleChip } from './LifecycleChip';
import { ListPanel } from './ListPanel';
import { MonthlyCost } from './MonthlyCost';
import { Row } from './Row';
import { ShareUseText } from './ShareUseText';
import { StatusChip } from './StatusChip';
import { SyncChip } from './SyncChip';
import { TimeLeft } from './TimeLeft';

/** The living shares that the reader may see. */
export function SharesPanel() {
  const { t } = useTexts();
  const columns = useShareColumns();
  const api = useApi(databaseAccessApiRef);
  const question = usePages(
    useCallback(
      (cursor: string | undefined, options: DatabaseAccessRequestOptions) =>
        api.listShares({ living: true, cursor }, options),
      [api],
    ),
  );
  return (
    <ListPanel
      title={t('shares.title')}
      subject="shares"
      question={question}
      asksEvery={RESTING_MILLISECONDS}
      waiting={t('waiting.shares')}
      failure={t('failure.shares')}
      forbidden={{
        title: t('forbidden.shares'),
        permission: databaseAccessShareReadPermission.name,
      }}
      empty={
        <>
          <Typography variant="body1">{t('shares.empty')}</Typography>
          <Typography variant="body2">{t('shares.emptyHelp')}</Typography>
        </>
      }
      columns={columns}
      keyOf={share => share.id}
    />
  );
}

/** What a list says of each share. */
export function useShareColumns(): Column<Share>[] {
  const { t } = useTexts();
  const sharePage = useRouteRef(shareRouteRef);
  return [
    {
      id: 'what',
      label: t('shares.what'),
      cell: ({ id, network, databaseRef, findings }) => (
        <Row>
          <Link to={sharePage({ id })}>
            {t('share.title', {
              network: network.title,
              database: parseEntityRef(databaseRef).name,
            })}
          </Link>
          {findings.length > 0 && (
            <StatusChip
              tone="warning"
              label={t('shares.finding')}
              hint={findings[0].message}
            />
          )}
        </Row>
      ),
    },
    {
      id: 'lifecycle',
      label: t('share.lifecycle'),
      cell: ({ lifecycle }) => <LifecycleChip lifecycle={lifecycle} />,
    },
    {
      id: 'health',
      label: t('share.health'),
      cell: ({ health }) => <HealthChip health={health} />,
    },
    {
      id: 'sync',
      label: t('share.sync'),
      cell: ({ sync }) => <SyncChip sync={sync} />,
    },
    {
      id: 'use',
      label: t('use.label'),
      cell: ({ use }) => <ShareUseText use={use} />,
    },
    {
      id: 'pattern',
      label: t('share.pattern'),
      cell: ({ pattern }) => t(`pattern.${pattern}`),
    },
    {
      id: 'expires',
      label: t('share.expires'),
      cell: ({ expiresAt }) => <TimeLeft until={expiresAt} />,
    },
    {
      id: 'cost',
      label: t('share.cost'),
      cell: ({ plan }) => <MonthlyCost cost={plan.cost} />,
    },
  ];
}
