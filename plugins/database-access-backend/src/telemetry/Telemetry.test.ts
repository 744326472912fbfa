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

import { mockServices } from '@backstage/backend-test-utils';
import { recordedTelemetry } from '../__testUtils__/recordedTelemetry';
import { METRICS } from './metrics';
import { Telemetry } from './Telemetry';

const LANE = { accountId: '333333333333', region: 'us-east-1' };
const CALL = {
  ...LANE,
  account: 'orders-prod',
  operation: 'rds:DescribeDBInstances',
};

function setup() {
  const recorded = recordedTelemetry();
  const logger = mockServices.logger.mock();
  let now = 0;
  const telemetry = new Telemetry({
    ...recorded.services,
    logger,
    accountName: () => 'orders-prod',
    now: () => now,
  });
  return {
    ...recorded,
    logger,
    telemetry,
    advance: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

const counts = {
  shares: [
    {
      value: 3,
      attributes: {
        lifecycle: 'active',
        health: 'healthy',
        pattern: 'privatelink',
      },
    },
  ],
  requests: [{ value: 1, attributes: { age: 'less than an hour' } }],
  stuckObjects: [],
  outbox: [{ value: 2 }],
  outboxAge: [{ value: 7 }],
  outboxGivenUp: [{ value: 0 }],
  laneSweepAge: [],
  laneSweepDuration: [],
  laneSweepProblems: [],
};

describe('Telemetry', () => {
  it('registers everything that is documented, and nothing else', () => {
    const { registered, telemetry } = setup();
    telemetry.observe(async () => counts);
    expect([...registered.keys()].sort()).toEqual(
      Object.values(METRICS)
        .map(({ name }) => name)
        .sort(),
    );
    for (const [name, { description }] of registered) {
      expect({ name, description }).toEqual({
        name,
        description: expect.stringMatching(/^[A-Z].{10,}$/),
      });
    }
  });

  it('counts each attempt of a call by lane, operation and outcome', () => {
    const { telemetry, values } = setup();
    telemetry.attempt(CALL, { outcome: 'throttled', seconds: 0.2 });
    telemetry.attempt(CALL, { outcome: 'ok', seconds: 0.3 });
    const of = (outcome: string) => ({
      value: 1,
      attributes: {
        account: 'orders-prod',
        region: 'us-east-1',
        operation: 'rds:DescribeDBInstances',
        outcome,
      },
    });
    expect(values(METRICS.awsCalls.name)).toEqual([of('throttled'), of('ok')]);
    expect(
      values(METRICS.awsCallDuration.name).map(({ value }) => value),
    ).toEqual([0.2, 0.3]);
  });

  it('spans a call and the work of a lane, and leaves what they return and throw as it is', async () => {
    const { advance, spans, telemetry, values } = setup();
    await expect(telemetry.call(CALL, async () => 'answer')).resolves.toBe(
      'answer',
    );
    const failing = telemetry.lanePass(LANE, async () => {
      advance(2_500);
      throw new Error('The lane stopped');
    });
    await expect(failing).rejects.toThrow('The lane stopped');
    expect(spans.map(({ name }) => name)).toEqual([
      'aws rds:DescribeDBInstances',
      'lane pass',
    ]);
    expect(spans[0].attributes).toMatchObject({
      'cloud.account.id': '333333333333',
      'cloud.region': 'us-east-1',
    });
    expect(values(METRICS.lanePassDuration.name)).toEqual([
      {
        value: 2.5,
        attributes: { account: 'orders-prod', region: 'us-east-1' },
      },
    ]);
  });

  it('counts when somebody asks, and goes without what cannot be counted', async () => {
    const { logger, observed, telemetry } = setup();
    let answer: () => Promise<typeof counts> = async () => counts;
    telemetry.observe(() => answer());
    expect(await observed(METRICS.shares.name)).toEqual(counts.shares);
    expect(await observed(METRICS.outboxAge.name)).toEqual([
      { value: 7, attributes: undefined },
    ]);
    answer = () => Promise.reject(new Error('The database is down'));
    expect(await observed(METRICS.shares.name)).toEqual([]);
    expect(logger.warn).toHaveBeenCalledWith(
      'backstage.database-access.shares.living could not be counted: The database is down',
    );
  });

  it('tells nothing apart by ids, people or databases', () => {
    const few = [
      'account',
      'age',
      'health',
      'lifecycle',
      'operation',
      'outcome',
      'pattern',
      'region',
      'type',
    ];
    for (const { attributes } of Object.values(METRICS)) {
      expect(few).toEqual(expect.arrayContaining([...attributes]));
    }
  });
});
