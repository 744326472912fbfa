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
import type { Delivery, World } from '../../core/World';
import { matchesPattern, parsePattern } from './pattern';
import { onSchedule } from './schedule';
import { eventsState, Rule, RuleTarget } from './state';

/** An event as it travels: "Amazon EventBridge User Guide, event structure". */
export interface BusEvent {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  time: string;
  region: string;
  resources: string[];
  detail: unknown;
}

export function busArn({ accountId, region }: Place): string {
  return `arn:aws:events:${region}:${accountId}:event-bus/default`;
}

/** What every event says beside what happened. */
export function newEvent(
  world: World,
  place: Place,
  what: Pick<BusEvent, 'source' | 'detail-type' | 'resources' | 'detail'> & {
    at?: number;
  },
): BusEvent {
  const moment = new Date(what.at ?? world.deadline(0)).toISOString();
  return {
    version: '0',
    id: world.ids.uuid(),
    'detail-type': what['detail-type'],
    source: what.source,
    account: place.accountId,
    // Whole seconds, as AWS writes them.
    time: moment.replace(/\.\d+Z$/, 'Z'),
    region: place.region,
    resources: what.resources,
    detail: what.detail,
  };
}

/** Hands an event to the targets of every rule that it fits. */
export function publishEvent(world: World, place: Place, event: BusEvent) {
  for (const rule of Object.values(eventsState.of(world, place).rules)) {
    const fits =
      rule.enabled &&
      rule.eventPattern !== undefined &&
      matchesPattern(event, parsePattern(rule.eventPattern));
    if (fits) {
      invokeTargets(world, rule, event);
    }
  }
}

function invokeTargets(world: World, rule: Rule, event: BusEvent) {
  for (const target of rule.targets) {
    world.deliver({
      to: target.arn,
      from: { service: 'events.amazonaws.com', arn: rule.arn },
      payload: payloadFor(target, event),
    });
  }
}

function payloadFor({ input, inputPath }: RuleTarget, event: BusEvent): string {
  if (input !== undefined) {
    return input;
  }
  return JSON.stringify(inputPath ? partOf(event, inputPath) : event);
}

/** `$.detail.EventID`: the members one after another. */
function partOf(event: BusEvent, path: string): unknown {
  return path
    .split('.')
    .slice(1)
    .reduce<any>((value, name) => value?.[name], event);
}

/** The event of a rule that fires by itself ("Scheduled Event"). */
export function fireSchedule(world: World, payload: Record<string, string>) {
  onSchedule(world, payload, (place, rule) =>
    invokeTargets(
      world,
      rule,
      newEvent(world, place, {
        source: 'aws.events',
        'detail-type': 'Scheduled Event',
        resources: [rule.arn],
        detail: {},
      }),
    ),
  );
}

/** From a service of AWS: what happened to something of this account. */
export function receiveDelivery(
  world: World,
  { to, payload }: Delivery,
): boolean {
  const [, , , region, accountId] = to.split(':');
  if (to !== busArn({ accountId, region })) {
    return false;
  }
  publishEvent(world, { accountId, region }, JSON.parse(payload));
  return true;
}
