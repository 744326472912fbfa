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

import type { Event, SourceType } from '@aws-sdk/client-rds';
import type { Call } from '../../core/Service';
import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import { busArn, newEvent } from '../events/bus';
import { DEFAULT_CARE } from './care';
import { applyFilters } from './filters';
import { nameIn } from './lookups';
import { rdsPage } from './paging';
import type { RdsPart } from './part';
import { refuse } from './refusals';
import { DbCluster, DbInstance, RdsEvent, rdsState } from './state';

const DAY_MS = 24 * 3600 * 1000;

/** "Events for the past 14 days" (API Reference, DescribeEvents); the last hour unless asked. */
const KEPT_DAYS = 14;
const DEFAULT_MINUTES = 60;

/** A small database is backed up in about two minutes. */
const BACKUP_MS = 110_000;

/** The events that this simulation has, as "Amazon RDS event categories and event messages" lists them. */
const EVENTS = {
  'RDS-EVENT-0001': ['backup', 'Backing up DB instance'],
  'RDS-EVENT-0002': ['backup', 'Finished DB Instance backup'],
  'RDS-EVENT-0003': ['deletion', 'DB instance deleted'],
  'RDS-EVENT-0004': ['availability', 'DB instance shutdown'],
  'RDS-EVENT-0005': ['creation', 'DB instance created'],
  'RDS-EVENT-0006': ['availability', 'DB instance restarted'],
  'RDS-EVENT-0013': ['failover', 'Multi-AZ instance failover started'],
  'RDS-EVENT-0049': ['failover', 'Multi-AZ instance failover completed'],
  'RDS-EVENT-0071': ['failover', 'Completed failover to DB instance: {}'],
  'RDS-EVENT-0072': ['failover', 'Started same AZ failover to DB instance: {}'],
  'RDS-EVENT-0073': [
    'failover',
    'Started cross AZ failover to DB instance: {}',
  ],
  'RDS-EVENT-0087': ['notification', 'DB instance stopped'],
  'RDS-EVENT-0088': ['notification', 'DB instance started'],
} as const;

type EventId = keyof typeof EVENTS;

export function instanceEvent(
  world: World,
  place: Place,
  id: EventId,
  instance: DbInstance,
): void {
  onRdsEvent(world, place, {
    ...textOf(id),
    sourceType: 'db-instance',
    sourceIdentifier: instance.dbInstanceIdentifier,
    sourceArn: instance.arn,
    at: world.moment(),
  });
}

/** @param member - the instance that the message names */
export function clusterEvent(
  world: World,
  place: Place,
  id: EventId,
  { cluster, member }: { cluster: DbCluster; member: string },
): void {
  onRdsEvent(world, place, {
    ...textOf(id, member),
    sourceType: 'db-cluster',
    sourceIdentifier: cluster.dbClusterIdentifier,
    sourceArn: cluster.arn,
    at: world.moment(),
  });
}

function textOf(id: EventId, name = '') {
  const [category, message] = EVENTS[id];
  return { id, category, message: message.replace('{}', name) };
}

/**
 * Something happened to a database: DescribeEvents tells it from now on, and the default bus of its account hears it (Amazon
 * RDS User Guide, "Creating a rule that triggers on an Amazon RDS event").
 */
function onRdsEvent(world: World, place: Place, event: RdsEvent): void {
  const state = rdsState.of(world, place);
  const oldest = event.at - KEPT_DAYS * DAY_MS;
  state.events = [...(state.events ?? []), event].filter(
    ({ at }) => at >= oldest,
  );
  const ofCluster = event.sourceType === 'db-cluster';
  const told = newEvent(world, place, {
    source: 'aws.rds',
    'detail-type': ofCluster ? 'RDS DB Cluster Event' : 'RDS DB Instance Event',
    at: event.at,
    resources: [event.sourceArn],
    detail: {
      EventCategories: [event.category],
      SourceType: ofCluster ? 'CLUSTER' : 'DB_INSTANCE',
      SourceArn: event.sourceArn,
      Date: new Date(event.at).toISOString(),
      Message: event.message,
      SourceIdentifier: event.sourceIdentifier,
      EventID: event.id,
    },
  });
  world.deliver({
    to: busArn(place),
    from: { service: 'rds.amazonaws.com', arn: event.sourceArn },
    payload: JSON.stringify(told),
  });
}

/**
 * The backup of each night, as far back as it is asked for. Nobody had to wait for it, so it is told here alone and not to
 * the bus of the account.
 */
function backupsOf(
  instance: DbInstance,
  { from, to }: { from: number; to: number },
): RdsEvent[] {
  const { backupRetentionDays, backupWindow } = instance.care ?? DEFAULT_CARE;
  if (backupRetentionDays === 0 || instance.clusterIdentifier) {
    return [];
  }
  const [hours, minutes] = backupWindow.split('-')[0].split(':').map(Number);
  const intoTheDay = (hours * 60 + minutes + 1) * 60_000;
  const found: RdsEvent[] = [];
  for (let day = Math.floor(from / DAY_MS) * DAY_MS; day <= to; day += DAY_MS) {
    const moments = [day + intoTheDay, day + intoTheDay + BACKUP_MS];
    for (const [i, at] of moments.entries()) {
      if (at >= Math.max(from, instance.createdAt) && at <= to) {
        found.push({
          ...textOf(i === 0 ? 'RDS-EVENT-0001' : 'RDS-EVENT-0002'),
          sourceType: 'db-instance',
          sourceIdentifier: instance.dbInstanceIdentifier,
          sourceArn: instance.arn,
          at,
        });
      }
    }
  }
  return found;
}

function eventAnswer(event: RdsEvent): Event {
  return {
    SourceIdentifier: event.sourceIdentifier,
    SourceType: event.sourceType as SourceType,
    SourceArn: event.sourceArn,
    Message: event.message,
    EventCategories: [event.category],
    Date: new Date(event.at),
  };
}

function timesOf(
  call: Call,
  input: { StartTime?: Date; EndTime?: Date; Duration?: number },
) {
  const to = input.EndTime?.getTime() ?? call.now;
  const minutes = input.Duration ?? DEFAULT_MINUTES;
  const from = input.StartTime?.getTime() ?? to - minutes * 60_000;
  if (from > to) {
    throw refuse(
      'InvalidParameterCombination',
      'The parameter StartTime must be before EndTime.',
    );
  }
  return { from, to };
}

const handlers: RdsPart['handlers'] = {
  DescribeEvents(input, call) {
    if (input.SourceIdentifier && !input.SourceType) {
      throw refuse(
        'InvalidParameterCombination',
        'If SourceIdentifier is supplied, SourceType must also be provided.',
      );
    }
    const { from, to } = timesOf(call, input);
    const { events: happened = [], instances } = rdsState.of(call.world, call);
    const kept = Math.max(from, call.now - KEPT_DAYS * DAY_MS);
    const asked = [
      ...happened,
      ...Object.values(instances).flatMap(db =>
        backupsOf(db, { from: kept, to: Math.min(to, call.now) }),
      ),
    ]
      .map((event, i) => ({ ...event, position: i }))
      .filter(
        event =>
          event.at >= from &&
          event.at <= to &&
          (!input.SourceType || event.sourceType === input.SourceType) &&
          (!input.SourceIdentifier ||
            event.sourceIdentifier === nameIn(input.SourceIdentifier)) &&
          (!input.EventCategories?.length ||
            input.EventCategories.includes(event.category)),
      );
    // "This parameter isn't currently supported", the API Reference says of Filters.
    const found = applyFilters(asked, input.Filters, {});
    const { items, Marker } = rdsPage(
      found,
      event => String(event.at * 1000 + event.position).padStart(20, '0'),
      input,
    );
    return { Events: items.map(eventAnswer), Marker };
  },
};

export const events: RdsPart = { handlers };
