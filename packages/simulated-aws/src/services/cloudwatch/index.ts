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

import * as sdk from '@aws-sdk/client-cloudwatch';
import { defineService, ValueRule } from '../../core/Service';
import type { BucketSize } from '../../core/TokenBuckets';
import { getMetricData } from './getMetricData';
import { getMetricStatistics } from './getMetricStatistics';
import { recordLevels } from './levels';
import { listMetrics } from './listMetrics';
import { cloudWatchRefusals } from './refusals';

const NAME: ValueRule = { length: [1, 255] };
const NAMESPACE: ValueRule = { length: [1, 255], pattern: /^[^:].*$/ };
const DIMENSION_VALUE: ValueRule = { length: [1, 1024] };
const PERIOD: ValueRule = { range: [1, 2 ** 31 - 1] };
const UNIT: ValueRule = { enum: Object.values(sdk.StandardUnit) };

/** For GetMetricData aws.md §3.2, UNVERIFIED; for ListMetrics "CloudWatch service quotas". */
const BUCKETS: Record<string, BucketSize> = {
  GetMetricData: { burst: 50, refillPerSecond: 50 },
  ListMetrics: { burst: 25, refillPerSecond: 25 },
};

const STAT = 'GetMetricData.MetricDataQueries[].MetricStat';

/** The metrics that AWS's services publish of what there is in this world, and no others: nobody can put in his own. */
export const cloudWatch = defineService<typeof sdk>({
  sdk,
  prefix: 'cloudwatch',
  handlers: {
    GetMetricData: getMetricData,
    GetMetricStatistics: getMetricStatistics,
    ListMetrics: listMetrics,
  },
  rules: {
    'GetMetricData.MetricDataQueries[].Id': NAME,
    'GetMetricData.ScanBy': { enum: Object.values(sdk.ScanBy) },
    'GetMetricData.MaxDatapoints': { range: [1, 100_800] },
    [`${STAT}.Metric.Namespace`]: NAMESPACE,
    [`${STAT}.Metric.MetricName`]: NAME,
    [`${STAT}.Metric.Dimensions`]: { length: [0, 30] },
    [`${STAT}.Metric.Dimensions[].Name`]: NAME,
    [`${STAT}.Metric.Dimensions[].Value`]: DIMENSION_VALUE,
    [`${STAT}.Period`]: PERIOD,
    [`${STAT}.Unit`]: UNIT,
    'GetMetricStatistics.Namespace': NAMESPACE,
    'GetMetricStatistics.MetricName': NAME,
    'GetMetricStatistics.Dimensions': { length: [0, 30] },
    'GetMetricStatistics.Dimensions[].Name': NAME,
    'GetMetricStatistics.Dimensions[].Value': DIMENSION_VALUE,
    'GetMetricStatistics.Period': PERIOD,
    'GetMetricStatistics.Statistics': { length: [1, 5] },
    'GetMetricStatistics.Statistics[]': { enum: Object.values(sdk.Statistic) },
    'GetMetricStatistics.ExtendedStatistics': { length: [1, 10] },
    'GetMetricStatistics.Unit': UNIT,
    'ListMetrics.Namespace': NAMESPACE,
    'ListMetrics.MetricName': NAME,
    'ListMetrics.Dimensions': { length: [0, 10] },
    'ListMetrics.Dimensions[].Name': NAME,
    'ListMetrics.Dimensions[].Value': DIMENSION_VALUE,
    'ListMetrics.RecentlyActive': { enum: Object.values(sdk.RecentlyActive) },
    'ListMetrics.OwningAccount': NAME,
  },
  bucket(operation) {
    const size = BUCKETS[operation];
    return size && { name: operation, size };
  },
  refusals: cloudWatchRefusals,
  onChange: recordLevels,
});
