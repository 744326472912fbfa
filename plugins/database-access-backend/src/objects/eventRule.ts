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
  DeleteRuleCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  ListTagsForResourceCommand,
  PutRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { LaneClients } from '../aws';
import { isOneOf } from './assessStatus';
import { foreign, removeOnce, unlessNotFound } from './awsAnswers';
import { findListed } from './findListed';
import { defineObjectType, ObjectRef } from './ObjectType';
import { carriesOurTag, isNamedAsOurs, namePrefix } from './ours';
import { eventsRate } from './rates';
import { arn, IS_OURS, reading, TAGGED_AS_OURS } from './statements';

export type EventRuleSpec = {
  /** Whose failovers it hears. */
  readonly databaseArn: string;
  /** For people. */
  readonly database: string;
};

export interface EventRuleState {
  arn: string;
  name: string;
  status?: string;
}

/** Events are best effort, and not all that moves a database is a failover. */
const EVERY_MINUTE = 'rate(1 minute)';

/**
 * A rule on the default bus that fires when RDS says that the database fails over, and every minute. One rule may do
 * both: API reference, PutRule.
 */
export const eventRule = defineObjectType<EventRuleSpec, EventRuleState>({
  type: 'events/rule',
  title: 'Rule that runs the updater',
  partOf: 'updater',
  identity: 'name',
  permissions: {
    read: [
      reading(
        'events:DescribeRule',
        'events:ListRules',
        'events:ListTagsForResource',
      ),
    ],
    provision: [
      {
        actions: ['events:PutRule', 'events:TagResource'],
        resources: [arn('events', 'rule/dba-${installation}-*')],
        conditions: TAGGED_AS_OURS,
      },
      {
        actions: ['events:DeleteRule'],
        resources: [arn('events', 'rule/dba-${installation}-*')],
        conditions: IS_OURS,
      },
    ],
  },
  rates: { create: eventsRate('PutRule'), remove: eventsRate('DeleteRule') },
  budgetSeconds: 5 * 60,

  async find(aws, ref) {
    const found = await get(aws, ref.awsId ? nameIn(ref.awsId) : ref.name);
    return found && (ref.awsId || (await isOurs(aws, ref, found.arn)))
      ? found
      : undefined;
  },

  findMany: (aws, refs): Promise<Array<EventRuleState | undefined>> =>
    findListed(aws, eventRule, refs),

  async create(aws, ref) {
    const { name, spec, tags } = ref;
    // Whoever puts a rule that is there replaces it, and AWS asks for no more than the tags in the request.
    const there = await get(aws, name);
    if (there && !(await isOurs(aws, ref, there.arn))) {
      throw foreign(aws, 'events:PutRule', `A rule named ${name}`);
    }
    const { RuleArn } = await aws.eventBridge.send(
      new PutRuleCommand({
        Name: name,
        Description: `Runs the updater of ${spec.database}: at a failover, and every minute`,
        EventPattern: JSON.stringify(patternFor(spec)),
        ScheduleExpression: EVERY_MINUTE,
        State: 'ENABLED',
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      }),
    );
    return { arn: RuleArn!, name, status: 'ENABLED' };
  },

  remove: (aws, _ref, state) =>
    removeOnce(
      () => aws.eventBridge.send(new DeleteRuleCommand({ Name: state.name })),
      async () => !!(await get(aws, state.name)),
    ),

  async *list({ eventBridge }, installation) {
    for await (const rule of rulesOf(eventBridge, installation)) {
      if (isNamedAsOurs(rule.Name, installation)) {
        yield { arn: rule.Arn!, name: rule.Name!, status: rule.State };
      }
    }
  },

  assess: ({ status, name }) =>
    isOneOf(status, 'ENABLED')
      ? { condition: 'ready', awsStatus: status }
      : {
          condition: 'degraded',
          awsStatus: status,
          reason: `The rule ${name} is not enabled, so the updater does not run: enable it, or find out who disabled it and why.`,
        },
  awsId: state => state.arn,
  outputs: ({ arn: ruleArn, name }) => ({ ruleArn, ruleName: name }),
});

/** Amazon RDS User Guide, "Amazon RDS event categories and event messages": all failovers are of one category. */
function patternFor({ databaseArn }: EventRuleSpec) {
  return {
    source: ['aws.rds'],
    'detail-type': ['RDS DB Instance Event', 'RDS DB Cluster Event'],
    detail: { SourceArn: [databaseArn], EventCategories: ['failover'] },
  };
}

function nameIn(ruleArn: string): string {
  return ruleArn.slice(ruleArn.indexOf(':rule/') + ':rule/'.length);
}

async function get(
  { eventBridge }: LaneClients,
  name: string,
): Promise<EventRuleState | undefined> {
  const found = await unlessNotFound(
    eventBridge.send(new DescribeRuleCommand({ Name: name })),
  );
  return found && { arn: found.Arn!, name: found.Name!, status: found.State };
}

async function isOurs(
  { eventBridge }: LaneClients,
  ref: ObjectRef<unknown>,
  ruleArn: string,
): Promise<boolean> {
  const answer = await unlessNotFound(
    eventBridge.send(new ListTagsForResourceCommand({ ResourceARN: ruleArn })),
  );
  return carriesOurTag(
    Object.fromEntries(
      (answer?.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]),
    ),
    ref,
  );
}

/** The client has no paginator of its own for them. */
async function* rulesOf(eventBridge: EventBridgeClient, installation: string) {
  let token: string | undefined;
  do {
    const page = await eventBridge.send(
      new ListRulesCommand({
        NamePrefix: namePrefix(installation),
        NextToken: token,
      }),
    );
    yield* page.Rules ?? [];
    token = page.NextToken;
  } while (token);
}
