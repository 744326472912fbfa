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
  DimensionFilter,
  ListMetricsCommandInput,
  ListMetricsCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import { pageOf } from '../../core/paging';
import type { Call } from '../../core/Service';
import { recordBeforeAsking } from './levels';
import { invalidParameter } from './refusals';
import { firstMinute, lastMinute } from './series';
import { cloudWatchState, keyOf, Series } from './state';

const HOUR_MS = 3600 * 1000;

/** Metrics without data for two weeks are not listed (CloudWatch API Reference, ListMetrics). */
const LISTED_MS = 14 * 24 * HOUR_MS;

/** "After you create a metric, allow up to 15 minutes for the metric to appear" (the same). */
const UNLISTED_MS = 15 * 60_000;

const PAGE = 500;

export function listMetrics(
  input: ListMetricsCommandInput,
  call: Call,
): Omit<ListMetricsCommandOutput, '$metadata'> {
  recordBeforeAsking(call.world, call);
  const { series } = cloudWatchState.of(call.world, call);
  const recent = input.RecentlyActive === 'PT3H' ? 3 * HOUR_MS : LISTED_MS;
  const newest = call.now - UNLISTED_MS * call.world.latencyScale;
  const found = Object.values(series).filter(
    candidate =>
      isMeant(input, call, candidate) &&
      firstMinute(candidate) <= newest &&
      lastMinute(candidate, call.now) >= call.now - recent,
  );
  const page = pageOf(found, keyOf, { token: input.NextToken, size: PAGE });
  if (!page) {
    throw invalidParameter('Invalid nextToken');
  }
  return {
    Metrics: page.items.map(({ namespace, name, dimensions }) => ({
      Namespace: namespace,
      MetricName: name,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({
        Name,
        Value,
      })),
    })),
    ...(input.IncludeLinkedAccounts && {
      OwningAccounts: page.items.map(() => call.accountId),
    }),
    ...(page.nextToken && { NextToken: page.nextToken }),
  };
}

function isMeant(
  { Namespace, MetricName, Dimensions = [], OwningAccount }: Input,
  call: Call,
  series: Series,
): boolean {
  return (
    (OwningAccount ?? call.accountId) === call.accountId &&
    (Namespace ?? series.namespace) === series.namespace &&
    (MetricName ?? series.name) === series.name &&
    Dimensions.every(filter => hasDimension(series, filter))
  );
}

type Input = ListMetricsCommandInput;

/** A metric with more dimensions than those asked for is one, too. */
function hasDimension(
  { dimensions }: Series,
  { Name, Value }: DimensionFilter,
): boolean {
  const value = dimensions[Name!];
  return value !== undefined && (Value ?? value) === value;
}
