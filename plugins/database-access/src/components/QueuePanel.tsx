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
import { useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import {
  AccessRequest,
  databaseAccessRequestReadPermission,
  DatabaseAccessRequestOptions,
} from '@towpath/backstage-plugin-database-access-common';
import { ReactNode, useCallback, useId, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { databaseAccessApiRef } from '../api';
import { lastKnown } from '../hooks/useAnswer';
import { useCatalogEntities } from '../hooks/useCatalogEntities';
import { PagedQuestion, usePages } from '../hooks/usePages';
import { usePolling } from '../hooks/usePolling';
import { useTexts } from '../useTexts';
import { BulkApproval, useBulkChoice } from './BulkApproval';
import { List } from './ListPanel';
import { Panel } from './Panel';
import { QueueName, useQueueColumns } from './queueColumns';
import { RefreshButton } from './RefreshButton';
import { Stack } from './Stack';

const QUEUES: readonly QueueName[] = [
  'toDecide',
  'waitingForOthers',
  'decided',
  'toReview',
];

/** Which of them stands in the address, so that a link or going back leads to it. */
const PARAMETER = 'queue';

/** What others ask for and the reader has a part in: what to do now, and what they wait for or have done. */
export function QueuePanel() {
  const { t } = useTexts();
  const [search, setSearch] = useSearchParams();
  const id = useId();
  const hasReviews = useHasReviews();
  const shown =
    QUEUES.find(queue => queue === search.get(PARAMETER)) ?? 'toDecide';
  const offered = QUEUES.filter(
    queue => queue !== 'toReview' || hasReviews || shown === 'toReview',
  );
  const show = (queue: QueueName) =>
    setSearch(
      before => {
        const after = new URLSearchParams(before);
        after.set(PARAMETER, queue);
        return after;
      },
      { replace: true },
    );
  const tabId = (queue: QueueName) => `${id}-${queue}`;
  return (
    <Queue key={shown} queue={shown}>
      {content => (
        <Stack>
          <Tabs
            value={shown}
            onChange={(_, queue) => show(queue)}
            aria-label={t('queue.title')}
            indicatorColor="primary"
            variant="scrollable"
            scrollButtons="auto"
          >
            {offered.map(queue => (
              <Tab
                key={queue}
                value={queue}
                id={tabId(queue)}
                aria-controls={queue === shown ? `${id}-panel` : undefined}
                label={t(`queue.${queue}`)}
              />
            ))}
          </Tabs>
          <div
            role="tabpanel"
            id={`${id}-panel`}
            aria-labelledby={tabId(shown)}
          >
            <Stack>{content}</Stack>
          </div>
        </Stack>
      )}
    </Queue>
  );
}

/** Nobody has to know of emergencies before there is one to look at. */
function useHasReviews(): boolean {
  const question = useQueue('toReview');
  usePolling(question, undefined);
  return (lastKnown(question.answer)?.items.length ?? 0) > 0;
}

/** Those that wait are shown the oldest first, because they wait the longest; what is done the newest first. */
function useQueue(queue: QueueName): PagedQuestion<AccessRequest> {
  const api = useApi(databaseAccessApiRef);
  return usePages(
    useCallback(
      (cursor: string | undefined, options: DatabaseAccessRequestOptions) =>
        api.listRequests(
          { [queue]: true, oldestFirst: queue !== 'decided', cursor },
          options,
        ),
      [api, queue],
    ),
  );
}

function Queue(props: {
  queue: QueueName;
  children(content: ReactNode): ReactNode;
}) {
  const { queue } = props;
  const { t } = useTexts();
  const question = useQueue(queue);
  usePolling(question, undefined);
  const items = lastKnown(question.answer)?.items;
  const entityOf = useCatalogEntities(
    (items ?? []).map(({ databaseRef }) => databaseRef),
  );
  const choice = useBulkChoice(items, entityOf);
  const columns = useQueueColumns(queue, entityOf, choice);
  const [filter, setFilter] = useState('');
  const title = t(`queue.${queue}`);
  return (
    <Panel
      title={t('queue.title')}
      actions={
        items && (
          <RefreshButton
            subject={queue}
            asking={question.asking}
            onAskAgain={question.askAgain}
          />
        )
      }
    >
      {props.children(
        <>
          <List
            title={title}
            question={question}
            waiting={t('waiting.requests')}
            failure={t('failure.requests')}
            forbidden={{
              title: t('forbidden.requests'),
              permission: databaseAccessRequestReadPermission.name,
            }}
            empty={
              <Typography variant="body1">
                {t(`queue.${queue}Empty`)}
              </Typography>
            }
            header={<Filter filter={filter} onFilter={setFilter} />}
            narrow={all => all.filter(request => isFound(request, filter))}
            narrowedEmpty={
              <NoneFound filter={filter} onClear={() => setFilter('')} />
            }
            columns={columns}
            keyOf={request => request.id}
          />
          {queue === 'toDecide' && (
            <BulkApproval choice={choice} onDone={question.askAgain} />
          )}
        </>,
      )}
    </Panel>
  );
}

function Filter(props: { filter: string; onFilter(filter: string): void }) {
  const { t } = useTexts();
  const id = useId();
  return (
    <TextField
      id={id}
      label={t('queue.filter')}
      helperText={t('queue.filterHelp')}
      value={props.filter}
      onChange={event => props.onFilter(event.target.value)}
      variant="outlined"
      margin="dense"
      size="small"
    />
  );
}

function NoneFound(props: { filter: string; onClear(): void }) {
  const { filter, onClear } = props;
  const { t } = useTexts();
  return (
    <Stack>
      <Typography variant="body1" role="status">
        {t('queue.filteredEmpty', { filter })}
      </Typography>
      <div>
        <Button size="small" variant="outlined" onClick={onClear}>
          {t('queue.filterClear')}
        </Button>
      </div>
    </Stack>
  );
}

function isFound(request: AccessRequest, filter: string): boolean {
  const { databaseRef, requesterRef, plan } = request;
  const { network } = plan;
  const wanted = filter.trim().toLocaleLowerCase();
  return [
    parseEntityRef(databaseRef).name,
    parseEntityRef(requesterRef).name,
    network.title,
    network.name,
    network.accountName,
    network.accountId,
  ].some(text => text.toLocaleLowerCase().includes(wanted));
}
