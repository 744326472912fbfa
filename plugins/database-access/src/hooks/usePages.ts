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

import {
  DatabaseAccessRequestOptions,
  Page,
} from '@towpath/backstage-plugin-database-access-common';
import { useCallback, useState } from 'react';
import { Question, useAnswer } from './useAnswer';

/** As much of a list as was asked for. */
export interface Listing<T> {
  items: T[];
  /** There is more to show. */
  more: boolean;
}

/** A list that can be asked for more. */
export interface PagedQuestion<T> extends Question<Listing<T>> {
  showMore(): void;
}

/**
 * Reads a list page by page. Asking again reads every page that is shown, so that nothing is shown twice and nothing is
 * left out when the list has moved.
 *
 * @param read - must be stable between renders (`useCallback`)
 */
export function usePages<T>(
  read: (
    cursor: string | undefined,
    options: DatabaseAccessRequestOptions,
  ) => Promise<Page<T>>,
): PagedQuestion<T> {
  const [pages, setPages] = useState(1);
  const question = useAnswer(
    useCallback(
      async (signal: AbortSignal) => {
        const items: T[] = [];
        let cursor: string | undefined;
        for (let page = 0; page < pages; page += 1) {
          const answer = await read(cursor, { signal });
          items.push(...answer.items);
          cursor = answer.nextCursor;
          if (!cursor) {
            break;
          }
        }
        return { items, more: Boolean(cursor) };
      },
      [read, pages],
    ),
  );
  const showMore = useCallback(() => setPages(current => current + 1), []);
  return { ...question, showMore };
}
