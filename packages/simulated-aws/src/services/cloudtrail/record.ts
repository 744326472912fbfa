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

import { randomUUID } from 'crypto';
import type { Answered, Call } from '../../core/Service';
import { GLOBAL_REGION } from '../../core/state';
import { roleOfCaller } from '../iam/roles';
import { resourcesOf } from './resources';
import { cloudTrailState, TrailEvent } from './state';

/** "CloudTrail typically delivers events within an average of about 5 minutes of an API call. This time is not guaranteed." */
export const EVENT_DELAY_SECONDS = 300;

/** "The last 90 days of management events in an AWS Region" */
const KEPT_MS = 90 * 24 * 3600 * 1000;

/** No quota of AWS's: what a process that runs for weeks can carry. */
const MOST_EVENTS = 500;

/** What changes nothing is not kept here, though CloudTrail keeps that, too. */
const READING =
  /^(Describe|Get|List|Lookup|Receive|Search|Simulate|AssumeRole)/;

/** Calls that go through to data: CloudTrail has them only where a trail asks for data events. */
const OF_DATA = new Set([
  'events:PutEvents',
  'lambda:Invoke',
  'sns:Publish',
  'sns:PublishBatch',
  'sqs:ChangeMessageVisibility',
  'sqs:ChangeMessageVisibilityBatch',
  'sqs:DeleteMessage',
  'sqs:DeleteMessageBatch',
  'sqs:SendMessage',
  'sqs:SendMessageBatch',
]);

/** Global services write where they live: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html */
const REGION_OF_GLOBAL_SERVICES = 'us-east-1';

const SECRET = /password|secret|authtoken/i;

/** Keeps a call that changed something, in the event history of its caller's account. */
export function recordCall(call: Call, answered: Answered): void {
  const { operation, world, caller } = call;
  const { service, input, output, userAgent } = answered;
  if (READING.test(operation) || OF_DATA.has(`${service}:${operation}`)) {
    return;
  }
  const region =
    call.region === GLOBAL_REGION ? REGION_OF_GLOBAL_SERVICES : call.region;
  const place = { accountId: caller.accountId, region };
  const id = randomUUID();
  const source = `${service}.amazonaws.com`;
  const isHidden =
    service === 'vpc-lattice' &&
    world.doubts['trail-lattice-resources'] === 'not-found';
  const event: TrailEvent = {
    id,
    name: operation,
    source,
    at: call.now,
    visibleAt: world.deadline(EVENT_DELAY_SECONDS),
    username: caller.session?.sessionName ?? 'root',
    resources: isHidden ? [] : resourcesOf(input, output),
    record: JSON.stringify({
      eventVersion: '1.11',
      userIdentity: identityOf(call),
      eventTime: timeOf(call.now),
      eventSource: source,
      eventName: operation,
      awsRegion: region,
      sourceIPAddress: '127.0.0.1',
      userAgent,
      requestParameters: readable(input),
      responseElements: readable(output),
      requestID: call.requestId,
      eventID: id,
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: caller.accountId,
      eventCategory: 'Management',
    }),
  };
  const state = cloudTrailState.of(world, place);
  state.eventHistory = [...state.eventHistory, event]
    .filter(({ at }) => at > call.now - KEPT_MS)
    .slice(-MOST_EVENTS);
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
function identityOf(call: Call): object {
  const { accountId, arn, userId, session } = call.caller;
  const common = { principalId: userId, arn, accountId };
  if (!session) {
    return { type: 'Root', ...common };
  }
  const { roleName, sourceIdentity } = session;
  return {
    type: 'AssumedRole',
    ...common,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: userId.split(':')[0],
        arn:
          roleOfCaller(call)?.arn ??
          `arn:aws:iam::${accountId}:role/${roleName}`,
        accountId,
        userName: roleName,
      },
      attributes: { mfaAuthenticated: 'false' },
      ...(sourceIdentity && { sourceIdentity }),
    },
  };
}

/** To the second, as CloudTrail writes it. */
function timeOf(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** As CloudTrail shows it: names begin small, and nothing secret is told. */
function readable(value: unknown): unknown {
  if (value instanceof Date) {
    return value.toISOString();
  }
  if (value instanceof Uint8Array) {
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.map(readable);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [
        key.charAt(0).toLowerCase() + key.slice(1),
        SECRET.test(key) ? 'HIDDEN_DUE_TO_SECURITY_REASONS' : readable(part),
      ]),
    );
  }
  return value;
}
