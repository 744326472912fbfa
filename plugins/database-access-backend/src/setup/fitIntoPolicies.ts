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

import type { PolicyDocument } from './rolePolicies';

/**
 * Characters of a managed policy, white space not counted; those of all inline policies of a role together are 10,240,
 * so the portal's policies are managed ones: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const LONGEST_MANAGED_POLICY = 6_144;

/** Managed policies that a role may have unless AWS grants more; the same page. */
export const MOST_MANAGED_POLICIES = 10;

/** What stands for the account's own in a policy, at its longest: so all accounts get the same policies. */
const LONGEST: Readonly<Record<string, string>> = {
  partition: 'aws-us-gov',
  accountId: '123456789012',
  installation: 'abcdefghijkl',
  readRole: 'r'.repeat(128),
  provisionRole: 'p'.repeat(128),
  updaterRole: 'u'.repeat(128),
  domain: 'd'.repeat(190),
  hostedZoneId: 'Z'.repeat(32),
  proberPrefix: 'f'.repeat(32),
};

/** The statements in their order, in as few policies as IAM takes; what is too long alone is parted by its actions. */
export function fitIntoPolicies(document: PolicyDocument): PolicyDocument[] {
  const policies: PolicyDocument[] = [];
  for (const statement of document.Statement.flatMap(parted)) {
    const last = policies[policies.length - 1];
    const both = last && withStatements([...last.Statement, statement]);
    if (both && fits(both)) {
      policies[policies.length - 1] = both;
    } else {
      policies.push(withStatements([statement]));
    }
  }
  return policies;
}

/** Characters as IAM counts them, where everything of the account's own is as long as it may be. */
export function lengthOf(document: PolicyDocument): number {
  return JSON.stringify(document).replace(
    /\$\{(\w+)\}/g,
    (placeholder, name) => LONGEST[name] ?? placeholder,
  ).length;
}

function fits(document: PolicyDocument): boolean {
  return lengthOf(document) <= LONGEST_MANAGED_POLICY;
}

function withStatements(Statement: PolicyDocument['Statement']) {
  return { Version: '2012-10-17' as const, Statement };
}

type Statement = PolicyDocument['Statement'][number];

function parted(statement: Statement): Statement[] {
  const { Action, Resource } = statement;
  if (fits(withStatements([statement]))) {
    return [statement];
  }
  const resources = [Resource].flat();
  // The longer list is halved: the other one stands in both halves.
  const byResources =
    resources.length > 1 &&
    (Action.length === 1 || resources.join().length > Action.join().length);
  if (byResources) {
    return halves(resources).flatMap(half =>
      parted({ ...statement, Resource: half }),
    );
  }
  if (Action.length > 1) {
    return halves(Action).flatMap(half =>
      parted({ ...statement, Action: half }),
    );
  }
  throw new Error(
    `IAM takes no policy of more than ${LONGEST_MANAGED_POLICY} characters, and this statement cannot be parted: ${JSON.stringify(
      statement,
    )}`,
  );
}

function halves<T>(list: T[]): [T[], T[]] {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
}
