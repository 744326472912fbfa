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

import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { exampleCompany } from '../company/exampleCompany';
import { SimulatedClock } from '../core/clock';
import { ec2State } from '../services/ec2/state';
import { simulatedClientConfig } from '../testing/clients';
import { answerControl } from './control';
import { Simulation } from './Simulation';

describe('GET /_simulated/clock?after=', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  function follow() {
    const simulation = Simulation.start({
      clock: SimulatedClock.frozen(),
      services: [],
      populate: () => {},
    });
    const hangUp = new AbortController();
    const version = simulation.clockVersion;
    const answer = answerControl(simulation, {
      method: 'GET',
      url: new URL(`http://aws/_simulated/clock?after=${version}`),
      body: '',
      signal: hangUp.signal,
    });
    return { simulation, hangUp, version, answer };
  }

  it('answers after half a minute though nobody drove the clock', async () => {
    const { answer, version } = follow();
    expect(jest.getTimerCount()).toBe(1);
    jest.advanceTimersByTime(30_000);
    await expect(answer).resolves.toMatchObject({
      status: 200,
      body: { version, rate: 0 },
    });
  });

  it('waits for nobody who has hung up', async () => {
    const { answer, hangUp } = follow();
    hangUp.abort();
    await answer;
    expect(jest.getTimerCount()).toBe(0);
  });

  it('leaves no timer behind when the clock is driven', async () => {
    const { answer, simulation } = follow();
    simulation.clock.advance(1);
    await answer;
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('POST /_simulated/traffic', () => {
  const orders = exampleCompany.accounts['orders-prod'];

  /** From within the VPC of the database, whose security group lets this client in. */
  async function send(simulation: Simulation, at?: string) {
    const to = orders.databases['orders-postgres'].arn;
    return answerControl(simulation, {
      method: 'POST',
      url: new URL('http://aws/_simulated/traffic'),
      body: JSON.stringify({
        from: orders.vpcs.orders.id,
        to,
        bytesToDatabase: 60,
        bytesToClient: 600,
        at,
      }),
      signal: new AbortController().signal,
    });
  }

  function openToItself(simulation: Simulation) {
    const { securityGroupRules } = ec2State.of(simulation.world, {
      accountId: orders.id,
      region: 'us-east-1',
    });
    const groupId = orders.vpcs.orders.securityGroups['orders-postgres'].id;
    securityGroupRules['sgr-test'] = {
      securityGroupRuleId: 'sgr-test',
      groupId,
      isEgress: false,
      ipProtocol: 'tcp',
      fromPort: 5432,
      toPort: 5432,
      cidrIpv4: '0.0.0.0/0',
      tags: {},
    };
  }

  function start() {
    return Simulation.start({ clock: SimulatedClock.frozen() });
  }

  it('tells where it ended, or lets the metrics show it', async () => {
    const simulation = start();
    expect(await send(simulation)).toMatchObject({
      status: 200,
      body: { reachable: false },
    });
    openToItself(simulation);
    expect(await send(simulation)).toMatchObject({
      status: 200,
      body: { reachable: true },
    });
    simulation.clock.advance(60);
    const now = simulation.clock.now();
    const client = new CloudWatch(
      simulatedClientConfig(simulation.aws, { accountId: orders.id }),
    );
    const { Datapoints } = await client.getMetricStatistics({
      Namespace: 'AWS/RDS',
      MetricName: 'NetworkTransmitThroughput',
      Dimensions: [{ Name: 'DBInstanceIdentifier', Value: 'orders-postgres' }],
      StartTime: new Date(now - 60_000),
      EndTime: new Date(now),
      Period: 60,
      Statistics: ['Sum'],
    });
    // Six hundred bytes in a minute, and nothing of those that did not come through.
    expect(Datapoints).toMatchObject([{ Sum: 10, Unit: 'Bytes/Second' }]);
  });

  it('refuses what nobody can have sent', async () => {
    const simulation = start();
    expect(await send(simulation, '2100-01-01T00:00:00Z')).toEqual({
      status: 400,
      body: { error: expect.stringContaining('after now') },
    });
  });
});
