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

import type {
  PutEventsRequestEntry,
  PutEventsResultEntry,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../core/errors';
import type { Call } from '../../core/Service';
import { busArn, newEvent, publishEvent } from './bus';
import { checkBus } from './lookup';
import type { EventsPart } from './part';

/** What is wrong with an entry: the call succeeds, and this entry does not. */
function problemOf(
  call: Call,
  entry: PutEventsRequestEntry,
): PutEventsResultEntry | undefined {
  const missing = (['Source', 'DetailType', 'Detail'] as const).find(
    name => !entry[name],
  );
  if (missing) {
    return {
      ErrorCode: 'InvalidArgument',
      ErrorMessage: `Parameter ${missing} is not valid. Reason: ${missing} is a required argument.`,
    };
  }
  // Nobody but AWS may say that something happened to AWS.
  if (entry.Source!.startsWith('aws.')) {
    return {
      ErrorCode: 'NotAuthorizedForSourceException',
      ErrorMessage: 'Not authorized for the source.',
    };
  }
  if (!isJsonObject(entry.Detail!)) {
    return {
      ErrorCode: 'MalformedDetail',
      ErrorMessage: 'Detail is malformed.',
    };
  }
  return problemOfBus(call, entry.EventBusName);
}

function isJsonObject(text: string): boolean {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function problemOfBus(
  call: Call,
  bus: string | undefined,
): PutEventsResultEntry | undefined {
  try {
    checkBus(call, bus);
    return undefined;
  } catch (error) {
    const { code: ErrorCode, message: ErrorMessage } = error as AwsError;
    return { ErrorCode, ErrorMessage };
  }
}

export const putEvents: EventsPart = {
  rules: { 'PutEvents.Entries': { length: [1, 10] } },
  permissions: {
    PutEvents: (_input, call) => [
      { action: 'events:PutEvents', resources: [busArn(call)] },
    ],
  },
  handlers: {
    PutEvents(input, call) {
      const Entries = (input.Entries ?? []).map(entry => {
        const problem = problemOf(call, entry);
        if (problem) {
          return problem;
        }
        const event = newEvent(call.world, call, {
          source: entry.Source!,
          'detail-type': entry.DetailType!,
          resources: entry.Resources ?? [],
          detail: JSON.parse(entry.Detail!),
          at: entry.Time?.getTime(),
        });
        publishEvent(call.world, call, event);
        return { EventId: event.id };
      });
      const failed = Entries.filter(entry => 'ErrorCode' in entry);
      return { FailedEntryCount: failed.length, Entries };
    },
  },
};
