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
  ConsumerNetwork,
  ConsumerNetworks,
  databaseAccessNetworkReadPermission,
} from '@towpath/backstage-plugin-database-access-common';
import { lastKnown } from '../hooks/useAnswer';
import { useNetworks } from '../hooks/useNetworks';
import { useTexts } from '../useTexts';
import { Answered } from './Answered';
import { Column, DataTable } from './DataTable';
import { FindingList } from './FindingList';
import { NoNetworks } from './NoNetworks';
import { Panel } from './Panel';
import { RefreshButton } from './RefreshButton';
import { Stack } from './Stack';

/** The networks of the reader's groups: from where access could be used. */
export function NetworksPanel() {
  const { t } = useTexts();
  const question = useNetworks();
  const { asking, askAgain } = question;
  return (
    <Panel
      title={t('page.networks')}
      actions={
        lastKnown(question.answer) && (
          <RefreshButton
            subject="networks"
            asking={asking}
            onAskAgain={askAgain}
          />
        )
      }
    >
      <Stack>
        <Answered
          question={question}
          waiting={{ label: t('waiting.networks'), lines: 4 }}
          failure={{
            title: t('failure.networks'),
            forbidden: {
              title: t('forbidden.networks'),
              permission: databaseAccessNetworkReadPermission.name,
            },
          }}
        >
          {networks => <Networks networks={networks} />}
        </Answered>
      </Stack>
    </Panel>
  );
}

function Networks(props: { networks: ConsumerNetworks }) {
  const { items, findings } = props.networks;
  const { t } = useTexts();
  return (
    <>
      {findings.length > 0 && (
        <div>
          <Typography variant="body2" gutterBottom>
            {t('networks.incomplete')}
          </Typography>
          <FindingList findings={findings} />
        </div>
      )}
      {items.length > 0 ? <NetworkTable items={items} /> : <NoNetworks />}
    </>
  );
}

function NetworkTable(props: { items: ConsumerNetwork[] }) {
  const { t } = useTexts();
  const columns: Column<ConsumerNetwork>[] = [
    { id: 'name', label: t('networks.name'), cell: row => row.title },
    {
      id: 'account',
      label: t('networks.account'),
      cell: row =>
        t('facts.accountValue', { name: row.accountName, id: row.accountId }),
    },
    { id: 'region', label: t('networks.region'), cell: row => row.region },
    { id: 'vpc', label: t('networks.vpc'), cell: row => row.vpcId },
    {
      id: 'subnets',
      label: t('networks.subnets'),
      cell: row => row.subnetIds.join(', '),
    },
    {
      id: 'owner',
      label: t('networks.owner'),
      cell: row => <EntityRefLink entityRef={row.owner} defaultKind="group" />,
    },
  ];
  return (
    <>
      <Typography variant="body2">{t('page.networksHelp')}</Typography>
      <DataTable
        label={t('networks.tableLabel')}
        columns={columns}
        rows={props.items}
        keyOf={row => row.name}
      />
    </>
  );
}
