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
  DatabaseMetrics,
  HopMetrics,
  MetricSeries,
  MetricWindow,
  ShareMetrics,
} from '@towpath/backstage-plugin-database-access-common';

const window: MetricWindow = {
  from: '2026-08-06T09:00:00.000Z',
  to: '2026-08-06T12:00:00.000Z',
  periodSeconds: 60,
};

/** A series with these values, a minute apart, from the beginning of the window. */
function seriesOf(
  series: Omit<MetricSeries, 'points'>,
  values: number[],
): MetricSeries {
  return {
    ...series,
    points: values.map((value, index) => ({
      at: new Date(Date.parse(window.from) + index * 60_000).toISOString(),
      value,
    })),
  };
}

const ofEndpoint = {
  namespace: 'AWS/PrivateLinkEndpoints',
  statistic: 'Sum',
} as const;

const ofDatabase = { namespace: 'AWS/RDS', statistic: 'Average' } as const;

/** Over PrivateLink: something passed, AWS publishes nothing of groups, and one account refuses. */
export const shareMetrics: ShareMetrics = {
  ...window,
  hops: [
    {
      name: 'Security group of the endpoint',
      state: 'not-published',
      sharedBy: 1,
      series: [],
    },
    {
      name: 'Interface endpoint',
      state: 'published',
      sharedBy: 1,
      series: [
        seriesOf(
          { ...ofEndpoint, name: 'BytesProcessed', unit: 'bytes' },
          [1_000, 0, 250_000],
        ),
        seriesOf(
          { ...ofEndpoint, name: 'PacketsDropped', unit: 'count' },
          [0, 0, 0],
        ),
      ],
    },
    {
      name: 'Endpoint service',
      state: 'published',
      sharedBy: 3,
      series: [
        seriesOf(
          {
            namespace: 'AWS/PrivateLinkServices',
            statistic: 'Sum',
            name: 'BytesProcessed',
            unit: 'bytes',
          },
          [],
        ),
      ],
    },
    {
      name: 'Network Load Balancer',
      state: 'unreadable',
      reason:
        'Account 333333333333 (orders-prod) refused cloudwatch:ListMetrics to its role database-access-read in us-east-1.',
      sharedBy: 3,
      series: [],
    },
    {
      name: 'Security group of the database',
      state: 'not-published',
      sharedBy: 1,
      series: [],
    },
  ],
};

/** Over VPC Lattice, whose access log is kept in CloudWatch Logs. */
export const loggedMetrics: ShareMetrics = {
  ...window,
  hops: [
    {
      name: 'VPC endpoint',
      state: 'not-published',
      sharedBy: 1,
      series: [],
    },
    {
      name: 'Resource configuration',
      state: 'published',
      sharedBy: 1,
      accessLog: {
        state: 'kept',
        logGroup: '/aws/vendedlogs/vpc-lattice/orders',
      },
      series: [
        seriesOf(
          {
            namespace: 'VpcLatticeResourceAccessLogs',
            statistic: 'Sum',
            name: 'Connections',
            unit: 'count',
          },
          [2, 1],
        ),
      ],
    },
  ],
};

/** The same, where nobody keeps it here. */
export const unloggedMetrics = (
  accessLog: HopMetrics['accessLog'],
): ShareMetrics => ({
  ...window,
  hops: [
    {
      name: 'Resource configuration',
      state: 'not-published',
      sharedBy: 1,
      accessLog,
      series: [],
    },
  ],
});

/** Of an instance that is in use. */
export const databaseMetrics: DatabaseMetrics = {
  ...window,
  state: 'published',
  series: [
    seriesOf(
      {
        ...ofDatabase,
        statistic: 'Maximum',
        name: 'DatabaseConnections',
        unit: 'count',
      },
      [2, 12, 7],
    ),
    seriesOf(
      { ...ofDatabase, name: 'CPUUtilization', unit: 'percent' },
      [2, 55.5, 3],
    ),
    seriesOf(
      { ...ofDatabase, name: 'FreeStorageSpace', unit: 'bytes' },
      [80e9, 79e9, 79e9],
    ),
    seriesOf({ ...ofDatabase, name: 'SwapUsage', unit: 'bytes' }, [0, 0, 0]),
  ],
};
