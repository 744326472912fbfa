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
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import {
  DriftedObject,
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import { useTexts } from '../useTexts';
import { Column, DataTable } from './DataTable';
import { DriftAuthorText } from './DriftAuthorText';
import { Moment } from './Moment';
import { Notice } from './Notice';
import { Panel } from './Panel';
import { RetryButton } from './RetryButton';
import { Stack } from './Stack';

/** One thing that is otherwise: as it shall be, and as it is. */
interface Line {
  id: string;
  object: DriftedObject;
  what: string;
  wanted: string;
  is: string;
}

/** What somebody changed or removed in AWS outside of the portal, and who may put it back. */
export function DriftPanel(props: {
  share: Share;
  onRepaired(share: Share): void;
}) {
  const { share, onRepaired } = props;
  const { t } = useTexts();
  if (!share.drift) {
    return null;
  }
  const { objects, reopens, deciderRef } = share.drift;
  const columns: Column<Line>[] = [
    { id: 'object', label: t('drift.object'), cell: row => row.object.title },
    {
      id: 'account',
      label: t('drift.account'),
      cell: row =>
        t('facts.accountValue', {
          name: row.object.accountName,
          id: row.object.accountId,
        }),
    },
    { id: 'what', label: t('drift.what'), cell: row => row.what },
    { id: 'wanted', label: t('drift.wanted'), cell: row => row.wanted },
    { id: 'is', label: t('drift.is'), cell: row => row.is },
    {
      id: 'author',
      label: t('drift.author'),
      cell: row => <DriftAuthorText author={row.object.author} />,
    },
    {
      id: 'since',
      label: t('drift.since'),
      cell: row => (row.object.since ? <Moment at={row.object.since} /> : null),
    },
  ];
  const lines = objects.flatMap((object): Line[] =>
    object.what === 'gone'
      ? [
          {
            id: object.key,
            object,
            what: t('drift.wholeObject'),
            wanted: t('drift.there'),
            is: t('drift.gone'),
          },
        ]
      : object.differences.map(({ what, wanted, is }) => ({
          id: `${object.key} ${what}`,
          object,
          what,
          wanted,
          is,
        })),
  );
  return (
    <Panel title={t('drift.title')}>
      <Stack>
        <Typography variant="body2">{t('drift.help')}</Typography>
        <DataTable
          label={t('drift.title')}
          columns={columns}
          rows={lines}
          keyOf={row => row.id}
        />
        {objects.map(
          ({ key, hold }) =>
            hold && (
              <Notice
                key={key}
                tone="warning"
                title={t('drift.held', {
                  tag: 'database-access:hold',
                  says: hold.says,
                })}
              >
                {t('drift.heldHelp', {
                  title: hold.title,
                  account: t('facts.accountValue', {
                    name: hold.accountName,
                    id: hold.accountId,
                  }),
                })}
              </Notice>
            ),
        )}
        <Typography variant="body2">
          {reopens
            ? t('drift.reopens', {
                decider: (
                  <EntityRefLink entityRef={deciderRef} defaultKind="group" />
                ),
              })
            : t('drift.reopensNothing')}
        </Typography>
        <RetryButton share={share} onRetried={onRepaired} />
      </Stack>
    </Panel>
  );
}
