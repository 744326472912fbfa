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

import { InputError } from '@backstage/errors';
import {
  DatabaseArn,
  DatabaseEvent,
  parseDatabaseArn,
} from '@towpath/backstage-plugin-database-access-common';

/** What RDS told of one database. */
export interface RdsNews {
  database: DatabaseArn;
  event: DatabaseEvent;
  /** In AWS's words, e.g. `failover`. Absent in what an RDS event subscription tells: it was asked for these only. */
  categories?: string[];
}

type Fields = Record<string, unknown>;

/**
 * Reads what RDS told, as it comes out of a queue: from EventBridge or from an event subscription of RDS, either as it is
 * or wrapped by SNS ("Overview of events for Amazon RDS"; "Amazon SNS message formats").
 *
 * @throws InputError, which says what it is instead
 */
export function readRdsEvent(payload: unknown): RdsNews {
  const body = fieldsOf(payload);
  if (typeof body.Type !== 'string' || typeof body.TopicArn !== 'string') {
    return readPlain(body);
  }
  if (body.Type !== 'Notification') {
    throw new InputError(
      `It is no event but a ${body.Type} of SNS for ${body.TopicArn}: confirm the subscription of the queue to the topic.`,
    );
  }
  return readPlain(fieldsOf(body.Message), body.TopicArn);
}

function readPlain(body: Fields, topicArn?: string): RdsNews {
  if (typeof body['Event ID'] === 'string') {
    return readSubscription(body, topicArn);
  }
  if (body.source === 'aws.rds') {
    return readEventBridge(body);
  }
  throw new InputError(
    typeof body.source === 'string'
      ? `It is no event of RDS but one of ${body.source}.`
      : `It is no event of RDS: it has the fields ${
          Object.keys(body).join(', ') || 'of nothing'
        }.`,
  );
}

/** "RDS DB Instance Event" and "RDS DB Cluster Event" ("Monitoring Amazon RDS events" in EventBridge). */
function readEventBridge({ account, region, detail }: Fields): RdsNews {
  const { SourceArn, EventID, Message, Date, EventCategories } =
    fieldsOf(detail);
  const database = databaseOf(SourceArn);
  if (database.accountId !== account || database.region !== region) {
    throw new InputError(
      `It comes from account ${account}, ${region}, and tells of ${database.arn}.`,
    );
  }
  return {
    database,
    event: {
      id: eventIdOf(EventID),
      message: textOf(Message, 'Message'),
      occurredAt: momentOf(Date),
    },
    categories: Array.isArray(EventCategories)
      ? EventCategories.map(String)
      : undefined,
  };
}

/** An RDS event subscription's message ("Amazon RDS event notification"): its id is the address of a page about it. */
function readSubscription(body: Fields, topicArn?: string): RdsNews {
  return {
    database: databaseOf(body['Source ARN'] ?? arnFrom(body, topicArn)),
    event: {
      id: eventIdOf(body['Event ID']),
      message: textOf(body['Event Message'], 'Event Message'),
      occurredAt: momentOf(body['Event Time']),
    },
  };
}

/** Without an ARN it is of the account and Region of its topic. */
function arnFrom(body: Fields, topicArn = ''): string | undefined {
  const [, partition, , region, accountId] = topicArn.split(':');
  const kinds: Record<string, string> = {
    'db-instance': 'db',
    'db-cluster': 'cluster',
  };
  const kind = kinds[String(body['Event Source'])];
  return kind && accountId
    ? `arn:${partition}:rds:${region}:${accountId}:${kind}:${body['Source ID']}`
    : undefined;
}

function databaseOf(arn: unknown): DatabaseArn {
  const database = typeof arn === 'string' ? parseDatabaseArn(arn) : undefined;
  if (!database) {
    throw new InputError(
      `It names no DB instance or cluster, but ${JSON.stringify(arn)}.`,
    );
  }
  return database;
}

function eventIdOf(value: unknown): string {
  const [id] = /RDS-EVENT-\d+/.exec(String(value)) ?? [];
  if (!id) {
    throw new InputError(`Its id is none of RDS: ${JSON.stringify(value)}.`);
  }
  return id;
}

function textOf(value: unknown, name: string): string {
  if (typeof value !== 'string') {
    throw new InputError(`It has no ${name}.`);
  }
  return value;
}

/** RDS writes times in UTC, with or without saying so. */
function momentOf(value: unknown): string | undefined {
  const text = String(value);
  const isWithoutZone = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/.test(text);
  const at = Date.parse(isWithoutZone ? `${text.replace(' ', 'T')}Z` : text);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

function fieldsOf(value: unknown): Fields {
  const parsed = typeof value === 'string' ? parsedOf(value) : value;
  if (typeof parsed !== 'object' || parsed === null) {
    throw new InputError('It is no JSON object.');
  }
  return parsed as Fields;
}

function parsedOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
