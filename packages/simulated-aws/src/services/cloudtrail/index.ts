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

import * as sdk from '@aws-sdk/client-cloudtrail';
import { AwsError } from '../../core/errors';
import { pageOf } from '../../core/paging';
import { Call, defineService } from '../../core/Service';
import { jsonRefusals } from '../jsonRefusals';
import { recordCall } from './record';
import { cloudTrailState, TrailEvent } from './state';

const MOST_RESULTS = 50;

const ATTRIBUTES: Record<
  sdk.LookupAttributeKey,
  (event: TrailEvent, value: string) => boolean
> = {
  // The keys with which people signed are not kept.
  AccessKeyId: () => false,
  EventId: ({ id }, value) => id === value,
  EventName: ({ name }, value) => name === value,
  EventSource: ({ source }, value) => source === value,
  ReadOnly: (_, value) => value === 'false',
  ResourceName: ({ resources }, value) =>
    resources.some(({ name }) => name === value),
  ResourceType: ({ resources }, value) =>
    resources.some(({ type }) => type === value),
  Username: ({ username }, value) => username === value,
};

/** The newest come first. */
const orderOf = ({ at, id }: TrailEvent) =>
  `${String(1e15 - at).padStart(16, '0')} ${id}`;

function answerOf(event: TrailEvent): sdk.Event {
  return {
    EventId: event.id,
    EventName: event.name,
    EventSource: event.source,
    EventTime: new Date(Math.floor(event.at / 1000) * 1000),
    ReadOnly: 'false',
    Username: event.username,
    Resources: event.resources.map(({ name, type }) => ({
      ResourceName: name,
      ...(type && { ResourceType: type }),
    })),
    CloudTrailEvent: event.record,
  };
}

function eventsOf(input: sdk.LookupEventsCommandInput, call: Call) {
  const { LookupAttributes = [], StartTime, EndTime, EventCategory } = input;
  if (LookupAttributes.length > 1) {
    throw new AwsError(
      'InvalidLookupAttributesException',
      'You can specify only one lookup attribute.',
    );
  }
  if (StartTime && EndTime && StartTime > EndTime) {
    throw new AwsError(
      'InvalidTimeRangeException',
      'The start time must be before the end time.',
    );
  }
  const { eventHistory } = cloudTrailState.of(call.world, call);
  const from = StartTime?.getTime() ?? -Infinity;
  const to = EndTime?.getTime() ?? Infinity;
  return EventCategory
    ? []
    : eventHistory.filter(
        event =>
          event.visibleAt <= call.now &&
          event.at >= from &&
          event.at <= to &&
          LookupAttributes.every(({ AttributeKey, AttributeValue }) =>
            ATTRIBUTES[AttributeKey!](event, AttributeValue!),
          ),
      );
}

/** The event history: who changed what, some minutes after he did. Trails and event data stores are not simulated. */
export const cloudTrail = defineService<typeof sdk>({
  sdk,
  prefix: 'cloudtrail',
  // "The rate of lookup requests is limited to two per second, per account, per Region."
  bucket: operation =>
    operation === 'LookupEvents'
      ? { name: operation, size: { burst: 2, refillPerSecond: 2 } }
      : undefined,
  refusals: jsonRefusals({
    invalid: 'InvalidLookupAttributesException',
    throttled: 'ThrottlingException',
  }),
  rules: {
    'LookupEvents.LookupAttributes[].AttributeKey': {
      enum: Object.keys(ATTRIBUTES),
    },
    'LookupEvents.LookupAttributes[].AttributeValue': { length: [1, 2000] },
  },
  hear: recordCall,
  handlers: {
    LookupEvents(input, call) {
      const { MaxResults = MOST_RESULTS, NextToken } = input;
      if (MaxResults < 1 || MaxResults > MOST_RESULTS) {
        throw new AwsError(
          'InvalidMaxResultsException',
          `The maximum number of results must be between 1 and ${MOST_RESULTS}.`,
        );
      }
      const page = pageOf(eventsOf(input, call), orderOf, {
        token: NextToken,
        size: MaxResults,
      });
      if (!page) {
        throw new AwsError(
          'InvalidNextTokenException',
          'The token is not valid, or the request was made with other parameters.',
        );
      }
      return {
        Events: page.items.map(answerOf),
        ...(page.nextToken && { NextToken: page.nextToken }),
      };
    },
  },
});
