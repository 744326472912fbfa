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
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import {
  DatabaseAccessRequestOptions,
  databaseAccessShareReadPermission,
  ShareExtension,
} from '@towpath/backstage-plugin-database-access-common';
import { useCallback } from 'react';
import { databaseAccessApiRef } from '../api';
import { useLanguage } from '../hooks/useLanguage';
import { usePages } from '../hooks/usePages';
import { shareRouteRef } from '../routes';
import { formatDuration } from '../time';
import { useTexts } from '../useTexts';
import { Column } from './DataTable';
import { EXTENSION_ANCHOR } from './ExtensionDecision';
import { ListPanel } from './ListPanel';
import { Moment } from './Moment';
import { ReadingAge } from './ReadingAge';

/** Wishes for more time that wait for the reader's word. */
export function ExtensionsPanel() {
  const { t } = useTexts();
  const columns = useColumns();
  const api = useApi(databaseAccessApiRef);
  const question = usePages(
    useCallback(
      (cursor: string | undefined, options: DatabaseAccessRequestOptions) =>
        api.listExtensions({ toDecide: true, cursor }, options),
      [api],
    ),
  );
  return (
    <ListPanel
      title={t('extensions.toDecide')}
      subject="extensions"
      question={question}
      waiting={t('waiting.extensionsToDecide')}
      failure={t('failure.extensionsToDecide')}
      forbidden={{
        title: t('forbidden.shares'),
        permission: databaseAccessShareReadPermission.name,
      }}
      empty={
        <Typography variant="body1">{t('extensions.toDecideEmpty')}</Typography>
      }
      columns={columns}
      keyOf={extension => extension.id}
    />
  );
}

function useColumns(): Column<ShareExtension>[] {
  const { t } = useTexts();
  const sharePage = useRouteRef(shareRouteRef);
  const language = useLanguage();
  return [
    {
      id: 'what',
      label: t('shares.what'),
      cell: ({ shareId, network, databaseRef }) => (
        <Link to={`${sharePage({ id: shareId })}${EXTENSION_ANCHOR}`}>
          {t('share.title', {
            network,
            database: parseEntityRef(databaseRef).name,
          })}
        </Link>
      ),
    },
    {
      id: 'who',
      label: t('extension.askedBy'),
      cell: ({ askedBy }) => (
        <EntityRefLink entityRef={askedBy} defaultKind="user" />
      ),
    },
    {
      id: 'duration',
      label: t('extension.duration'),
      cell: ({ durationSeconds }) => formatDuration(durationSeconds, language),
    },
    {
      id: 'until',
      label: t('extension.until'),
      cell: ({ until }) => <Moment at={until} />,
    },
    {
      id: 'reason',
      label: t('extension.reason'),
      cell: ({ reason }) => reason,
    },
    {
      id: 'age',
      label: t('requests.age'),
      cell: ({ createdAt }) => <ReadingAge readAt={createdAt} />,
    },
  ];
}
