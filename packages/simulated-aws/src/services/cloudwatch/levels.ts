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
import { ec2State } from '../ec2/state';
import { observeTargets } from '../elasticloadbalancing/health';
import { elbState } from '../elasticloadbalancing/state';
import { rdsState } from '../rds/state';
import { databaseLevels } from './databases';
import { loadBalancerLevels } from './loadBalancers';
import { endpointServiceLevels } from './privateLink';
import { Published, seriesOf, setLevel } from './series';
import { cloudWatchState, Series } from './state';

/** What a service publishes now, without anybody sending anything. */
export interface Reading extends Published {
  value: number;
  /** When it came to be so, in milliseconds since the epoch, if that is known. */
  changedAt?: number;
}

/**
 * Lets AWS's services tell CloudWatch how things are. Nothing is told in between: as long as nothing changes, each minute
 * shows what the last one showed.
 *
 * @param where - what changed there may show elsewhere, too: a consumer's endpoint is counted by its provider
 */
export function recordLevels(world: World, where?: Place): void {
  const meant = ({ accountId, region }: Place) =>
    !where || (where.accountId === accountId && where.region === region);
  for (const place of ec2State.all(world)) {
    const readings = endpointServiceLevels(world, place);
    record(world, place, 'AWS/PrivateLinkServices', readings);
  }
  for (const place of elbState.all(world).filter(meant)) {
    const readings = loadBalancerLevels(world, place);
    record(world, place, 'AWS/NetworkELB', readings);
  }
  for (const place of rdsState.all(world).filter(meant)) {
    record(world, place, 'AWS/RDS', databaseLevels(world, place));
  }
}

/** The same for who asks: what only time changed is noticed now. */
export function recordBeforeAsking(world: World, place: Place): void {
  observeTargets(world, place);
  recordLevels(world, place);
}

function record(
  world: World,
  place: Place,
  namespace: string,
  readings: Reading[],
) {
  const now = world.moment();
  const shown = new Set<Series>();
  for (const reading of readings) {
    const series = seriesOf(world, place, reading);
    shown.add(series);
    const last = series.levels.at(-1)?.since ?? -Infinity;
    const changedAt = reading.changedAt ?? now;
    setLevel(series, {
      since: changedAt > last ? changedAt : now,
      value: reading.value,
    });
  }
  const { series } = cloudWatchState.of(world, place);
  for (const old of Object.values(series)) {
    if (old.namespace === namespace && !shown.has(old)) {
      setLevel(old, { since: now, value: null });
    }
  }
}
