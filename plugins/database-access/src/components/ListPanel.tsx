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

import { ReactNode } from 'react';
import { lastKnown } from '../hooks/useAnswer';
import { PagedQuestion } from '../hooks/usePages';
import { usePolling } from '../hooks/usePolling';
import { Answered } from './Answered';
import { Column, DataTable } from './DataTable';
import { Panel } from './Panel';
import { RefreshButton } from './RefreshButton';
import { ShowMoreButton } from './ShowMoreButton';
import { Stack } from './Stack';

/** A list of which a page is shown, and more on demand. */
export function ListPanel<T>(props: {
  title: string;
  /** What is asked about, for analytics. */
  subject: string;
  question: PagedQuestion<T>;
  /** Milliseconds after which the list is asked for again, where it shows what gets old. */
  asksEvery?: number;
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
  const { asking, askAgain, showMore } = question;
  const known = lastKnown(question.answer) !== undefined;
  // Also a list that does not ask by the clock hears from a signal that something changed.
  usePolling(question, props.asksEvery);
  return (
    <Panel
      title={title}
      actions={
        known && (
          <RefreshButton
            subject={subject}
            asking={asking}
            onAskAgain={askAgain}
          />
        )
      }
    >
      <Stack>
        <Answered
          question={question}
          waiting={{ label: props.waiting, lines: 3 }}
          failure={{ title: props.failure, forbidden: props.forbidden }}
        >
          {({ items, more }) => (
            <>
              {items.length === 0 ? (
                <div>{props.empty}</div>
              ) : (
                <DataTable
                  label={title}
                  columns={columns}
                  rows={items}
                  keyOf={keyOf}
                />
              )}
              {more && <ShowMoreButton asking={asking} onShowMore={showMore} />}
            </>
          )}
        </Answered>
      </Stack>
    </Panel>
  );
}
