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

/** What a list is, and what is said of it. */
interface ListProps<T> {
  title: string;
  question: PagedQuestion<T>;
  /** What is being waited for, as a sentence. */
  waiting: string;
  failure: string;
  forbidden: { title: string; permission: string };
  /** What to say if there is nothing. */
  empty: ReactNode;
  columns: Column<T>[];
  keyOf(row: T): string;
}

/** A list of which a page is shown, and more on demand. */
export function ListPanel<T>(
  props: ListProps<T> & {
    /** What is asked about, for analytics. */
    subject: string;
    /** Milliseconds after which the list is asked for again, where it shows what gets old. */
    asksEvery?: number;
  },
) {
  const { title, subject, question } = props;
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
            asking={question.asking}
            onAskAgain={question.askAgain}
          />
        )
      }
    >
      <Stack>
        <List {...props} />
      </Stack>
    </Panel>
  );
}

/** The same without a panel of its own. */
export function List<T>(
  props: ListProps<T> & {
    /** Shows only some of what has come. */
    narrow?: (items: T[]) => T[];
    /** What to say if none of what has come is shown. */
    narrowedEmpty?: ReactNode;
    /** Stands before the rows, if there are any. */
    header?: ReactNode;
  },
) {
  const { title, question, columns, keyOf, narrow, header } = props;
  const { asking, showMore } = question;
  return (
    <Answered
      question={question}
      waiting={{ label: props.waiting, lines: 3 }}
      failure={{ title: props.failure, forbidden: props.forbidden }}
    >
      {({ items, more }) => (
        <>
          {items.length === 0 ? <div>{props.empty}</div> : header}
          {items.length > 0 && rowsOf(narrow ? narrow(items) : items)}
          {more && <ShowMoreButton asking={asking} onShowMore={showMore} />}
        </>
      )}
    </Answered>
  );

  function rowsOf(rows: T[]) {
    return rows.length === 0 ? (
      <div>{props.narrowedEmpty}</div>
    ) : (
      <DataTable label={title} columns={columns} rows={rows} keyOf={keyOf} />
    );
  }
}
