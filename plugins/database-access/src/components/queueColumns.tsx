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

import { Entity, parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { AccessRequest } from '@towpath/backstage-plugin-database-access-common';
import { useLanguage } from '../hooks/useLanguage';
import { requestRouteRef } from '../routes';
import { approvalsOf } from '../seatStatus';
import { formatDuration } from '../time';
import { useTexts } from '../useTexts';
import { BulkCell, BulkChoice } from './BulkApproval';
import { Column } from './DataTable';
import { DeadlineChip } from './DeadlineChip';
import { EnvironmentChip } from './EnvironmentChip';
import { MonthlyCost } from './MonthlyCost';
import { ReadingAge } from './ReadingAge';
import { RequestStatusChip } from './RequestStatusChip';

/** What the reader has to do with the requests of a queue. */
export type QueueName =
  | 'toDecide'
  | 'waitingForOthers'
  | 'decided'
  | 'toReview';

/** Where its link leads on the page of a request. */
const PLACE: Record<QueueName, string> = {
  toDecide: '?focus=decision',
  waitingForOthers: '',
  decided: '',
  toReview: '?focus=review',
};

/** What is shown of each request of a queue. */
export function useQueueColumns(
  queue: QueueName,
  entityOf: (entityRef: string) => Entity | undefined,
  choice: BulkChoice,
): Column<AccessRequest>[] {
  const { t } = useTexts();
  const requestPage = useRouteRef(requestRouteRef);
  const language = useLanguage();
  return [
    {
      id: 'what',
      label: t('requests.what'),
      cell: ({ id, plan, databaseRef }) => (
        <Link to={`${requestPage({ id })}${PLACE[queue]}`}>
          {t('share.title', {
            network: plan.network.title,
            database: parseEntityRef(databaseRef).name,
          })}
        </Link>
      ),
    },
    {
      id: 'environment',
      label: t('queue.environment'),
      cell: ({ databaseRef, plan }) => (
        <EnvironmentChip
          database={{ planned: plan.database, entity: entityOf(databaseRef) }}
        />
      ),
    },
    {
      id: 'account',
      label: t('queue.account'),
      cell: ({ plan }) =>
        t('facts.accountValue', {
          name: plan.network.accountName,
          id: plan.network.accountId,
        }),
    },
    {
      id: 'requester',
      label: t('requests.requester'),
      cell: ({ requesterRef }) => (
        <EntityRefLink entityRef={requesterRef} defaultKind="user" />
      ),
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
    {
      id: 'approvals',
      label: t('queue.approvals'),
      cell: request => <Approvals request={request} />,
    },
    queue === 'decided'
      ? {
          id: 'status',
          label: t('requests.status'),
          cell: ({ status }) => <RequestStatusChip status={status} />,
        }
      : {
          id: 'left',
          label: t('queue.left'),
          cell: request => <Left queue={queue} request={request} />,
        },
    ...(queue === 'toDecide'
      ? [
          {
            id: 'together',
            label: t('queue.together'),
            cell: (request: AccessRequest) => (
              <BulkCell request={request} choice={choice} />
            ),
          },
        ]
      : []),
  ];
}

function Approvals(props: { request: AccessRequest }) {
  const { t } = useTexts();
  const { given, needed } = approvalsOf(props.request);
  return (
    <>
      {needed === 0
        ? t('queue.approvalsNone')
        : t('queue.approvalsOf', {
            given: String(given),
            needed: String(needed),
          })}
    </>
  );
}

/** Until it is over, or until it should have been looked at; a question stops the clock of those who decide. */
function Left(props: { queue: QueueName; request: AccessRequest }) {
  const { queue, request } = props;
  if (queue === 'toReview' && request.emergency) {
    return <DeadlineChip until={request.emergency.dueAt} what="due" />;
  }
  return (
    <>
      {request.waiting && (
        <DeadlineChip until={request.waiting.expiresAt} what="over" />
      )}
      {request.status === 'questioned' && (
        <RequestStatusChip status={request.status} />
      )}
    </>
  );
}
