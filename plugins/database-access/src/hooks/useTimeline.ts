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
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { useCallback, useRef } from 'react';
import { Question, useAnswer } from './useAnswer';
import { useAskedAgainOn } from './useAskedAgainOn';
import { MOVING_MILLISECONDS, usePolling } from './usePolling';

/**
 * What happened, the oldest first. Asks only for what came after the last entry that it has, so that a line once read
 * stays where it is.
 *
 * @param read - must be stable between renders (`useCallback`)
 * @param moving - more is to be expected
 * @param version - asks once more whenever this changes, for what was written last
 */
export function useTimeline(
  read: (
    after: number | undefined,
    options: DatabaseAccessRequestOptions,
  ) => Promise<Page<TimelineEntry>>,
  options: { moving: boolean; version: string },
): Question<TimelineEntry[]> {
  const { moving, version } = options;
  const known = useRef<TimelineEntry[]>([]);
  const question = useAnswer(
    useCallback(
      async (signal: AbortSignal) => {
        let more = true;
        while (more) {
          const last = known.current.at(-1)?.id;
          const page = await read(last, { signal });
          const fresh = page.items.filter(({ id }) => id > (last ?? -1));
          signal.throwIfAborted();
          known.current = [...known.current, ...fresh];
          more = page.nextCursor !== undefined && fresh.length > 0;
        }
        return known.current;
      },
      [read],
    ),
  );
  usePolling(question, moving ? MOVING_MILLISECONDS : undefined);
  useAskedAgainOn(question, version);
  return question;
}
