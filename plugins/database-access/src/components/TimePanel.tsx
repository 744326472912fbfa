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
  databaseAccessShareReadPermission,
  Share,
  ShareExtension,
  ShareExtensions,
} from '@towpath/backstage-plugin-database-access-common';
import { useLanguage } from '../hooks/useLanguage';
import { useShareExtensions } from '../hooks/useShareExtensions';
import { formatDuration } from '../time';
import { useTexts } from '../useTexts';
import { Answered } from './Answered';
import { Column, DataTable } from './DataTable';
import { ExtendButton } from './ExtendButton';
import { ExtensionDecision } from './ExtensionDecision';
import { ExtensionStatusChip } from './ExtensionStatusChip';
import { Fact, FactList } from './FactList';
import { Moment } from './Moment';
import { Panel } from './Panel';
import { Stack } from './Stack';
import { TimeLeft } from './TimeLeft';

/** How long a share lasts, when people are told of its end, and how it lasts longer. */
export function TimePanel(props: { share: Share; onExtended(): void }) {
  const { share, onExtended } = props;
  const { t } = useTexts();
  const question = useShareExtensions(share);
  const said = () => {
    question.askAgain();
    onExtended();
  };
  return (
    <Panel title={t('time.title')}>
      <Stack>
        <Answered
          question={question}
          waiting={{ label: t('waiting.extensions'), lines: 3 }}
          failure={{
            title: t('failure.extensions'),
            forbidden: {
              title: t('forbidden.shares'),
              permission: databaseAccessShareReadPermission.name,
            },
          }}
        >
          {known => <Known {...known} share={share} onSaid={said} />}
        </Answered>
      </Stack>
    </Panel>
  );
}

function Known(props: ShareExtensions & { share: Share; onSaid(): void }) {
  const { items, offer, remindsAt, share, onSaid } = props;
  const { t } = useTexts();
  const columns = useColumns();
  const waiting = items.filter(({ status }) => status === 'pending');
  const { certifiedAt, certifiedBy } = share;
  const [remindsNext] = remindsAt;
  const facts: Fact[] = [
    { label: t('share.expires'), value: <TimeLeft until={share.expiresAt} /> },
    {
      label: t('time.reminded'),
      value: remindsNext ? (
        <Moment at={remindsNext} />
      ) : (
        t('time.remindedNever')
      ),
    },
    {
      label: t('time.extended'),
      value: t('time.extendedValue', {
        times: String(offer.extended),
        most: String(offer.mostExtensions),
      }),
    },
    ...(certifiedAt && certifiedBy
      ? [
          {
            label: t('time.certified'),
            value: (
              <span>
                <Moment at={certifiedAt} />{' '}
                <EntityRefLink entityRef={certifiedBy} defaultKind="user" />
              </span>
            ),
          },
        ]
      : []),
  ];
  return (
    <Stack>
      <FactList facts={facts} />
      {waiting.map(extension => (
        <ExtensionDecision
          key={extension.id}
          extension={extension}
          onSaid={onSaid}
        />
      ))}
      <ExtendButton share={share} offer={offer} onAsked={onSaid} />
      {items.length > 0 ? (
        <DataTable
          label={t('time.extensions')}
          columns={columns}
          rows={items}
          keyOf={extension => extension.id}
        />
      ) : (
        <Typography variant="body2">{t('time.extensionsNone')}</Typography>
      )}
    </Stack>
  );
}

function useColumns(): Column<ShareExtension>[] {
  const { t } = useTexts();
  const language = useLanguage();
  return [
    {
      id: 'who',
      label: t('extension.askedBy'),
      cell: ({ askedBy }) => (
        <EntityRefLink entityRef={askedBy} defaultKind="user" />
      ),
    },
    {
      id: 'status',
      label: t('requests.status'),
      cell: ({ status }) => <ExtensionStatusChip status={status} />,
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
      id: 'decided',
      label: t('extension.decided'),
      cell: ({ decisions }) =>
        decisions.map(({ id, deciderRef, comment }) => (
          <div key={id}>
            <EntityRefLink entityRef={deciderRef} defaultKind="user" />
            {comment && `: ${comment}`}
          </div>
        )),
    },
  ];
}
