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
  Change,
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  ListResourceRecordSetsCommand,
  ResourceRecordSet,
  RRType,
} from '@aws-sdk/client-route-53';
import { LaneClients } from '../aws';
import { isOneOf } from './assessStatus';
import { awsCodeOf, removeOnce, unlessNotFound } from './awsAnswers';
import { withoutDot } from './hostedZone';
import type { Assessment, ObjectRef } from './ObjectType';

// What all records have in common: each change takes a while until all of Route 53 knows it.

export const CHANGE_RECORDS = 'ChangeResourceRecordSets';

/** What a state keeps of the last change of its record. */
export interface LastChange {
  /** Accepted, and not yet known to all of Route 53: AWS's id of that change. */
  pendingChange?: string;
  /** It is there, and the answer to its making was lost, and with it the id by which AWS would say who knows of it. */
  isUnproven?: boolean;
}

/** Where a record is. */
export interface RecordPlace {
  zoneId: string;
  name: string;
  type: RRType;
}

export async function recordAt(
  { route53 }: LaneClients,
  { zoneId, name, type }: RecordPlace,
): Promise<ResourceRecordSet | undefined> {
  const answer = await unlessNotFound(
    route53.send(
      new ListResourceRecordSetsCommand({
        HostedZoneId: zoneId,
        StartRecordName: name,
        StartRecordType: type,
        MaxItems: 1,
      }),
    ),
  );
  return answer?.ResourceRecordSets?.find(
    record => withoutDot(record.Name!) === name && record.Type === type,
  );
}

/** @returns AWS's id of the change */
export async function changeRecord(
  { route53 }: LaneClients,
  zoneId: string,
  change: Change,
): Promise<string> {
  const { ChangeInfo } = await route53.send(
    new ChangeResourceRecordSetsCommand({
      HostedZoneId: zoneId,
      ChangeBatch: { Changes: [change] },
    }),
  );
  return ChangeInfo!.Id!;
}

/** Route 53 deletes a record only if it is told what is in it. */
export async function removeRecord(
  aws: LaneClients,
  zoneId: string,
  record: ResourceRecordSet,
): Promise<void> {
  const { Name, Type } = record;
  const isThere = async () =>
    !!(await recordAt(aws, { zoneId, name: Name!, type: Type! }));
  await removeOnce(async () => {
    try {
      await changeRecord(aws, zoneId, {
        Action: 'DELETE',
        ResourceRecordSet: record,
      });
    } catch (error) {
      // Route 53 says so, too, when what is to be deleted is not there.
      const isGone =
        awsCodeOf(error) === 'InvalidChangeBatch' && !(await isThere());
      if (!isGone) {
        throw error;
      }
    }
  }, isThere);
}

/**
 * How far the last change is, by what was known at the look before. AWS tells the id of a change to nobody but its maker:
 * of a record whose making gave no answer it is unknown, until the same record is written once more.
 */
export async function lastChangeOf(
  { route53 }: LaneClients,
  { look }: ObjectRef<unknown>,
): Promise<LastChange> {
  const before = look?.before as LastChange | undefined;
  if (!before || before.isUnproven) {
    return { isUnproven: true };
  }
  const { pendingChange } = before;
  if (!pendingChange) {
    return {};
  }
  const answer = await unlessNotFound(
    route53.send(new GetChangeCommand({ Id: pendingChange })),
  );
  return isOneOf(answer?.ChangeInfo?.Status, 'PENDING')
    ? { pendingChange }
    : {};
}

/** Why a record that is as it shall be is written once more. */
export function proofNeeded(
  name: string,
  { isUnproven }: LastChange,
): string | undefined {
  return isUnproven
    ? `Nobody knows whether all of Route 53 knows ${name}: the same record is written once more, and AWS asked about that.`
    : undefined;
}

export function assessChange({
  pendingChange,
  isUnproven,
}: LastChange): Assessment {
  if (isUnproven) {
    return {
      condition: 'degraded',
      reason: 'The name is there, and maybe not all of Route 53 knows it.',
    };
  }
  return pendingChange
    ? {
        condition: 'pending',
        awsStatus: 'PENDING',
        reason: 'Not all of Route 53 knows the name yet.',
      }
    : { condition: 'ready' };
}
