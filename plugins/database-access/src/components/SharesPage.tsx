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
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import {
  DatabaseAccessRequestOptions,
  databaseAccessShareReadPermission,
  ShareFilter,
} from '@towpath/backstage-plugin-database-access-common';
import { useCallback, useId } from 'react';
import { useSearchParams } from 'react-router-dom';
import { databaseAccessApiRef } from '../api';
import { usePages } from '../hooks/usePages';
import { RESTING_MILLISECONDS } from '../hooks/usePolling';
import { Translate } from '../Translate';
import { useTexts } from '../useTexts';
import { ListPanel } from './ListPanel';
import { NarrowedBy } from './NarrowedBy';
import { Row } from './Row';
import { useShareColumns } from './SharesPanel';
import { Stack } from './Stack';
import { WayBack } from './WayBack';

/** What one chooses from. */
const CHOICES = {
  lifecycle: ['building', 'active', 'stuck', 'revoking', 'revoked'],
  health: ['healthy', 'pending', 'degraded', 'broken', 'unknown'],
  sync: ['in-sync', 'drifted', 'unknown'],
  pattern: [
    'lattice-resource-endpoint',
    'lattice-service-network',
    'lattice-consumer-network',
    'privatelink',
  ],
} as const;

type Choice = keyof typeof CHOICES;

/** What only an address says. */
const SAID = [
  'environment',
  'accountId',
  'ownerRef',
  'networkOwnerRef',
  'databaseRef',
  'expiresWithinDays',
] as const;

/** Shares that are what the address says, and what one chooses beside it. */
export function SharesPage() {
  return (
    <Stack>
      <WayBack />
      <SharesOfAddress />
    </Stack>
  );
}

function SharesOfAddress() {
  const { t } = useTexts();
  const columns = useShareColumns();
  const api = useApi(databaseAccessApiRef);
  const [search, setSearch] = useSearchParams();
  const asked = search.toString();
  const question = usePages(
    useCallback(
      (cursor: string | undefined, options: DatabaseAccessRequestOptions) =>
        api.listShares({ ...filterOf(asked), cursor }, options),
      [api, asked],
    ),
  );
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value) {
      next.set(name, value);
    } else {
      next.delete(name);
    }
    setSearch(next);
  };
  return (
    <Stack>
      <Row>
        {(Object.keys(CHOICES) as Choice[]).map(name => (
          <Chooser
            key={name}
            name={name}
            value={search.get(name) ?? ''}
            onChoose={value => set(name, value)}
          />
        ))}
      </Row>
      <NarrowedBy
        facts={SAID.flatMap(name => {
          const value = search.get(name);
          return value ? [t(`lists.${name}`, { value })] : [];
        })}
        onClear={() => setSearch({ living: 'true' })}
      />
      <ListPanel
        title={t('lists.shares')}
        subject="narrowed-shares"
        question={question}
        asksEvery={RESTING_MILLISECONDS}
        waiting={t('waiting.shares')}
        failure={t('failure.shares')}
        forbidden={{
          title: t('forbidden.shares'),
          permission: databaseAccessShareReadPermission.name,
        }}
        empty={
          <Typography variant="body1">{t('lists.sharesEmpty')}</Typography>
        }
        columns={columns}
        keyOf={share => share.id}
      />
    </Stack>
  );
}

function Chooser(props: {
  name: Choice;
  value: string;
  onChoose(value: string): void;
}) {
  const { name, value, onChoose } = props;
  const { t } = useTexts();
  const id = useId();
  const values: readonly string[] = CHOICES[name];
  return (
    <TextField
      id={id}
      select
      size="small"
      variant="outlined"
      label={t(`lists.${name}`)}
      value={values.includes(value) ? value : ''}
      onChange={event => onChoose(event.target.value)}
      SelectProps={{ displayEmpty: true }}
      InputLabelProps={{ shrink: true }}
    >
      <MenuItem value="">{t('lists.all')}</MenuItem>
      {values.map(each => (
        <MenuItem key={each} value={each}>
          {wordOf(t, name, each)}
        </MenuItem>
      ))}
    </TextField>
  );
}

function wordOf(t: Translate, name: Choice, value: string): string {
  return t(`${name}.${value}` as 'health.healthy');
}

/** What an address asks for. What it says wrongly the backend refuses, in a sentence. */
function filterOf(search: string): ShareFilter {
  const asked = new URLSearchParams(search);
  const names = [...Object.keys(CHOICES), ...SAID, 'living', 'mine'];
  return Object.fromEntries(
    names.flatMap(name => {
      const value = asked.get(name);
      return value ? [[name, value]] : [];
    }),
  );
}
