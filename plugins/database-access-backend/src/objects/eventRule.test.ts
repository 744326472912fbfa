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

import { EventBridge } from '@aws-sdk/client-eventbridge';
import { simulatedClientConfig } from '@towpath/simulated-aws';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';
import { ORDERS } from '../__testUtils__/simulatedCompany';
import { withUpdater } from '../__testUtils__/withUpdater';
import { eventRule, EventRuleState } from './eventRule';

const { pattern, facts } = withUpdater();

async function scene() {
  const b = await bench('updater-rule', 'analytics', { pattern, facts });
  const config = simulatedClientConfig(b.aws, { accountId: ORDERS });
  return { ...b, events: new EventBridge(config) };
}

describe('the rule of the updater', () => {
  behavesLikeAnObject({
    node: 'updater-rule',
    creates: 'events:PutRule',
    removes: 'events:DeleteRule',
    pattern,
    facts,
  });

  it('fires for failovers of this database, and every minute', async () => {
    const s = await scene();
    await s.makeReady();
    const rule = await s.events.describeRule({ Name: s.ref().name });
    expect(rule).toMatchObject({
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
    });
    expect(JSON.parse(rule.EventPattern!)).toEqual({
      source: ['aws.rds'],
      'detail-type': ['RDS DB Instance Event', 'RDS DB Cluster Event'],
      detail: {
        SourceArn: [facts.database.arn],
        EventCategories: ['failover'],
      },
    });
  });

  it('that somebody disabled says so, and stays disabled', async () => {
    const s = await scene();
    await s.makeReady();
    await s.events.disableRule({ Name: s.ref().name });
    const state = (await s.find()) as EventRuleState;
    expect(eventRule.assess(state)).toMatchObject({
      condition: 'degraded',
      reason: expect.stringContaining('does not run'),
    });
    expect(eventRule.correction).toBeUndefined();
  });

  it('does not replace somebody else’s of its name', async () => {
    const s = await scene();
    await s.events.putRule({
      Name: s.ref().name,
      EventPattern: '{"source": ["me"]}',
    });
    await expect(s.make()).rejects.toMatchObject({
      code: 'aws_object_foreign',
    });
    const { EventPattern } = await s.events.describeRule({
      Name: s.ref().name,
    });
    expect(EventPattern).toBe('{"source": ["me"]}');
  });
});
