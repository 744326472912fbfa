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

import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ReactNode } from 'react';
import { lastKnown } from '../hooks/useAnswer';
import { PagedQuestion } from '../hooks/usePages';
import { usePolling } from '../hooks/usePolling';
import { databaseAccessTranslationRef } from '../translation';
import { Column, DataTable } from './DataTable';
import { Failure } from './Failure';
import { Panel } from './Panel';
import { RefreshButton } from './RefreshButton';
import { ShowMoreButton } from './ShowMoreButton';
import { Stack } from './Stack';
import { Waiting } from './Waiting';

/** A list of which a page is shown, and more on demand. */
export function ListPanel<T>(props: {
  title: string;
  /** What is asked about, for analytics. */
  subject: string;
  question: PagedQuestion<T>;
  /** What is being waited for, as a sentence. */
  waiting: string;
  failure: string;
  forbidden: { title: string; permission: string };
  /** What to say if there is nothing. */
  empty: ReactNode;
  columns: Column<T>[];
  keyOf(row: T): string;
}) {
  const { title, subject, question, columns, keyOf } = props;
  const { answer, asking, askAgain, showMore } = question;
  const { t } = useTranslationRef(databaseAccessTranslationRef);
  const listing = lastKnown(answer);
  // A list does not ask by the clock, but a signal tells it that something changed.
  usePolling(question, false);
  return (
    <Panel
      title={title}
      actions={
        listing && (
          <RefreshButton
            subject={subject}
            asking={asking}
            onAskAgain={askAgain}
          />
        )
      }
    >
      <Stack>
        {answer.state === 'waiting' && (
          <Waiting label={props.waiting} lines={3} onAskAgain={askAgain} />
        )}
        {answer.state === 'failed' && (
          <Failure
            title={listing ? t('failure.refresh') : props.failure}
            forbidden={props.forbidden}
            error={answer.error}
            asking={asking}
            onAskAgain={askAgain}
          />
        )}
        {listing?.items.length === 0 && <div>{props.empty}</div>}
        {listing && listing.items.length > 0 && (
          <DataTable
            label={title}
            columns={columns}
            rows={listing.items}
            keyOf={keyOf}
          />
        )}
        {listing?.more && (
          <ShowMoreButton asking={asking} onShowMore={showMore} />
        )}
      </Stack>
    </Panel>
  );
}
