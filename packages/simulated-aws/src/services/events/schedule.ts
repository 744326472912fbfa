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
import { invalid } from './refusals';
import { eventsState, Rule } from './state';

export const SCHEDULED = 'events/scheduled';

const UNIT_MS: Record<string, number> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/**
 * How often a schedule fires. "For a value of 1, the unit must be singular" (Amazon EventBridge User Guide, "Rate
 * expressions").
 */
export function periodOf(expression: string): number {
  if (/^cron\(.*\)$/.test(expression)) {
    throw invalid(
      `Parameter ScheduleExpression is not valid: simulated AWS has no cron, only rates such as rate(1 minute).`,
    );
  }
  const [, number, unit, plural] =
    /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  if (!unit || (number === '1') === (plural === 's')) {
    throw invalid('Parameter ScheduleExpression is not valid.');
  }
  return Number(number) * UNIT_MS[unit];
}

/** "The count begins when you create the rule"; it fires for the first time when its period has passed. */
export function startSchedule(world: World, place: Place, rule: Rule) {
  rule.nextAt = rule.scheduleExpression
    ? world.clock.now() + periodOf(rule.scheduleExpression)
    : undefined;
  arm(world, place, rule);
}

function arm(world: World, { accountId, region }: Place, rule: Rule) {
  if (rule.nextAt !== undefined) {
    world.at(rule.nextAt, SCHEDULED, {
      accountId,
      region,
      name: rule.name,
      nextAt: String(rule.nextAt),
    });
  }
}

/**
 * A schedule's time has come. A clock that jumps over several times fires once: what runs then runs now, and cannot run
 * in a past where others went on without it.
 */
export function onSchedule(
  world: World,
  { accountId, region, name, nextAt }: Record<string, string>,
  fire: (place: Place, rule: Rule) => void,
) {
  const place = { accountId, region };
  const rule = eventsState.of(world, place).rules[name];
  // It may have been replaced or deleted since.
  if (!rule?.scheduleExpression || String(rule.nextAt) !== nextAt) {
    return;
  }
  const period = periodOf(rule.scheduleExpression);
  const missed = Math.floor((world.clock.now() - rule.nextAt!) / period);
  rule.nextAt! += (missed + 1) * period;
  arm(world, place, rule);
  if (rule.enabled) {
    fire(place, rule);
  }
}
