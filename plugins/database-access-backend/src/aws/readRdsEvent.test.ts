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

import { readRdsEvent } from './readRdsEvent';

const ORDERS = 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres';
const TOPIC = 'arn:aws:sns:us-east-1:333333333333:rds-events';

/** As the Amazon RDS User Guide shows it ("Creating a rule that triggers on an Amazon RDS event"). */
const fromEventBridge = {
  version: '0',
  source: 'aws.rds',
  'detail-type': 'RDS DB Instance Event',
  account: '333333333333',
  region: 'us-east-1',
  resources: [ORDERS],
  detail: {
    EventCategories: ['failover'],
    SourceType: 'DB_INSTANCE',
    SourceArn: ORDERS,
    Date: '2026-11-02T09:01:00.000Z',
    Message: 'Multi-AZ instance failover completed',
    SourceIdentifier: 'orders-postgres',
    EventID: 'RDS-EVENT-0049',
  },
};

/** As an RDS event subscription tells it ("Amazon RDS event notification"). */
const fromSubscription = {
  'Event Source': 'db-instance',
  'Event Time': '2026-11-02 09:01:00.000',
  'Identifier Link': 'https://console.aws.amazon.com/rds/home#dbinstance:id=x',
  'Source ID': 'orders-postgres',
  'Source ARN': ORDERS,
  'Event ID':
    'http://docs.amazonwebservices.com/AmazonRDS/latest/UserGuide/USER_Events.html#RDS-EVENT-0049',
  'Event Message': 'Multi-AZ instance failover completed',
};

const overSns = (message: object) => ({
  Type: 'Notification',
  TopicArn: TOPIC,
  Message: JSON.stringify(message),
});

const { 'Source ARN': _, ...withoutArn } = fromSubscription;

describe('what RDS tells', () => {
  it.each([
    ['from EventBridge', fromEventBridge],
    ['from EventBridge over SNS', overSns(fromEventBridge)],
    ['from an event subscription', fromSubscription],
    ['from an event subscription over SNS', overSns(fromSubscription)],
    ['without an ARN, from its topic’s account', overSns(withoutArn)],
    ['as text', JSON.stringify(fromEventBridge)],
  ])('is read %s', (_name, payload) => {
    expect(readRdsEvent(payload)).toMatchObject({
      database: { arn: ORDERS, accountId: '333333333333', region: 'us-east-1' },
      event: {
        id: 'RDS-EVENT-0049',
        message: 'Multi-AZ instance failover completed',
        occurredAt: '2026-11-02T09:01:00.000Z',
      },
    });
  });

  it.each([
    ['nothing', undefined, 'no JSON object'],
    ['text that is no JSON', 'hello', 'no JSON object'],
    ['an object of nobody', {}, 'no event of RDS'],
    ['what another service tells', { source: 'aws.ec2' }, 'one of aws.ec2'],
    [
      'a question of SNS',
      { Type: 'SubscriptionConfirmation', TopicArn: TOPIC },
      'confirm the subscription',
    ],
    [
      'a database of another account',
      { ...fromEventBridge, account: '444444444444' },
      'comes from account 444444444444',
    ],
    [
      'a snapshot',
      {
        ...fromEventBridge,
        detail: { ...fromEventBridge.detail, SourceArn: `${ORDERS}:snapshot` },
      },
      'names no DB instance or cluster',
    ],
    [
      'an id that is none',
      {
        ...fromEventBridge,
        detail: { ...fromEventBridge.detail, EventID: 'RDS' },
      },
      'Its id is none of RDS',
    ],
  ])('is refused in a sentence: %s', (_name, payload, why) => {
    expect(() => readRdsEvent(payload)).toThrow(why);
  });
});
