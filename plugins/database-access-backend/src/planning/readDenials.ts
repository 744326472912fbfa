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
  ContextEntry,
  EvaluationResult,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { LaneClients, missingKeys, roleArn } from '../aws';

/** What somebody means to do with the role that changes things. */
export interface Intent {
  /** For example `ec2:CreateVpcEndpoint`. */
  actions: readonly string[];
  /** ARNs; an action is possible if it is on one of them, since none of them is for all. */
  resources: readonly string[];
  /** Condition keys, and what they would be. */
  context: Readonly<Record<string, { value: string; isList: boolean }>>;
}

/** Results of one answer: https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html */
const MOST_RESULTS = 1000;

/**
 * Asks IAM which of these actions the account's `provision` role may not do; nothing is done.
 *
 * @returns why, in words that end a sentence, by action
 * @throws AwsCallError if AWS does not say
 */
export async function readDenials(
  { iam, account, region }: LaneClients,
  { actions, resources, context }: Intent,
): Promise<Map<string, string>> {
  const results: EvaluationResult[] = [];
  let Marker: string | undefined;
  do {
    const page = await iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: roleArn(
          account.accountId,
          region,
          account.roles.provision,
        ),
        ActionNames: [...actions],
        ResourceArns: [...resources],
        ContextEntries: Object.entries(context).map(
          ([key, { value, isList }]): ContextEntry => ({
            ContextKeyName: key,
            ContextKeyType: isList ? 'stringList' : 'string',
            ContextKeyValues: [value],
          }),
        ),
        MaxItems: MOST_RESULTS,
        Marker,
      }),
    );
    results.push(...(page.EvaluationResults ?? []));
    Marker = page.IsTruncated ? page.Marker : undefined;
  } while (Marker);
  const denied = new Map<string, string>();
  for (const action of actions) {
    const own = results.filter(({ EvalActionName: name }) => name === action);
    const isAllowed = own.some(
      ({ EvalDecision }) => EvalDecision === 'allowed',
    );
    if (
      own.length &&
      !isAllowed &&
      !own.some(each => missingKeys(each).length)
    ) {
      denied.set(action, reasonOf(own));
    }
  }
  return denied;
}

function reasonOf(results: readonly EvaluationResult[]): string {
  const byOrganization = results.some(
    ({ OrganizationsDecisionDetail: detail }) =>
      detail?.AllowedByOrganizations === false,
  );
  if (byOrganization) {
    return 'a policy of the organisation forbids it';
  }
  return results.some(({ EvalDecision }) => EvalDecision === 'explicitDeny')
    ? 'a policy denies it'
    : 'no policy allows it';
}
