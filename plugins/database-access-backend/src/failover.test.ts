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

import { Failover } from '@towpath/backstage-plugin-database-access-common';
import {
  failoverScene,
  fewestRegistered,
  unreachableSeconds,
} from './__testUtils__/failoverScene';
import { stopPortals } from './__testUtils__/startPortal';

jest.setTimeout(120_000);

afterEach(stopPortals);

/** Steps that have happened, with their addresses, in the order in which they did. */
function stepsOf({ steps }: Failover) {
  return steps
    .filter(({ at }) => at)
    .map(({ name, addresses }) => [name, ...addresses]);
}

describe('a failover of orders-postgres, which two shares use', () => {
  it('costs no more than AWS takes and a few seconds, and both shares tell of it', async () => {
    const s = await failoverScene('orders-postgres', [
      'analytics-databricks',
      'billing',
    ]);
    const targetCalls = () =>
      Promise.all(
        ['RegisterTargets', 'DeregisterTargets'].map(name =>
          s.portal.aws.countCalls({
            operation: `elasticloadbalancing:${name}`,
          }),
        ),
      );
    const [[before]] = await s.registered();
    const callsBefore = await targetCalls();
    expect([s.reaches(), s.reaches({}, 1)]).toEqual([true, true]);

    await s.failOver();
    const samples = await s.watch({ events: true });
    const [[after]] = await s.registered();
    expect(after).not.toBe(before);
    expect(unreachableSeconds(samples)).toBeGreaterThan(0);
    expect(unreachableSeconds(samples)).toBeLessThanOrEqual(s.awsSeconds + 5);
    expect(fewestRegistered(samples)).toBe(1);
    expect(samples.at(-1)).toEqual({ writer: true, registered: [[after]] });
    expect(s.reaches({}, 1)).toBe(true);

    // One group serves both, so there is one call of each kind, and one history.
    const [registers, deregisters] = callsBefore;
    expect(await targetCalls()).toEqual([registers + 1, deregisters + 1]);
    for (const which of [0, 1]) {
      const [failover, ...others] = await s.failovers(which);
      expect(others).toEqual([]);
      expect(failover).toMatchObject({
        title: 'Addresses of orders-postgres',
        status: 'done',
        cause: 'event',
      });
      expect(stepsOf(failover)).toEqual([
        ['event'],
        ['moved', after],
        ['registered', after],
        ['healthy', after],
        ['gone', before],
      ]);
      expect(failover.events.map(({ id }) => id)).toContain('RDS-EVENT-0013');
      const told = (await s.timeline(which)).map(({ message }) => message);
      expect(told).toEqual(
        expect.arrayContaining([
          'AWS says: Multi-AZ instance failover started (RDS-EVENT-0013)',
          `DNS says that orders-postgres moved from ${before} to ${after}`,
          `${after} of orders-postgres is registered`,
          `${after} of orders-postgres is healthy`,
          `${before} of orders-postgres is deregistered`,
        ]),
      );
    }
  });
});

describe('a failover that SNS tells of', () => {
  it('is followed as fast, though SNS wraps what RDS says', async () => {
    const s = await failoverScene('orders-postgres', undefined, {
      over: 'sns',
    });
    const [[before]] = await s.registered();
    await s.failOver();
    const samples = await s.watch({ events: true });
    const [[after]] = await s.registered();
    expect(after).not.toBe(before);
    expect(unreachableSeconds(samples)).toBeGreaterThan(0);
    expect(unreachableSeconds(samples)).toBeLessThanOrEqual(s.awsSeconds + 5);
    expect(fewestRegistered(samples)).toBe(1);

    const heard = s.portal.events.map(({ eventPayload }) => eventPayload);
    expect(heard.length).toBeGreaterThan(0);
    for (const payload of heard) {
      expect(payload).toMatchObject({
        Type: 'Notification',
        TopicArn: 'arn:aws:sns:us-east-1:333333333333:rds-events',
        Message: expect.stringContaining('"source":"aws.rds"'),
      });
    }
    const [failover] = await s.failovers();
    expect(failover).toMatchObject({ status: 'done', cause: 'event' });
    expect(stepsOf(failover)).toEqual([
      ['event'],
      ['moved', after],
      ['registered', after],
      ['healthy', after],
      ['gone', before],
    ]);
    expect(failover.events.map(({ id }) => id)).toContain('RDS-EVENT-0013');
  });
});
