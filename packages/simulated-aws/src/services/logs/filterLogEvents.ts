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

import type { FilterLogEventsCommandInput } from '@aws-sdk/client-cloudwatch-logs';
import { pageOf } from '../../core/paging';
import type { Call } from '../../core/Service';
import { parseFilterPattern } from './filterPattern';
import type { LogsPart } from './part';
import { onGroup } from './permissions';
import { invalid, noSuchGroup } from './refusals';
import { LogEvent, LogGroup, logsState, parseLogGroupArn } from './state';

const DAY_MS = 24 * 3_600_000;

/** "Each page returned can contain up to 1 MB of log events or up to 10,000 log events." */
const MOST_EVENTS = 10_000;
const MOST_BYTES = 2 ** 20;

export const filterLogEvents: LogsPart = {
  rules: {
    'FilterLogEvents.logGroupName': { length: [1, 512] },
    'FilterLogEvents.logGroupIdentifier': { length: [1, 2048] },
    'FilterLogEvents.filterPattern': { length: [0, 1024] },
    'FilterLogEvents.limit': { range: [1, 10_000] },
  },

  permissions: {
    FilterLogEvents: (input, call) => [
      onGroup(call, 'FilterLogEvents', nameIn(call, input)),
    ],
  },

  handlers: {
    /** Sorted by the time of what they tell; what was not delivered yet is not there. */
    FilterLogEvents(input, call) {
      const group = logsState.of(call.world, call).groups[nameIn(call, input)];
      if (!group) {
        throw noSuchGroup();
      }
      const matches = parseFilterPattern(input.filterPattern ?? '');
      const events = keptIn(group, call.now)
        .filter(({ ingestedAt }) => ingestedAt <= call.now)
        .filter(({ at }) => at >= (input.startTime ?? 0))
        .filter(({ at }) => at <= (input.endTime ?? Infinity))
        .filter(({ stream }) =>
          stream.startsWith(input.logStreamNamePrefix ?? ''),
        )
        .filter(({ stream }) => input.logStreamNames?.includes(stream) ?? true)
        .filter(({ message }) => matches(message));
      const page = pageOf(events, keyOf, {
        token: input.nextToken,
        size: Math.min(input.limit ?? MOST_EVENTS, eventsInPage(events)),
      });
      if (!page) {
        throw invalid('The specified nextToken is invalid.');
      }
      return {
        events: page.items.map(event => ({
          eventId: event.id,
          logStreamName: event.stream,
          timestamp: event.at,
          ingestionTime: event.ingestedAt,
          message: event.message,
        })),
        searchedLogStreams: [],
        nextToken: page.nextToken,
      };
    },
  },
};

function nameIn(call: Call, input: FilterLogEventsCommandInput): string {
  const { logGroupName, logGroupIdentifier: identifier } = input;
  if ((logGroupName === undefined) === (identifier === undefined)) {
    throw invalid(
      'Exactly one of logGroupName and logGroupIdentifier is needed.',
    );
  }
  if (logGroupName !== undefined || !identifier!.startsWith('arn:')) {
    return logGroupName ?? identifier!;
  }
  const arn = parseLogGroupArn(identifier!);
  if (arn?.accountId !== call.accountId || arn.region !== call.region) {
    throw noSuchGroup();
  }
  return arn.name;
}

/** "It typically takes up to 72 hours after that before log events are deleted": here they are gone at once. */
function keptIn({ events, retentionInDays }: LogGroup, now: number) {
  return retentionInDays === undefined
    ? events
    : events.filter(({ at }) => now - at <= retentionInDays * DAY_MS);
}

/** In the order of their times, and of the ids where those are equal. */
function keyOf({ at, id }: LogEvent): string {
  return `${String(at).padStart(15, '0')}/${id}`;
}

/** So many of the longest fit into what a page may weigh. */
function eventsInPage(events: LogEvent[]): number {
  const longest = events.reduce(
    (most, { message }) => Math.max(most, message.length),
    1,
  );
  return Math.max(1, Math.floor(MOST_BYTES / longest));
}
