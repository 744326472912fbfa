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
  ListTargetsByRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { ERROR_CODES } from '@towpath/backstage-plugin-database-access-common';
import { AwsCallError, LaneClients } from '../aws';
import { removeOnce, unlessNotFound } from './awsAnswers';
import { eventRule } from './eventRule';
import { defineObjectType } from './ObjectType';
import { isNamedAsOurs } from './ours';
import { eventsRate } from './rates';
import { arn, IS_OURS, reading } from './statements';

export type EventTargetSpec = {
  readonly ruleName: string;
  readonly functionArn: string;
};

export interface EventTargetState {
  ruleName: string;
  /** The target's id in its rule. */
  targetId: string;
  functionArn: string;
}

/** What a rule of EventBridge runs. With it the updater begins to work, and without it the updater stands still. */
export const eventTarget = defineObjectType<EventTargetSpec, EventTargetState>({
  type: 'events/target',
  title: 'Updater runs by the rule',
  partOf: 'updater',
  // A rule has no two targets of one id.
  identity: 'name',
  permissions: {
    read: [reading('events:ListTargetsByRule')],
    provision: [
      {
        actions: ['events:PutTargets'],
        resources: [arn('events', 'rule/dba-${installation}-*')],
        conditions: {
          ...IS_OURS,
          'ForAllValues:ArnLike': {
            'events:TargetArn': arn('lambda', 'function:dba-${installation}-*'),
          },
        },
      },
      {
        actions: ['events:RemoveTargets'],
        resources: [arn('events', 'rule/dba-${installation}-*')],
        conditions: IS_OURS,
      },
    ],
  },
  rates: {
    create: eventsRate('PutTargets'),
    remove: eventsRate('RemoveTargets'),
  },
  budgetSeconds: 5 * 60,
  oneByOne: true,
  isSetting: true,

  async find(aws, { awsId, name, spec }) {
    const [ruleName, targetId] = awsId?.split('|') ?? [spec.ruleName, name];
    const there = await targetsOf(aws, ruleName);
    return there.find(
      each =>
        each.targetId === targetId &&
        (awsId || each.functionArn === spec.functionArn),
    );
  },

  async create(aws, { name, spec }) {
    const { ruleName, functionArn } = spec;
    const { FailedEntries } = await aws.eventBridge.send(
      new PutTargetsCommand({
        Rule: ruleName,
        Targets: [{ Id: name, Arn: functionArn }],
      }),
    );
    refuseFailed(aws, 'events:PutTargets', FailedEntries);
    return { ruleName, targetId: name, functionArn };
  },

  remove: (aws, _ref, { ruleName, targetId }) =>
    removeOnce(
      async () => {
        const { FailedEntries } = await aws.eventBridge.send(
          new RemoveTargetsCommand({ Rule: ruleName, Ids: [targetId] }),
        );
        refuseFailed(aws, 'events:RemoveTargets', FailedEntries);
      },
      async () =>
        (await targetsOf(aws, ruleName)).some(
          target => target.targetId === targetId,
        ),
    ),

  /** AWS tells them for one rule at a time. */
  async *list(aws, installation) {
    for await (const rule of eventRule.list(aws, installation)) {
      for (const target of await targetsOf(aws, rule.name)) {
        if (isNamedAsOurs(target.targetId, installation)) {
          yield target;
        }
      }
    }
  },

  assess: () => ({ condition: 'ready' }),
  awsId: ({ ruleName, targetId }) => `${ruleName}|${targetId}`,
  outputs: () => ({}),
});

async function targetsOf(
  { eventBridge }: LaneClients,
  ruleName: string,
): Promise<EventTargetState[]> {
  // A rule has five at most, so they come in one page.
  const answer = await unlessNotFound(
    eventBridge.send(new ListTargetsByRuleCommand({ Rule: ruleName })),
  );
  return (answer?.Targets ?? []).map(({ Id, Arn }) => ({
    ruleName,
    targetId: Id!,
    functionArn: Arn!,
  }));
}

/** What AWS did not do it tells in an answer that says that all is well. */
function refuseFailed(
  { account, region }: LaneClients,
  operation: string,
  failed: Array<{ ErrorCode?: string; ErrorMessage?: string }> = [],
): void {
  const [first] = failed;
  if (!first) {
    return;
  }
  const { accountId, name } = account;
  const { ErrorCode, ErrorMessage } = first;
  throw new AwsCallError({
    message: `Account ${accountId} (${name}) could not do ${operation} in ${region} yet (${ErrorCode}): it is tried again in a while.`,
    code: ERROR_CODES.awsBusy,
    verdict: 'retry-later',
    lane: { accountId, region },
    operation,
    awsCode: ErrorCode,
    awsMessage: ErrorMessage,
  });
}
