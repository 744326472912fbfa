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
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';

const REGION = 'us-east-1';

/**
 * A queue in the account of a database, to which EventBridge brings what RDS tells: by itself, or over a topic of SNS, which
 * wraps it. Set up as docs/failover.md says.
 */
export class RdsEventQueue {
  static async create(
    awsUrl: string,
    options: { accountId: string; over?: 'sns' },
  ): Promise<RdsEventQueue> {
    const queue = new RdsEventQueue(awsUrl, options.accountId);
    await queue.#setUp(options.over);
    return queue;
  }

  readonly #url: string;

  private constructor(
    private readonly awsUrl: string,
    private readonly accountId: string,
  ) {
    this.#url = `${awsUrl}/${accountId}/rds-events`;
  }

  /** Does what the module of the events backend does that reads queues. @returns how many messages there were */
  async deliver(hear: (payload: unknown) => Promise<void>): Promise<number> {
    const { Messages = [] } = await this.#sqs('ReceiveMessage', {
      QueueUrl: this.#url,
      MaxNumberOfMessages: 10,
    });
    for (const { Body, ReceiptHandle } of Messages) {
      await hear(JSON.parse(Body));
      await this.#sqs('DeleteMessage', { QueueUrl: this.#url, ReceiptHandle });
    }
    return Messages.length;
  }

  async #setUp(over: 'sns' | undefined): Promise<void> {
    const queueArn = this.#arn('sqs', 'rds-events');
    const topicArn = this.#arn('sns', 'rds-events');
    const ruleArn = this.#arn('events', 'rule/rds-events');
    await this.#sqs('CreateQueue', {
      QueueName: 'rds-events',
      Attributes: {
        Policy: over
          ? policy('sns', 'sqs:SendMessage', { on: queueArn, from: topicArn })
          : policy('events', 'sqs:SendMessage', {
              on: queueArn,
              from: ruleArn,
            }),
      },
    });
    if (over) {
      await this.#sns({ Action: 'CreateTopic', Name: 'rds-events' });
      await this.#sns({
        Action: 'SetTopicAttributes',
        TopicArn: topicArn,
        AttributeName: 'Policy',
        AttributeValue: policy('events', 'sns:Publish', {
          on: topicArn,
          from: ruleArn,
        }),
      });
      await this.#sns({
        Action: 'Subscribe',
        TopicArn: topicArn,
        Protocol: 'sqs',
        Endpoint: queueArn,
      });
    }
    await this.#rule(over ? topicArn : queueArn);
  }

  async #rule(Arn: string): Promise<void> {
    const client = new EventBridgeClient({
      region: REGION,
      endpoint: this.awsUrl,
      credentials: {
        accessKeyId: this.accountId,
        secretAccessKey: 'simulated',
      },
    });
    await client.send(
      new PutRuleCommand({
        Name: 'rds-events',
        EventPattern: JSON.stringify({
          source: ['aws.rds'],
          'detail-type': ['RDS DB Instance Event', 'RDS DB Cluster Event'],
        }),
      }),
    );
    await client.send(
      new PutTargetsCommand({
        Rule: 'rds-events',
        Targets: [{ Id: 'queue', Arn }],
      }),
    );
    client.destroy();
  }

  #arn(service: string, name: string): string {
    return `arn:aws:${service}:${REGION}:${this.accountId}:${name}`;
  }

  // The plugin itself talks to neither, so it has no SDK for them.

  async #sqs(operation: string, input: object): Promise<any> {
    const answer = await this.#call('sqs', {
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AmazonSQS.${operation}`,
      },
      body: JSON.stringify(input),
    });
    return answer ? JSON.parse(answer) : {};
  }

  async #sns(input: Record<string, string>): Promise<void> {
    await this.#call('sns', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ Version: '2010-03-31', ...input }).toString(),
    });
  }

  async #call(
    service: string,
    request: { headers: Record<string, string>; body: string },
  ): Promise<string> {
    const answer = await fetch(this.awsUrl, {
      method: 'POST',
      headers: {
        ...request.headers,
        authorization: `AWS4-HMAC-SHA256 Credential=${this.accountId}/20261102/${REGION}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: request.body,
    });
    const text = await answer.text();
    if (!answer.ok) {
      throw new Error(text);
    }
    return text;
  }
}

function policy(
  service: string,
  action: string,
  { on, from }: { on: string; from: string },
): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { Service: `${service}.amazonaws.com` },
      Action: action,
      Resource: on,
      Condition: { ArnEquals: { 'aws:SourceArn': from } },
    },
  });
}
