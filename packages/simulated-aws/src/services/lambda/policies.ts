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

import type { AddPermissionCommandInput } from '@aws-sdk/client-lambda';
import { policyDocument } from './invocation';
import { functionMeant, onFunction } from './lookup';
import type { LambdaPart } from './part';
import { conflict, invalid, notFound } from './refusals';
import type { LambdaFunction, PermissionStatement } from './state';

function principalOf(principal: string): PermissionStatement['Principal'] {
  if (principal === '*') {
    return '*';
  }
  if (/^\d{12}$/.test(principal)) {
    return { AWS: `arn:aws:iam::${principal}:root` };
  }
  return principal.startsWith('arn:')
    ? { AWS: principal }
    : { Service: principal };
}

/** As GetPolicy shows it (AWS Lambda Developer Guide, "Working with resource-based IAM policies in Lambda"). */
function statementOf(
  { arn }: LambdaFunction,
  input: AddPermissionCommandInput,
): PermissionStatement {
  const { SourceArn, SourceAccount } = input;
  const conditions = {
    ...(SourceAccount
      ? { StringEquals: { 'AWS:SourceAccount': SourceAccount } }
      : {}),
    ...(SourceArn ? { ArnLike: { 'AWS:SourceArn': SourceArn } } : {}),
  };
  return {
    Sid: input.StatementId!,
    Effect: 'Allow',
    Principal: principalOf(input.Principal!),
    Action: input.Action!,
    Resource: arn,
    ...(Object.keys(conditions).length ? { Condition: conditions } : {}),
  };
}

const STATEMENT_ID = {
  length: [1, 100] as [number, number],
  pattern: /^[\w-]+$/,
};

const OTHERS = [
  'FunctionUrlAuthType',
  'InvokedViaFunctionUrl',
  'EventSourceToken',
  'PrincipalOrgID',
  'Qualifier',
] as const;

export const policies: LambdaPart = {
  rules: {
    'AddPermission.StatementId': STATEMENT_ID,
    'AddPermission.Action': { pattern: /^(lambda:[*]|lambda:[a-zA-Z]+|[*])$/ },
    'AddPermission.Principal': { pattern: /^\S+$/ },
    'AddPermission.SourceAccount': { pattern: /^\d{12}$/ },
  },
  permissions: {
    AddPermission: (input, call) =>
      onFunction(call, input.FunctionName!, {
        context: { 'lambda:Principal': input.Principal! },
      }),
    RemovePermission: (input, call) => onFunction(call, input.FunctionName!),
    GetPolicy: (input, call) => onFunction(call, input.FunctionName!),
  },
  handlers: {
    AddPermission(input, call) {
      const fn = functionMeant(call, input.FunctionName!);
      const other = OTHERS.find(name => input[name] !== undefined);
      if (other) {
        throw invalid(`Simulated AWS has no permissions with ${other}.`);
      }
      if (fn.policy.some(({ Sid }) => Sid === input.StatementId)) {
        throw conflict(
          `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
        );
      }
      const statement = statementOf(fn, input);
      fn.policy.push(statement);
      return { Statement: JSON.stringify(statement) };
    },

    RemovePermission(input, call) {
      const fn = functionMeant(call, input.FunctionName!);
      if (!fn.policy.some(({ Sid }) => Sid === input.StatementId)) {
        throw notFound(
          fn.policy.length
            ? `Statement ${input.StatementId} is not found in resource policy.`
            : 'No policy is associated with the given resource.',
        );
      }
      fn.policy = fn.policy.filter(({ Sid }) => Sid !== input.StatementId);
      return {};
    },

    GetPolicy(input, call) {
      const fn = functionMeant(call, input.FunctionName!);
      if (!fn.policy.length) {
        throw notFound('The resource you requested does not exist.');
      }
      return { Policy: policyDocument(fn), RevisionId: fn.revisionId };
    },
  },
};
