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

import { parseArgs } from 'util';
import {
  Pattern,
  PolicyExplanation,
  PolicyQuestion,
} from '@towpath/backstage-plugin-database-access-common';
import { DatabaseAccessConfig } from '../config';
import { explain } from './explain';
import { Policies } from './Policies';

/** What `--help` says. */
export const POLICY_EXPLAIN_USAGE = `Usage: yarn policy:explain [options]

What the rules of databaseAccess.policy would say of a made-up request, and why. Policies of modules are not asked: the page
/database-access/policy asks them, too. Nothing is read of AWS or the catalog.

  --environment <name>      what the database's environment tag says; without it: unknown
  --classification <name>   the class of its data
  --owner <ref>             the database's owner, e.g. group:default/orders-team
  --system <ref>            the system that it is part of
  --tag <key=value>         a tag of the database in AWS; may be repeated
  --account <id>            the database's account; its organisational unit comes from config
  --network-account <id>    the network's account
  --network-owner <ref>     the network's owner
  --outside                 the two accounts are in different organisations
  --requester <ref>         who asks
  --group <ref>             a group of the requester; may be repeated
  --pattern <name>          default: lattice-resource-endpoint
  --days <number>           how long; default: 1
  --cost <USD>              a month, without use
  --extension               more time for an access that there is
  --json                    as JSON
  --config <file>           instead of app-config.yaml; may be repeated
`;

/** Nobody can mean these options. */
export class PolicyUsageError extends Error {}

/** @throws PolicyUsageError if the options cannot be meant so */
export async function explainCommand(
  config: DatabaseAccessConfig,
  args: readonly string[],
): Promise<string> {
  const { question, asJson } = questionOfArgs(config, args);
  const policies = new Policies({
    config,
    logger: { warn: () => {} },
  });
  const explanation = await explain(policies, question);
  return asJson
    ? `${JSON.stringify(explanation, null, 2)}\n`
    : inWords(explanation);
}

function questionOfArgs(
  config: DatabaseAccessConfig,
  args: readonly string[],
): { question: PolicyQuestion; asJson: boolean } {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        environment: { type: 'string' },
        classification: { type: 'string' },
        owner: { type: 'string' },
        system: { type: 'string' },
        tag: { type: 'string', multiple: true },
        account: { type: 'string' },
        'network-account': { type: 'string' },
        'network-owner': { type: 'string' },
        outside: { type: 'boolean' },
        requester: { type: 'string' },
        group: { type: 'string', multiple: true },
        pattern: { type: 'string' },
        days: { type: 'string' },
        cost: { type: 'string' },
        extension: { type: 'boolean' },
        json: { type: 'boolean' },
        config: { type: 'string', multiple: true },
      },
    }));
  } catch (error) {
    throw new PolicyUsageError((error as Error).message);
  }
  const unitOf = (id: string | undefined) =>
    id === undefined ? undefined : config.accounts.get(id)?.organizationalUnit;
  return {
    asJson: values.json ?? false,
    question: {
      kind: values.extension ? 'extension' : 'access',
      requester: { ref: values.requester, groups: values.group },
      database: {
        environment: values.environment,
        dataClassification: values.classification,
        owner: values.owner,
        system: values.system,
        accountId: values.account,
        organizationalUnit: unitOf(values.account),
        tags: tagsOf(values.tag ?? []),
      },
      network: {
        accountId: values['network-account'],
        organizationalUnit: unitOf(values['network-account']),
        owner: values['network-owner'],
      },
      outsideOrganization: values.outside,
      pattern: values.pattern as Pattern | undefined,
      durationSeconds: numberOf('--days', values.days ?? '1') * 86_400,
      fixedMonthlyCost:
        values.cost === undefined ? undefined : numberOf('--cost', values.cost),
    },
  };
}

function tagsOf(tags: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    tags.map(tag => {
      const [key, ...value] = tag.split('=');
      if (!key || value.length === 0) {
        throw new PolicyUsageError(
          `--tag takes a key and a value such as cost-center=42, not '${tag}'`,
        );
      }
      return [key, value.join('=')];
    }),
  );
}

function numberOf(option: string, text: string): number {
  const value = Number(text);
  if (!(value >= 0)) {
    throw new PolicyUsageError(`${option} takes a number, not '${text}'`);
  }
  return value;
}

const OUTCOMES: Record<PolicyExplanation['outcome'], string> = {
  refused: 'It is refused.',
  automatic: 'It is approved, and nobody is asked.',
  decided: 'People decide.',
};

function inWords(explanation: PolicyExplanation): string {
  const { longestSeconds, patterns, rules } = explanation;
  const days = (seconds: number) => `${seconds / 86_400} days`;
  const lines = [
    OUTCOMES[explanation.outcome],
    ...explanation.reasons.map(reason => `  ${reason}`),
    ...(longestSeconds ? [`It may last ${days(longestSeconds)}.`] : []),
    ...(patterns ? [`Patterns: ${patterns.join(', ')}.`] : []),
    explanation.extendingNeedsDecision
      ? 'More time needs a new decision.'
      : 'More time needs no new decision within that.',
    ...(explanation.commentRequired
      ? ['Whoever approves has to say why.']
      : []),
    '',
    ...rules.flatMap(({ rule, key, because, holds, conditions }) => [
      `${holds ? 'applies' : '      -'}  ${rule} (${key}): ${because}`,
      ...conditions.map(
        ({ text, holds: fits }) => `           ${fits ? 'yes' : 'no '} ${text}`,
      ),
    ]),
    ...(rules.length ? [] : ['There are no rules in databaseAccess.policy.']),
  ];
  return `${lines.join('\n')}\n`;
}
