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
  paginateDescribeEvents,
  paginateDescribePendingMaintenanceActions,
} from '@aws-sdk/client-rds';
import {
  DatabaseArn,
  parseDatabaseArn,
  RdsEvent,
  RdsMaintenance,
  RdsMember,
} from '@towpath/backstage-plugin-database-access-common';
import { ReadSession } from '../../aws';

/** RDS keeps its events for so long: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ListEvents.html */
const EVENT_DAYS = 14;

/** Nobody reads more of them at once, and a database that restarts in a loop has thousands. */
const MOST_EVENTS = 100;

const DAY_MS = 86_400_000;

/**
 * What AWS wants to change of a database, and of a cluster's instances.
 *
 * @throws AwsCallError if AWS does not say
 */
export async function readMaintenance(
  session: ReadSession,
  arn: DatabaseArn,
  members: readonly RdsMember[],
): Promise<RdsMaintenance[]> {
  const instances =
    arn.kind === 'instance'
      ? [arn.identifier]
      : members.map(({ identifier }) => identifier);
  const [ofCluster, ofInstances] = await Promise.all([
    arn.kind === 'cluster'
      ? listMaintenance(session, 'db-cluster-id', [arn.identifier])
      : [],
    instances.length > 0
      ? listMaintenance(session, 'db-instance-id', instances)
      : [],
  ]);
  return [...ofCluster, ...ofInstances].map(({ resource, ...action }) => ({
    ...action,
    ...(resource.arn !== arn.arn && { member: resource.identifier }),
  }));
}

async function listMaintenance(
  { rds }: ReadSession,
  filter: 'db-cluster-id' | 'db-instance-id',
  identifiers: string[],
): Promise<Array<RdsMaintenance & { resource: DatabaseArn }>> {
  const found: Array<RdsMaintenance & { resource: DatabaseArn }> = [];
  const pages = paginateDescribePendingMaintenanceActions(
    { client: rds, pageSize: 100 },
    { Filters: [{ Name: filter, Values: identifiers }] },
  );
  for await (const { PendingMaintenanceActions = [] } of pages) {
    for (const pending of PendingMaintenanceActions) {
      const resource = parseDatabaseArn(pending.ResourceIdentifier ?? '');
      for (const detail of pending.PendingMaintenanceActionDetails ?? []) {
        const appliesAt =
          detail.CurrentApplyDate ?? detail.AutoAppliedAfterDate;
        if (resource && detail.Action) {
          found.push({
            resource,
            action: detail.Action,
            description: detail.Description,
            appliesAt: appliesAt?.toISOString(),
            forcedAt: detail.ForcedApplyDate?.toISOString(),
            optedIn: detail.OptInStatus,
          });
        }
      }
    }
  }
  return found;
}

/**
 * What happened to a database, the newest first.
 *
 * @throws AwsCallError if AWS does not say
 */
export async function readEvents(
  { rds }: ReadSession,
  arn: DatabaseArn,
  now: Date,
): Promise<RdsEvent[]> {
  const found: RdsEvent[] = [];
  const pages = paginateDescribeEvents(
    { client: rds, pageSize: 100 },
    {
      SourceIdentifier: arn.identifier,
      SourceType: arn.kind === 'instance' ? 'db-instance' : 'db-cluster',
      StartTime: new Date(now.getTime() - EVENT_DAYS * DAY_MS),
      EndTime: now,
    },
  );
  for await (const { Events = [] } of pages) {
    for (const { Date: at, Message, EventCategories } of Events) {
      if (at && Message) {
        found.push({
          at: at.toISOString(),
          message: Message.trim(),
          categories: EventCategories ?? [],
        });
      }
    }
  }
  // AWS tells the oldest first.
  return found.reverse().slice(0, MOST_EVENTS);
}
