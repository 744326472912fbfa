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
  Datapoint,
  GetMetricStatisticsCommandInput,
  GetMetricStatisticsCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import type { Call } from '../../core/Service';
import { seriesAsked, valuesOf } from './asking';
import { recordBeforeAsking } from './levels';
import { invalidCombination, invalidParameter } from './refusals';
import { isPeriod, statisticNamed } from './statistics';

/** "The maximum number of data points returned from a single call" (CloudWatch API Reference, GetMetricStatistics). */
const MOST_POINTS = 1440;

type Input = GetMetricStatisticsCommandInput;

export function getMetricStatistics(
  input: Input,
  call: Call,
): Omit<GetMetricStatisticsCommandOutput, '$metadata'> {
  check(input);
  recordBeforeAsking(call.world, call);
  const asked = {
    namespace: input.Namespace,
    name: input.MetricName,
    dimensions: input.Dimensions,
    unit: input.Unit,
    from: input.StartTime!,
    to: input.EndTime!,
    periodSeconds: input.Period!,
  };
  const unit = seriesAsked(call, asked)?.unit;
  return {
    Label: input.MetricName,
    Datapoints: valuesOf(call, asked).map(({ at, values }) => ({
      Timestamp: new Date(at),
      Unit: unit,
      ...statisticsOf(input, values),
    })),
  };
}

function check(input: Input) {
  const { StartTime, EndTime, Period, ExtendedStatistics = [] } = input;
  const { Statistics = [] } = input;
  if (StartTime!.getTime() === EndTime!.getTime()) {
    throw invalidParameter(
      'The parameter StartTime must not equal parameter EndTime.',
    );
  }
  if (StartTime! > EndTime!) {
    throw invalidParameter(
      'The parameter StartTime must be less than the parameter EndTime.',
    );
  }
  if (!isPeriod(Period!)) {
    throw invalidParameter(
      'The parameter Period must be a value in the set [ 1, 5, 10, 20, 30 ], or a multiple of 60.',
    );
  }
  if (!Statistics.length === !ExtendedStatistics.length) {
    throw invalidCombination(
      'Must specify either Statistics or ExtendedStatistics',
    );
  }
  const unknown = ExtendedStatistics.find(
    name => !name.startsWith('p') || !statisticNamed(name),
  );
  if (unknown) {
    throw invalidParameter(
      `The value ${unknown} for parameter ExtendedStatistics is not supported.`,
    );
  }
  const seconds = (EndTime!.getTime() - StartTime!.getTime()) / 1000;
  const points = Math.floor(seconds / Period!);
  if (points > MOST_POINTS) {
    throw invalidCombination(
      `You have requested up to ${points} datapoints, which exceeds the limit of ${MOST_POINTS}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    );
  }
}

function statisticsOf(
  { Statistics = [], ExtendedStatistics = [] }: Input,
  values: number[],
): Datapoint {
  const each = (names: string[]) =>
    Object.fromEntries(
      names.map(name => [name, statisticNamed(name)!(values)]),
    );
  return ExtendedStatistics.length
    ? { ExtendedStatistics: each(ExtendedStatistics) }
    : each(Statistics);
}
