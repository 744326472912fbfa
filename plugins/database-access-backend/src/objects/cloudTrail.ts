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
import { Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { LaneClients } from '../aws';
import type { ObjectType, PolicyStatement, Rate } from './ObjectType';

/** By what CloudTrail knows an object: JSON. */
export interface Trail {
  /** What events may be found by: ids, ARNs, names. */
  names: readonly string[];
  /** For each of these: an event that says none of them is about something else. */
  mentions: ReadonlyArray<readonly string[]>;
  /** The only calls that come into question; absent: all. */
  calls?: readonly string[];
}

/** An event that CloudTrail has kept. */
export interface TrailEvent {
  id: string;
  /** For example `RevokeSecurityGroupIngress`. */
  name: string;
  /** For example `ec2.amazonaws.com`. */
  source: string;
  /** Milliseconds, to the second. */
  at: number;
  reads: boolean;
  failed: boolean;
  /** ARN of the principal, or the name of a service of AWS. */
  principal: string;
  /** The role that the principal is a session of, without its path. */
  roleName?: string;
  sourceIdentity?: string;
  /** What was asked for, what came of it, and what it is about. */
  text: string;
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html: for an account in a Region */
export const LOOK_UP_RATE: Rate = {
  operation: 'cloudtrail:LookupEvents',
  burst: 2,
  perSecond: 2,
};

/** IAM cannot narrow it. */
export const TRAIL_PERMISSIONS: PolicyStatement[] = [
  { actions: ['cloudtrail:LookupEvents'] },
];

/**
 * By what CloudTrail knows an object that AWS had like this. Some calls name it by its ARN and some by what stands at the
 * ARN's end; of something that has no id of its own they name all parts.
 */
export function trailOf(type: ObjectType, state: unknown): Trail {
  const { names = [], parts, calls } = type.trail?.(state) ?? {};
  const [own, ...others] = parts ?? type.awsId(state).split('|');
  const { arn } = (state ?? {}) as { arn?: unknown };
  const spellings = [
    own,
    ...(typeof arn === 'string' ? [arn] : []),
    ...(own.startsWith('arn:') ? [own.split(/[/:]/).pop()!] : []),
  ];
  return {
    names: [...new Set([...spellings, ...names])],
    mentions: [spellings, ...others.map(part => [part])],
    ...(calls && { calls }),
  };
}

/** ONE call: a page of what CloudTrail knows by a name, the newest first. Times are milliseconds. */
export async function lookUpEvents(
  { cloudTrail }: LaneClients,
  query: { name: string; from: number; until: number; page?: string },
): Promise<{ events: TrailEvent[]; next?: string }> {
  const { Events = [], NextToken } = await cloudTrail.send(
    new LookupEventsCommand({
      LookupAttributes: [
        { AttributeKey: 'ResourceName', AttributeValue: query.name },
      ],
      StartTime: new Date(query.from),
      EndTime: new Date(query.until),
      MaxResults: 50,
      NextToken: query.page,
    }),
  );
  return { events: Events.map(toTrailEvent), next: NextToken };
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
interface Identity {
  type?: string;
  arn?: string;
  invokedBy?: string;
  principalId?: string;
  sessionContext?: {
    sessionIssuer?: { type?: string; userName?: string };
    sourceIdentity?: string;
  };
}

function toTrailEvent(event: Event): TrailEvent {
  const record = JSON.parse(event.CloudTrailEvent ?? '{}');
  const identity: Identity = record.userIdentity ?? {};
  const { sessionIssuer, sourceIdentity } = identity.sessionContext ?? {};
  return {
    id: event.EventId ?? record.eventID,
    name: event.EventName ?? record.eventName,
    source: event.EventSource ?? record.eventSource,
    at: event.EventTime?.getTime() ?? Date.parse(record.eventTime),
    reads: event.ReadOnly === 'true' || record.readOnly === true,
    failed: record.errorCode !== undefined,
    principal:
      identity.arn ??
      identity.invokedBy ??
      event.Username ??
      identity.principalId ??
      identity.type ??
      'unknown',
    ...(sessionIssuer?.type === 'Role' && { roleName: sessionIssuer.userName }),
    ...(sourceIdentity && { sourceIdentity }),
    text: JSON.stringify([
      record.requestParameters,
      record.responseElements,
      record.resources,
      event.Resources,
    ]),
  };
}
