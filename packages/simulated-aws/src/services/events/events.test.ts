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
  EventBridge,
  PutEventsRequestEntry,
  PutRuleCommandInput,
  Target,
} from '@aws-sdk/client-eventbridge';
import { RDS } from '@aws-sdk/client-rds';
import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { populate } from '../../company/populate';
import { SimulatedClock } from '../../core/clock';
import { World } from '../../core/World';
import { SimulatedAws } from '../../SimulatedAws';
import { simulatedClientConfig } from '../../testing/clients';

const OWNER = '333333333333';
const RULE = `arn:aws:events:us-east-1:${OWNER}:rule/hear`;
const QUEUE = `arn:aws:sqs:us-east-1:${OWNER}:events`;
const TOPIC = `arn:aws:sns:us-east-1:${OWNER}:rds`;
const ORDERS = `arn:aws:rds:us-east-1:${OWNER}:db:orders-postgres`;

const lets = (service: string, action: string, resource: string) =>
  JSON.stringify({
    Statement: {
      Effect: 'Allow',
      Principal: { Service: service },
      Action: action,
      Resource: resource,
      Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:*:rule/*' } },
    },
  });

/** A queue that rules may send to. */
async function setup() {
  const clock = SimulatedClock.frozen();
  const world = new World({ clock });
  populate(world);
  const aws = SimulatedAws.create({
    world,
    onDefect: error => {
      throw error;
    },
  });
  const config = (accountId: string) =>
    simulatedClientConfig(aws, { accountId });
  const sqs = new SQS(config(OWNER));
  const events = new EventBridge(config(OWNER));
  const { QueueUrl } = await sqs.createQueue({
    QueueName: 'events',
    Attributes: {
      // What was received once does not come again in these tests.
      VisibilityTimeout: '43200',
      Policy: lets('events.amazonaws.com', 'sqs:SendMessage', QUEUE),
    },
  });
  return {
    aws,
    clock,
    world,
    config,
    sqs,
    QueueUrl,
    events,
    rds: (accountId = OWNER) => new RDS(config(accountId)),
    async rule(
      input: Partial<PutRuleCommandInput>,
      target: Partial<Target> = {},
    ) {
      await events.putRule({ Name: 'hear', ...input });
      await events.putTargets({
        Rule: 'hear',
        Targets: [{ Id: 'queue', Arn: QUEUE, ...target }],
      });
    },
    put: (entry: Partial<PutEventsRequestEntry> = {}) =>
      events.putEvents({
        Entries: [
          { Source: 'me', DetailType: 'Hello', Detail: '{"a": 1}', ...entry },
        ],
      }),
    async received() {
      const { Messages = [] } = await sqs.receiveMessage({
        QueueUrl,
        MaxNumberOfMessages: 10,
      });
      return Messages.map(({ Body }) => JSON.parse(Body!));
    },
  };
}

const EVERYTHING_OF_ME = JSON.stringify({ source: ['me'] });

describe('a rule', () => {
  it('hands what fits its pattern to its targets', async () => {
    const { rule, put, received } = await setup();
    await rule({ EventPattern: EVERYTHING_OF_ME });
    const { Entries } = await put({ Resources: ['arn:aws:x:::y'] });
    await put({ Source: 'somebody else' });
    expect(await received()).toEqual([
      {
        version: '0',
        id: Entries![0].EventId,
        'detail-type': 'Hello',
        source: 'me',
        account: OWNER,
        time: '2026-11-02T09:00:00Z',
        region: 'us-east-1',
        resources: ['arn:aws:x:::y'],
        detail: { a: 1 },
      },
    ]);
  });

  it.each<[Partial<Target>, unknown]>([
    [{ Input: '{"fixed": true}' }, { fixed: true }],
    [{ InputPath: '$.detail' }, { a: 1 }],
    [{ InputPath: '$.detail.a' }, 1],
  ])('gives its target %o', async (target, expected) => {
    const { rule, put, received } = await setup();
    await rule({ EventPattern: EVERYTHING_OF_ME }, target);
    await put();
    expect(await received()).toEqual([expected]);
  });

  it('reaches no queue whose policy does not let it', async () => {
    const { rule, put, received, sqs, QueueUrl } = await setup();
    await rule({ EventPattern: EVERYTHING_OF_ME });
    await sqs.setQueueAttributes({ QueueUrl, Attributes: { Policy: '' } });
    await put();
    expect(await received()).toEqual([]);
  });

  it('reaches a topic whose policy lets it', async () => {
    const { rule, put, config, received, sqs, QueueUrl } = await setup();
    const sns = new SNS(config(OWNER));
    await sns.createTopic({ Name: 'rds' });
    await sqs.setQueueAttributes({
      QueueUrl,
      Attributes: {
        Policy: JSON.stringify({
          Statement: {
            Effect: 'Allow',
            Principal: { Service: 'sns.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: QUEUE,
          },
        }),
      },
    });
    await sns.subscribe({ TopicArn: TOPIC, Protocol: 'sqs', Endpoint: QUEUE });
    await rule({ EventPattern: EVERYTHING_OF_ME }, { Arn: TOPIC });
    await put();
    expect(await received()).toEqual([]);
    await sns.setTopicAttributes({
      TopicArn: TOPIC,
      AttributeName: 'Policy',
      AttributeValue: lets('events.amazonaws.com', 'sns:Publish', TOPIC),
    });
    await put();
    const [{ Type, Message }] = await received();
    expect(Type).toBe('Notification');
    expect(JSON.parse(Message)).toMatchObject({ source: 'me' });
  });

  it('rests while it is disabled', async () => {
    const { rule, put, received, events } = await setup();
    await rule({ EventPattern: EVERYTHING_OF_ME, State: 'DISABLED' });
    await put();
    expect(await received()).toEqual([]);
    await events.enableRule({ Name: 'hear' });
    await put();
    expect(await received()).toHaveLength(1);
    await events.disableRule({ Name: 'hear' });
    await put();
    expect(await received()).toEqual([]);
  });

  it('is described, listed, and put again in place', async () => {
    const { rule, events } = await setup();
    const ScheduleExpression = 'rate(1 minute)';
    await rule({
      EventPattern: EVERYTHING_OF_ME,
      ScheduleExpression,
      Tags: [{ Key: 'a', Value: '1' }],
    });
    expect(await events.describeRule({ Name: 'hear' })).toMatchObject({
      Arn: RULE,
      EventPattern: EVERYTHING_OF_ME,
      ScheduleExpression,
      State: 'ENABLED',
      EventBusName: 'default',
      CreatedBy: OWNER,
    });
    await events.putRule({
      Name: 'hear',
      ScheduleExpression,
      Description: 'again',
      Tags: [{ Key: 'a', Value: '2' }],
    });
    const { Rules } = await events.listRules({ NamePrefix: 'he' });
    expect(Rules).toMatchObject([{ Name: 'hear', Description: 'again' }]);
    expect(Rules![0].EventPattern).toBeUndefined();
    expect(await events.listRules({ NamePrefix: 'x' })).toMatchObject({
      Rules: [],
    });
    // Targets stay, and tags are not for PutRule to change.
    expect(await events.listTargetsByRule({ Rule: 'hear' })).toMatchObject({
      Targets: [{ Id: 'queue', Arn: QUEUE }],
    });
    const tags = async () =>
      (await events.listTagsForResource({ ResourceARN: RULE })).Tags;
    expect(await tags()).toEqual([{ Key: 'a', Value: '1' }]);
    await events.tagResource({
      ResourceARN: RULE,
      Tags: [{ Key: 'b', Value: '2' }],
    });
    await events.untagResource({ ResourceARN: RULE, TagKeys: ['a'] });
    expect(await tags()).toEqual([{ Key: 'b', Value: '2' }]);
    await expect(
      events.listTagsForResource({ ResourceARN: `${RULE}-other` }),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('is not deleted before its targets, and never mind how often', async () => {
    const { rule, events } = await setup();
    await rule({ EventPattern: EVERYTHING_OF_ME });
    await expect(events.deleteRule({ Name: 'hear' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: "Rule can't be deleted since it has targets.",
    });
    const { FailedEntryCount } = await events.removeTargets({
      Rule: 'hear',
      Ids: ['queue', 'nothing'],
    });
    expect(FailedEntryCount).toBe(0);
    await events.deleteRule({ Name: 'hear' });
    await events.deleteRule({ Name: 'hear' });
    await expect(events.describeRule({ Name: 'hear' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: 'Rule hear does not exist on EventBus default.',
    });
    await expect(
      events.removeTargets({ Rule: 'hear', Ids: ['queue'] }),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('has five targets at most', async () => {
    const { rule, events } = await setup();
    await rule({ EventPattern: EVERYTHING_OF_ME });
    const put = (count: number) =>
      events.putTargets({
        Rule: 'hear',
        Targets: Array.from({ length: count }, (_, i) => ({
          Id: `t${i}`,
          Arn: QUEUE,
        })),
      });
    await expect(put(5)).rejects.toMatchObject({
      name: 'LimitExceededException',
    });
    await put(4);
    const page = await events.listTargetsByRule({ Rule: 'hear', Limit: 3 });
    expect(page.Targets).toHaveLength(3);
    const rest = await events.listTargetsByRule({
      Rule: 'hear',
      Limit: 3,
      NextToken: page.NextToken,
    });
    expect(rest.Targets).toHaveLength(2);
    expect(
      await events.listRuleNamesByTarget({ TargetArn: QUEUE }),
    ).toMatchObject({ RuleNames: ['hear'] });
  });

  it.each<[Partial<PutRuleCommandInput>, string]>([
    [{}, 'ValidationException'],
    [{ Name: 'a b', EventPattern: EVERYTHING_OF_ME }, 'ValidationException'],
    [
      { EventBusName: 'mine', EventPattern: EVERYTHING_OF_ME },
      'ResourceNotFoundException',
    ],
    [{ ScheduleExpression: 'rate(1 minutes)' }, 'ValidationException'],
    [{ ScheduleExpression: 'rate(2 minute)' }, 'ValidationException'],
    [{ ScheduleExpression: 'rate(30 seconds)' }, 'ValidationException'],
    [{ ScheduleExpression: 'cron(0 20 * * ? *)' }, 'ValidationException'],
    ...['{', '[]', '{}', '{"source": "me"}', '{"source": []}'].map(
      (EventPattern): [Partial<PutRuleCommandInput>, string] => [
        { EventPattern },
        'InvalidEventPatternException',
      ],
    ),
    [
      { EventPattern: '{"a": [{"starts": "b"}]}' },
      'InvalidEventPatternException',
    ],
  ])('is refused as %o', async (input, name) => {
    const { events } = await setup();
    await expect(
      events.putRule({ Name: 'hear', ...input }),
    ).rejects.toMatchObject({ name });
  });
});

describe('a schedule', () => {
  it('fires each time its period has passed, with an event of its own', async () => {
    const { rule, clock, received } = await setup();
    await rule({ ScheduleExpression: 'rate(1 minute)' });
    clock.advance(59);
    expect(await received()).toEqual([]);
    clock.advance(1);
    expect(await received()).toMatchObject([
      {
        source: 'aws.events',
        'detail-type': 'Scheduled Event',
        resources: [RULE],
        detail: {},
      },
    ]);
    clock.advance(60);
    expect(await received()).toHaveLength(1);
  });

  it('fires once when the clock jumps over several times, and keeps its beat', async () => {
    const { rule, clock, received } = await setup();
    await rule({ ScheduleExpression: 'rate(1 minute)' });
    clock.advance(3605);
    expect(await received()).toHaveLength(1);
    clock.advance(54);
    expect(await received()).toEqual([]);
    clock.advance(1);
    expect(await received()).toHaveLength(1);
  });

  it('ends with its rule, and begins anew with another expression', async () => {
    const { rule, clock, received, events } = await setup();
    await rule({ ScheduleExpression: 'rate(1 minute)' });
    clock.advance(30);
    await events.putRule({
      Name: 'hear',
      ScheduleExpression: 'rate(2 minutes)',
    });
    clock.advance(60);
    expect(await received()).toEqual([]);
    clock.advance(60);
    expect(await received()).toHaveLength(1);
    await events.removeTargets({ Rule: 'hear', Ids: ['queue'] });
    await events.deleteRule({ Name: 'hear' });
    await rule({ EventPattern: EVERYTHING_OF_ME });
    clock.advance(3600);
    expect(await received()).toEqual([]);
  });

  it('may stand beside a pattern in one rule', async () => {
    const { rule, clock, put, received } = await setup();
    await rule({
      EventPattern: EVERYTHING_OF_ME,
      ScheduleExpression: 'rate(1 minute)',
    });
    await put();
    clock.advance(60);
    expect((await received()).map(event => event['detail-type'])).toEqual([
      'Hello',
      'Scheduled Event',
    ]);
  });
});

describe('PutEvents', () => {
  it.each<[Partial<PutEventsRequestEntry>, string]>([
    [{ Source: 'aws.rds' }, 'NotAuthorizedForSourceException'],
    [{ Detail: 'text' }, 'MalformedDetail'],
    [{ DetailType: '' }, 'InvalidArgument'],
    [{ EventBusName: 'mine' }, 'ResourceNotFoundException'],
  ])('answers 200 and refuses the entry %o', async (entry, ErrorCode) => {
    const { put } = await setup();
    expect(await put(entry)).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode }],
    });
  });
});

describe('what happens to a database', () => {
  const OF_RDS = JSON.stringify({
    source: ['aws.rds'],
    'detail-type': ['RDS DB Instance Event', 'RDS DB Cluster Event'],
    detail: { EventCategories: ['failover'] },
  });

  it('is told on the default bus as AWS tells it', async () => {
    const { rule, rds, clock, received } = await setup();
    await rule({ EventPattern: OF_RDS });
    await rds().rebootDBInstance({
      DBInstanceIdentifier: 'orders-postgres',
      ForceFailover: true,
    });
    expect(await received()).toMatchObject([
      { detail: { EventID: 'RDS-EVENT-0013' } },
    ]);
    clock.advance(90);
    expect(await received()).toMatchObject([
      {
        source: 'aws.rds',
        'detail-type': 'RDS DB Instance Event',
        account: OWNER,
        resources: [ORDERS],
        // When it happened, and not when somebody noticed.
        time: '2026-11-02T09:01:00Z',
        detail: {
          EventID: 'RDS-EVENT-0049',
          EventCategories: ['failover'],
          SourceType: 'DB_INSTANCE',
          SourceArn: ORDERS,
          SourceIdentifier: 'orders-postgres',
          Message: 'Multi-AZ instance failover completed',
        },
      },
    ]);
  });

  it('is told of clusters, too, in their own account', async () => {
    const all = await setup();
    const CATALOG = '555555555555';
    const of = all.config(CATALOG);
    const sqs = new SQS(of);
    const events = new EventBridge(of);
    const queue = QUEUE.replace(OWNER, CATALOG);
    const { QueueUrl } = await sqs.createQueue({
      QueueName: 'events',
      Attributes: {
        Policy: lets('events.amazonaws.com', 'sqs:SendMessage', queue),
      },
    });
    await events.putRule({ Name: 'hear', EventPattern: OF_RDS });
    await events.putTargets({
      Rule: 'hear',
      Targets: [{ Id: 'queue', Arn: queue }],
    });
    await all.rule({ EventPattern: OF_RDS });
    await all.rds(CATALOG).failoverDBCluster({
      DBClusterIdentifier: 'catalog-aurora',
    });
    all.clock.advance(60);
    const { Messages = [] } = await sqs.receiveMessage({
      QueueUrl,
      MaxNumberOfMessages: 10,
    });
    expect(Messages.map(({ Body }) => JSON.parse(Body!))).toMatchObject([
      {
        'detail-type': 'RDS DB Cluster Event',
        detail: { EventID: 'RDS-EVENT-0073', SourceType: 'CLUSTER' },
      },
      {
        detail: {
          EventID: 'RDS-EVENT-0071',
          SourceIdentifier: 'catalog-aurora',
          SourceArn: `arn:aws:rds:us-east-1:${CATALOG}:cluster:catalog-aurora`,
        },
      },
    ]);
    expect(await all.received()).toEqual([]);
  });
});
