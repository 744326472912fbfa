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
  AddPermissionCommand,
  GetPolicyCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import { LaneClients } from '../aws';
import { awsCodeOf, foreign, removeOnce, unlessNotFound } from './awsAnswers';
import { lambdaFunction } from './lambdaFunction';
import { defineObjectType } from './ObjectType';
import { isNamedAsOurs } from './ours';
import { lambdaRate } from './rates';
import { arn, IS_OURS, reading } from './statements';

export type LambdaPermissionSpec = {
  readonly functionArn: string;
  /** The rule that may invoke it, and nobody else. */
  readonly ruleArn: string;
};

export interface LambdaPermissionState {
  functionArn: string;
  statementId: string;
  /** What may invoke the function, if the statement names one. */
  ruleArn?: string;
}

/** A statement of a function's own policy: one rule of EventBridge may invoke it. */
export const lambdaPermission = defineObjectType<
  LambdaPermissionSpec,
  LambdaPermissionState
>({
  type: 'lambda/permission',
  title: 'Rule may run the updater',
  partOf: 'updater',
  // A policy has no two statements of one id.
  identity: 'name',
  permissions: {
    read: [reading('lambda:GetPolicy')],
    provision: [
      {
        actions: ['lambda:AddPermission', 'lambda:RemovePermission'],
        resources: [arn('lambda', 'function:dba-${installation}-*')],
        conditions: IS_OURS,
      },
    ],
  },
  rates: {
    create: lambdaRate('AddPermission'),
    remove: lambdaRate('RemovePermission'),
  },
  budgetSeconds: 5 * 60,
  oneByOne: true,
  isSetting: true,

  async find(aws, { awsId, name, spec }) {
    if (awsId) {
      const [functionArn, statementId] = awsId.split('|');
      const there = await statementsOf(aws, functionArn);
      return there.find(each => each.statementId === statementId);
    }
    const there = await statementsOf(aws, spec.functionArn);
    return there.find(each => isMeant(each, { name, spec }));
  },

  async create(aws, { name, spec }) {
    const { functionArn, ruleArn } = spec;
    const operation = 'lambda:AddPermission';
    try {
      await aws.lambda.send(
        new AddPermissionCommand({
          FunctionName: functionArn,
          StatementId: name,
          Action: 'lambda:InvokeFunction',
          Principal: 'events.amazonaws.com',
          SourceArn: ruleArn,
        }),
      );
    } catch (error) {
      const isThere = awsCodeOf(error) === 'ResourceConflictException';
      if (!isThere) {
        throw error;
      }
      const there = await statementsOf(aws, functionArn);
      if (!there.some(each => isMeant(each, { name, spec }))) {
        throw foreign(
          aws,
          operation,
          `A statement ${name} in the policy of ${functionArn}`,
          error,
        );
      }
    }
    return { functionArn, statementId: name, ruleArn };
  },

  remove: (aws, _ref, { functionArn, statementId }) =>
    removeOnce(
      () =>
        aws.lambda.send(
          new RemovePermissionCommand({
            FunctionName: functionArn,
            StatementId: statementId,
          }),
        ),
      async () =>
        (await statementsOf(aws, functionArn)).some(
          each => each.statementId === statementId,
        ),
    ),

  /** AWS tells them for one function at a time. */
  async *list(aws, installation) {
    for await (const found of lambdaFunction.list(aws, installation)) {
      for (const statement of await statementsOf(aws, found.arn)) {
        if (isNamedAsOurs(statement.statementId, installation)) {
          yield statement;
        }
      }
    }
  },

  assess: () => ({ condition: 'ready' }),
  awsId: ({ functionArn, statementId }) => `${functionArn}|${statementId}`,
  outputs: () => ({}),
});

/** One of our name that lets another rule in is none of ours. */
function isMeant(
  found: LambdaPermissionState,
  { name, spec }: { name: string; spec: LambdaPermissionSpec },
): boolean {
  return found.statementId === name && found.ruleArn === spec.ruleArn;
}

/** A statement as AWS writes it, as far as it is read. */
interface Statement {
  Sid?: string;
  Condition?: { ArnLike?: Record<string, string> };
}

async function statementsOf(
  { lambda }: LaneClients,
  functionArn: string,
): Promise<LambdaPermissionState[]> {
  const answer = await unlessNotFound(
    lambda.send(new GetPolicyCommand({ FunctionName: functionArn })),
  );
  const { Statement: statements = [] } = JSON.parse(answer?.Policy ?? '{}') as {
    Statement?: Statement[];
  };
  return statements.map(({ Sid = '', Condition }) => ({
    functionArn,
    statementId: Sid,
    ruleArn: Condition?.ArnLike?.['AWS:SourceArn'],
  }));
}
