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

import { useApi } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import {
  databaseAccessRequestReadPermission,
  DatabaseAccessRequestOptions,
  RequestStatus,
} from '@towpath/backstage-plugin-database-access-common';
import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';
import { databaseAccessApiRef } from '../api';
import { usePages } from '../hooks/usePages';
import { RESTING_MILLISECONDS } from '../hooks/usePolling';
import { useTexts } from '../useTexts';
import { ListPanel } from './ListPanel';
import { NarrowedBy } from './NarrowedBy';
import { useRequestColumns } from './RequestsPanel';
import { Stack } from './Stack';
import { WayBack } from './WayBack';

/** What an address may say. */
const SAID = [
  'status',
  'databaseRef',
  'olderThanDays',
  'notOlderThanDays',
] as const;

/** Requests that are what the address says, the oldest first. */
export function RequestsPage() {
  const { t } = useTexts();
  const columns = useRequestColumns();
  const api = useApi(databaseAccessApiRef);
  const [search, setSearch] = useSearchParams();
  const asked = search.toString();
  const question = usePages(
    useCallback(
      (cursor: string | undefined, options: DatabaseAccessRequestOptions) =>
        api.listRequests(
          { ...filterOf(asked), oldestFirst: true, cursor },
          options,
        ),
      [api, asked],
    ),
  );
  return (
    <Stack>
      <WayBack />
      <NarrowedBy
        facts={SAID.flatMap(name => {
          const value = search.get(name);
          return value ? [t(`lists.${name}`, { value })] : [];
        })}
        onClear={() => setSearch({})}
      />
      <ListPanel
        title={t('lists.requests')}
        subject="narrowed-requests"
        question={question}
        asksEvery={RESTING_MILLISECONDS}
        waiting={t('waiting.requests')}
        failure={t('failure.requests')}
        forbidden={{
          title: t('forbidden.requests'),
          permission: databaseAccessRequestReadPermission.name,
        }}
        empty={
          <Typography variant="body1">{t('lists.requestsEmpty')}</Typography>
        }
        columns={columns}
        keyOf={request => request.id}
      />
    </Stack>
  );
}

/** What it says wrongly the backend refuses, in a sentence. */
function filterOf(search: string) {
  const asked = new URLSearchParams(search);
  const days = (name: string) => {
    const value = asked.get(name);
    return value ? Number(value) : undefined;
  };
  return {
    status: (asked.get('status') ?? undefined) as RequestStatus | undefined,
    databaseRef: asked.get('databaseRef') ?? undefined,
    olderThanDays: days('olderThanDays'),
    notOlderThanDays: days('notOlderThanDays'),
  };
}
