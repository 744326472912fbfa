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
  PolicyExplanation,
  PolicyQuestion,
} from '@towpath/backstage-plugin-database-access-common';
import { DatabaseAccessConfig } from '../config';
import { CONFIG_POLICY } from './DeclaredPolicy';
import { explain } from './explain';
import { Policies } from './Policies';

/** What somebody expects of the rules in config: one case of a file of tests. */
export interface PolicyTest {
  name: string;
  request: PolicyQuestion;
  expect: {
    outcome?: PolicyExplanation['outcome'];
    /** Who has to agree, stage by stage, e.g. `1 of group:default/orders-team`. */
    decide?: string[][];
    longestDays?: number;
    /** Rules in config that apply, in any order. */
    rules?: string[];
    commentRequired?: boolean;
    extendingNeedsDecision?: boolean;
  };
}

const KEYS = {
  case: ['name', 'request', 'expect'],
  request: [
    'kind',
    'requester',
    'database',
    'network',
    'outsideOrganization',
    'pattern',
    'durationSeconds',
    'fixedMonthlyCost',
  ],
  expect: [
    'outcome',
    'decide',
    'longestDays',
    'rules',
    'commentRequired',
    'extendingNeedsDecision',
  ],
};

/** One case, and what is not as it was expected; nothing if all is. */
export interface PolicyTestResult {
  name: string;
  failures: string[];
}

/**
 * Holds the rules in config against what people expect of them.
 *
 * @param cases - as they stand in a file
 * @throws InputError if they are no cases: a case that expects nothing would pass whatever the rules say
 */
export async function runPolicyTests(
  config: Pick<DatabaseAccessConfig, 'policy' | 'accounts' | 'platformTeam'>,
  cases: unknown,
): Promise<PolicyTestResult[]> {
  if (!Array.isArray(cases) || cases.length === 0) {
    throw new InputError('The file holds no list of tests');
  }
  const policies = new Policies({
    config,
    logger: { warn: () => {} },
  });
  const results: PolicyTestResult[] = [];
  for (const [index, each] of cases.entries()) {
    const test = expectTest(each, index);
    const explanation = await explain(policies, test.request);
    results.push({
      name: test.name,
      failures: failuresOf(test.expect, explanation),
    });
  }
  return results;
}

function expectTest(value: any, index: number): PolicyTest {
  const where = `Test ${index + 1}${value?.name ? ` (${value.name})` : ''}`;
  const demand = (is: boolean, what: string) => {
    if (!is) {
      throw new InputError(`${where} ${what}`);
    }
  };
  demand(typeof value?.name === 'string', 'has no name');
  demand(Boolean(value.request), 'has no request');
  demand(
    Object.keys(value.expect ?? {}).length > 0,
    'expects nothing: it would always pass',
  );
  for (const [part, known] of Object.entries(KEYS)) {
    const holder = part === 'case' ? value : value[part];
    const other = Object.keys(holder).find(key => !known.includes(key));
    demand(
      other === undefined,
      `has ${other}, which is not known: there are ${known.join(', ')}`,
    );
  }
  return value;
}

function failuresOf(
  expected: PolicyTest['expect'],
  explanation: PolicyExplanation,
): string[] {
  const actual: Required<PolicyTest['expect']> = {
    outcome: explanation.outcome,
    decide: stagesOf(explanation),
    longestDays: (explanation.longestSeconds ?? NaN) / 86_400,
    rules: explanation.opinions
      .map(({ rule }) => rule.split('/'))
      .filter(([policy]) => policy === CONFIG_POLICY)
      .map(([, rule]) => rule)
      .sort(),
    commentRequired: explanation.commentRequired,
    extendingNeedsDecision: explanation.extendingNeedsDecision,
  };
  const wanted = {
    ...expected,
    ...(expected.rules && { rules: [...expected.rules].sort() }),
    ...(expected.decide && { decide: expected.decide.map(s => [...s].sort()) }),
  };
  return Object.entries(wanted).flatMap(([key, value]) => {
    const is = actual[key as keyof typeof actual];
    return JSON.stringify(is) === JSON.stringify(value)
      ? []
      : [
          `${key} should be ${JSON.stringify(value)}, and is ${JSON.stringify(
            is,
          )}: ${explanation.reasons.join(' ')}`,
        ];
  });
}

function stagesOf({ seats }: PolicyExplanation): string[][] {
  const stages: string[][] = [];
  for (const { stage, count, ref } of seats) {
    (stages[stage - 1] ??= []).push(`${count} of ${ref}`);
  }
  return stages.map(stage => stage.sort());
}
