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

import type {
  EvaluationResult,
  SimulatePrincipalPolicyCommandInput,
} from '@aws-sdk/client-iam';
import { AwsError } from '../../core/errors';
import type { Call } from '../../core/Service';
import {
  Decision,
  evaluate,
  parsePolicy,
  RequestContext,
  Statement,
} from './policy';
import { roleByArn } from './roles';
import type { Role } from './state';

const DECISIONS: Record<Decision, EvaluationResult['EvalDecision']> = {
  allowed: 'allowed',
  denied: 'explicitDeny',
  unmentioned: 'implicitDeny',
};

/**
 * What the policies of a role say of actions that nobody makes: each action on each resource, with the context that the
 * caller makes up, and none that AWS would add (IAM API reference, SimulatePrincipalPolicy; aws.md §4.4).
 */
export function simulatePrincipalPolicy(
  input: SimulatePrincipalPolicyCommandInput,
  call: Call,
): EvaluationResult[] {
  const statements = [
    ...Object.values(roleMeant(input, call).inlinePolicies),
    ...(input.PolicyInputList ?? []),
  ].flatMap(parsePolicy);
  const context: RequestContext = Object.fromEntries(
    (input.ContextEntries ?? []).map(entry => [
      entry.ContextKeyName!,
      entry.ContextKeyValues ?? [],
    ]),
  );
  const resources = input.ResourceArns?.length ? input.ResourceArns : ['*'];
  return input.ActionNames!.flatMap(action =>
    resources.map(resource => ({
      EvalActionName: action,
      EvalResourceName: resource,
      EvalDecision:
        DECISIONS[evaluate(statements, { action, resource, context })],
      MatchedStatements: [],
      MissingContextValues: missingKeys(statements, action, context),
    })),
  );
}

function roleMeant(
  { PolicySourceArn = '' }: SimulatePrincipalPolicyCommandInput,
  call: Call,
): Role {
  const [, , , , accountId] = PolicySourceArn.split(':');
  const role =
    accountId === call.accountId
      ? roleByArn(call.world, PolicySourceArn)
      : undefined;
  if (!role) {
    throw new AwsError(
      'NoSuchEntity',
      `The role with ARN ${PolicySourceArn} cannot be found.`,
    );
  }
  return role;
}

/** The condition keys that statements about this action ask for and nobody made up. */
function missingKeys(
  statements: Statement[],
  action: string,
  context: RequestContext,
): string[] {
  const given = Object.keys(context).map(key => key.toLowerCase());
  const asked = statements
    .filter(({ actions }) =>
      actions?.some(name => name.toLowerCase() === action.toLowerCase()),
    )
    .flatMap(({ conditions }) => conditions.map(({ key }) => key));
  return [...new Set(asked)].filter(key => !given.includes(key.toLowerCase()));
}
