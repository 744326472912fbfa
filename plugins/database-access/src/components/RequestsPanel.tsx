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
  AccessRequest,
  databaseAccessRequestReadPermission,
  DatabaseAccessRequestOptions,
} from '@towpath/backstage-plugin-database-access-common';
import { useCallback } from 'react';
import { databaseAccessApiRef } from '../api';
import { useLanguage } from '../hooks/useLanguage';
import { usePages } from '../hooks/usePages';
import { requestRouteRef } from '../routes';
import { formatDuration } from '../time';
import { useTexts } from '../useTexts';
import { Column } from './DataTable';
import { ListPanel } from './ListPanel';
import { MonthlyCost } from './MonthlyCost';
import { ReadingAge } from './ReadingAge';
import { RequestStatusChip } from './RequestStatusChip';

/** The reader's own requests, the newest first. */
export function RequestsPanel() {
  const { t } = useTexts();
  const columns = useRequestColumns();
  const api = useApi(databaseAccessApiRef);
  const question = usePages(
    useCallback(
      (cursor: string | undefined, options: DatabaseAccessRequestOptions) =>
        api.listRequests({ mine: true, cursor }, options),
      [api],
    ),
  );
  return (
    <ListPanel
      title={t('requests.mine')}
      subject="mine"
      question={question}
      waiting={t('waiting.requests')}
      failure={t('failure.requests')}
      forbidden={{
        title: t('forbidden.requests'),
        permission: databaseAccessRequestReadPermission.name,
      }}
      empty={
        <>
          <Typography variant="body1">{t('requests.mineEmpty')}</Typography>
          <Typography variant="body2">{t('requests.mineEmptyHelp')}</Typography>
        </>
      }
      columns={columns}
      keyOf={request => request.id}
    />
  );
}

/** What a list says of each request. */
export function useRequestColumns(): Column<AccessRequest>[] {
  const { t } = useTexts();
  const requestPage = useRouteRef(requestRouteRef);
  const language = useLanguage();
  return [
    {
      id: 'what',
      label: t('requests.what'),
      cell: ({ id, plan, databaseRef }) => (
        <Link to={requestPage({ id })}>
          {t('share.title', {
            network: plan.network.title,
            database: parseEntityRef(databaseRef).name,
          })}
        </Link>
      ),
    },
    {
      id: 'status',
      label: t('requests.status'),
      cell: ({ status }) => <RequestStatusChip status={status} />,
    },
    {
      id: 'duration',
      label: t('requests.duration'),
      cell: ({ durationSeconds }) => formatDuration(durationSeconds, language),
    },
    {
      id: 'cost',
      label: t('requests.cost'),
      cell: ({ plan }) => <MonthlyCost cost={plan.cost} />,
    },
    {
      id: 'age',
      label: t('requests.age'),
      cell: ({ createdAt }) => <ReadingAge readAt={createdAt} />,
    },
  ];
}
