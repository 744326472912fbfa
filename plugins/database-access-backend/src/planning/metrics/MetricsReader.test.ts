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
  ANALYTICS,
  ORDERS,
  REGION,
  simulatedCompany,
} from '../../__testUtils__/simulatedCompany';
import type { MetricSource } from '../../objects';
import { MetricsReader } from './MetricsReader';
import { getMetricData } from './getMetricData';
import { periodsOf } from './metricWindow';

jest.setTimeout(60_000);

const LANE = { accountId: ORDERS, region: REGION };
const CONNECTIONS = {
  name: 'DatabaseConnections',
  statistic: 'Maximum',
  unit: 'count',
} as const;
const LATENCY = { ...CONNECTIONS, name: 'ReadLatency' } as const;

const orders: MetricSource = {
  namespace: 'AWS/RDS',
  dimensions: { DBInstanceIdentifier: 'orders-postgres' },
  metrics: [CONNECTIONS, LATENCY],
  listedAlone: true,
};
const resourceEndpoint: MetricSource = {
  namespace: 'AWS/PrivateLinkEndpoints',
  dimensions: { 'VPC Endpoint Id': 'vpce-0123' },
  metrics: [{ name: 'BytesProcessed', statistic: 'Sum', unit: 'bytes' }],
};

async function setup() {
  const company = await simulatedCompany();
  const clock = { now: () => new Date(company.clock.now()) };
  const reader = new MetricsReader({ sessions: company.sessions, clock });
  // AWS lists a metric a quarter of an hour after its first minute.
  company.clock.advance(3_600);
  const periods = (seconds = 1_800, mostPoints = 480) =>
    periodsOf({ now: clock.now(), seconds, mostPoints });
  return {
    ...company,
    periods,
    reader,
    count: (name: string) =>
      company.calls(each => each === `cloudwatch:${name}`),
  };
}

describe('MetricsReader', () => {
  it('reads what AWS lists, and asks for nothing that it does not publish', async () => {
    const { count, periods, reader } = await setup();
    const { facts } = await reader.read(
      LANE,
      [orders, resourceEndpoint],
      periods(),
    );
    const [ofDatabase, ofEndpoint] = facts!;
    expect(ofDatabase.series.map(({ metric }) => metric.name)).toEqual([
      'DatabaseConnections',
    ]);
    const { points } = ofDatabase.series[0];
    expect(points.length).toBeGreaterThan(25);
    expect(points.map(({ at }) => at)).toEqual(
      points.map(({ at }) => at).sort(),
    );
    expect(new Set(points.map(({ value }) => value))).toEqual(new Set([0]));
    expect(ofEndpoint.series).toEqual([]);
    expect(count('ListMetrics')).toBe(2);
    expect(count('GetMetricData')).toBe(1);
  });

  it('asks also for what AWS documents and does not list: it may have been measured just now, or long ago', async () => {
    const { count, periods, reader } = await setup();
    const documentedAs = { 'Endpoint Type': 'Interface' };
    const { facts } = await reader.read(
      LANE,
      [{ ...resourceEndpoint, documentedAs }],
      periods(),
    );
    expect(facts).toMatchObject([
      { series: [{ metric: { name: 'BytesProcessed' }, points: [] }] },
    ]);
    expect(count('GetMetricData')).toBe(1);
  });

  it('asks no data where nothing is published', async () => {
    const { count, periods, reader } = await setup();
    const { facts } = await reader.read(LANE, [resourceEndpoint], periods());
    expect(facts).toMatchObject([{ series: [] }]);
    expect(count('GetMetricData')).toBe(0);
  });

  it('asks once, however many ask, and again when it may be other', async () => {
    const { clock, count, periods, reader } = await setup();
    const ask = () => reader.read(LANE, [orders], periods());
    await Promise.all([ask(), ask(), ask()]);
    await ask();
    expect([count('ListMetrics'), count('GetMetricData')]).toEqual([1, 1]);
    clock.advance(60);
    await ask();
    expect([count('ListMetrics'), count('GetMetricData')]).toEqual([1, 2]);
    clock.advance(600);
    await ask();
    expect([count('ListMetrics'), count('GetMetricData')]).toEqual([2, 3]);
  });

  it('says why an account does not answer, and the others answer', async () => {
    const { count, periods, reader, world } = await setup();
    world.faults.add({
      kind: 'error',
      operation: 'cloudwatch:ListMetrics',
      accountId: ORDERS,
      code: 'AccessDenied',
      message: 'User is not authorized to perform: cloudwatch:ListMetrics',
    });
    const [refused, answered] = await Promise.all([
      reader.read(LANE, [orders], periods()),
      reader.read(
        { accountId: ANALYTICS, region: REGION },
        [resourceEndpoint],
        periods(),
      ),
    ]);
    expect(refused.problem!.message).toMatch(
      /333333333333.*cloudwatch:ListMetrics/,
    );
    expect(answered.facts).toHaveLength(1);
    expect(count('GetMetricData')).toBe(0);
  });
});

describe('getMetricData', () => {
  const queries = (length: number) =>
    Array.from({ length }, (_, index) => ({
      namespace: 'AWS/PrivateLinkEndpoints',
      name: 'BytesProcessed',
      dimensions: { 'VPC Endpoint Id': `vpce-${index}` },
      statistic: 'Sum' as const,
    }));

  it.each([
    [500, 1],
    [600, 2],
    [1_001, 3],
  ])('reads %d series in %d calls', async (series, calls) => {
    const { count, periods, sessions } = await setup();
    const answers = await getMetricData(
      sessions.read(LANE),
      queries(series),
      periods(14 * 24 * 3_600, 200),
    );
    expect(answers).toHaveLength(series);
    expect(count('GetMetricData')).toBe(calls);
  });

  it('asks for no more points than AWS gives in a call', async () => {
    const { count, periods, sessions } = await setup();
    // 480 points each: 210 series are 100,800 points.
    const fine = periods(478 * 60);
    await getMetricData(sessions.read(LANE), queries(210), fine);
    expect(count('GetMetricData')).toBe(1);
    await getMetricData(sessions.read(LANE), queries(211), fine);
    expect(count('GetMetricData')).toBe(3);
  });

  it('gives each its own numbers', async () => {
    const { periods, sessions } = await setup();
    const of = (name: string) => ({
      namespace: 'AWS/RDS',
      name,
      dimensions: { DBInstanceIdentifier: 'orders-postgres' },
      statistic: 'Average' as const,
    });
    const [none, cpu, connections] = await getMetricData(
      sessions.read(LANE),
      [of('Unknown'), of('CPUUtilization'), of('DatabaseConnections')],
      periods(),
    );
    expect(none.points).toEqual([]);
    expect(cpu.points[0].value).toBeGreaterThan(0);
    expect(connections.points[0].value).toBe(0);
  });
});
