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

import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import { busArn, newEvent } from '../events/bus';
import { DbCluster, DbInstance, rdsState } from './state';

/** Amazon RDS User Guide, "Amazon RDS event categories and event messages" (aws.md §1.4). */
const EVENTS = {
  'RDS-EVENT-0003': ['deletion', 'DB instance deleted.'],
  'RDS-EVENT-0005': ['creation', 'DB instance created.'],
  'RDS-EVENT-0006': ['availability', 'DB instance restarted.'],
  'RDS-EVENT-0013': ['failover', 'Multi-AZ instance failover started.'],
  'RDS-EVENT-0049': ['failover', 'Multi-AZ instance failover completed.'],
  'RDS-EVENT-0071': ['failover', 'Completed failover to DB instance: '],
  'RDS-EVENT-0072': ['failover', 'Started same AZ failover to DB instance: '],
  'RDS-EVENT-0073': ['failover', 'Started cross AZ failover to DB instance: '],
  'RDS-EVENT-0087': ['notification', 'DB instance stopped.'],
  'RDS-EVENT-0088': ['notification', 'DB instance started.'],
} as const;

type RdsEventId = keyof typeof EVENTS;

/** Something happened to a database: EventBridge's default bus of its account hears of it. */
interface RdsEvent {
  eventId: RdsEventId;
  sourceType: 'DB_INSTANCE' | 'CLUSTER';
  sourceArn: string;
  sourceIdentifier: string;
  message: string;
  category: string;
  /** Milliseconds since the epoch. */
  at: number;
}

export function instanceEvent(
  world: World,
  place: Place,
  { arn, dbInstanceIdentifier }: DbInstance,
  eventId: RdsEventId,
) {
  emit(world, place, {
    eventId,
    sourceType: 'DB_INSTANCE',
    sourceArn: arn,
    sourceIdentifier: dbInstanceIdentifier,
    message: EVENTS[eventId][1],
  });
}

/** @param memberId - the instance that the message names */
export function clusterEvent(
  world: World,
  place: Place,
  { arn, dbClusterIdentifier }: DbCluster,
  eventId: RdsEventId,
  memberId: string,
) {
  emit(world, place, {
    eventId,
    sourceType: 'CLUSTER',
    sourceArn: arn,
    sourceIdentifier: dbClusterIdentifier,
    message: `${EVENTS[eventId][1]}${memberId}`,
  });
}

/** Whether a cluster's writer stays in its zone decides which event a failover begins with. */
export function failoverStarted(
  world: World,
  place: Place,
  cluster: DbCluster,
  successor: string,
) {
  const { instances } = rdsState.of(world, place);
  const zoneOf = (id: string) => instances[id]?.availabilityZone;
  const eventId =
    zoneOf(cluster.writerInstance) === zoneOf(successor)
      ? 'RDS-EVENT-0072'
      : 'RDS-EVENT-0073';
  clusterEvent(world, place, cluster, eventId, successor);
}

function emit(
  world: World,
  place: Place,
  what: Omit<RdsEvent, 'category' | 'at'>,
) {
  const event: RdsEvent = {
    ...what,
    category: EVENTS[what.eventId][0],
    // In a timer that is noticed late: when it happened.
    at: world.deadline(0),
  };
  world.deliver({
    to: busArn(place),
    from: { service: 'rds.amazonaws.com', arn: event.sourceArn },
    payload: JSON.stringify(toBusEvent(world, place, event)),
  });
}

const DETAIL_TYPES = {
  DB_INSTANCE: 'RDS DB Instance Event',
  CLUSTER: 'RDS DB Cluster Event',
};

/** As the Amazon RDS User Guide shows it ("Creating a rule that triggers on an Amazon RDS event"). */
function toBusEvent(world: World, place: Place, event: RdsEvent) {
  return newEvent(world, place, {
    source: 'aws.rds',
    'detail-type': DETAIL_TYPES[event.sourceType],
    resources: [event.sourceArn],
    at: event.at,
    detail: {
      EventCategories: [event.category],
      SourceType: event.sourceType,
      SourceArn: event.sourceArn,
      Date: new Date(event.at).toISOString(),
      Message: event.message,
      SourceIdentifier: event.sourceIdentifier,
      EventID: event.eventId,
    },
  });
}
