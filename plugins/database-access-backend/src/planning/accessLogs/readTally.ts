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

import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { LaneClients } from '../../aws';
import { Slice, slicesOf } from './slices';
import { Tally } from './Tally';

/** Pages of one log for one look: AWS takes 25 calls a second, of which other readers need most. */
const MOST_PAGES = 24;
/** Nobody waits longer in front of a page, in real time. */
const MOST_MS = 20_000;

/** What was counted, and how far back it is complete. */
export interface TalliedLog {
  tally: Tally;
  /** Milliseconds since the epoch: from then on no line is missing that was delivered. */
  completeFrom: number;
}

/**
 * Counts the lines of a log group, the newest hour first, until everything is read or enough pages are.
 *
 * @throws AwsCallError
 */
export async function readTally(
  { cloudWatchLogs }: LaneClients,
  options: {
    logGroupName: string;
    filterPattern: string;
    periodSeconds: number;
    window: Slice;
  },
): Promise<TalliedLog> {
  const { logGroupName, filterPattern, periodSeconds, window } = options;
  const tally = new Tally({ periodSeconds });
  const beganAt = performance.now();
  let completeFrom = window.to;
  let pages = 0;
  for (const { from, to } of slicesOf(window)) {
    let nextToken: string | undefined;
    // A page may be empty and not the last one (FilterLogEvents, API Reference).
    do {
      if (pages === MOST_PAGES || performance.now() - beganAt > MOST_MS) {
        return { tally, completeFrom };
      }
      pages += 1;
      const page = await cloudWatchLogs.send(
        new FilterLogEventsCommand({
          logGroupName,
          filterPattern,
          startTime: from,
          // AWS takes both for part of it.
          endTime: to - 1,
          nextToken,
        }),
      );
      for (const { message, timestamp } of page.events ?? []) {
        tally.add(message ?? '', timestamp ?? from);
      }
      nextToken = page.nextToken;
    } while (nextToken);
    completeFrom = from;
  }
  return { tally, completeFrom };
}
