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

import { AccessQuestion } from '@towpath/backstage-plugin-database-access-node';
import { AccessScope, UNKNOWN } from '../config';

/** One thing that a rule asks for, and whether a question has it. */
export interface Condition {
  /** For people, e.g. `the database's environment is production`. */
  text: string;
  holds: boolean;
}

/** All that a rule asks for, each held against a question. No condition: it holds everywhere. */
export function conditionsOf(
  when: AccessScope,
  question: AccessQuestion,
): Condition[] {
  const { database, network } = question;
  return [
    ...isOneOf(
      "the database's environment",
      when.database.environments,
      database.environment ?? UNKNOWN,
    ),
    ...isOneOf(
      'the class of its data',
      when.database.dataClassifications,
      database.dataClassification ?? UNKNOWN,
    ),
    ...isOneOf("the database's owner", when.database.owners, database.owner),
    ...isOneOf(
      "the database's system",
      when.database.systems,
      database.system ?? UNKNOWN,
    ),
    ...isOneOf(
      "the database's account",
      when.database.accounts,
      database.accountId,
    ),
    ...isOneOf(
      "the database's organisational unit",
      when.database.organizationalUnits,
      database.organizationalUnit ?? UNKNOWN,
    ),
    ...Object.entries(when.database.tags ?? {}).flatMap(([key, value]) =>
      isOneOf(
        `the database's tag ${key}`,
        [value],
        database.tags[key] ?? UNKNOWN,
      ),
    ),
    ...isOneOf(
      "the network's account",
      when.network.accounts,
      network.accountId,
    ),
    ...isOneOf(
      "the network's organisational unit",
      when.network.organizationalUnits,
      network.organizationalUnit ?? UNKNOWN,
    ),
    ...isOneOf("the network's owner", when.network.owners, network.owner),
    ...isOneOf('the pattern', when.patterns, question.pattern),
    ...is(when.outsideOrganization, question.outsideOrganization, {
      yes: 'the two accounts are in different organisations',
      no: 'the two accounts are in one organisation',
    }),
    ...is(when.requesterOwnsDatabase, question.requesterOwnsDatabase, {
      yes: 'the requester belongs to a group that owns the database',
      no: 'the requester belongs to no group that owns the database',
    }),
    ...isOver(
      when.durationOverSeconds,
      question.durationSeconds,
      limit => `it lasts longer than ${limit} seconds`,
    ),
    ...isOver(
      when.monthlyCostOver,
      // Nobody knows that it costs less.
      question.fixedMonthlyCost ?? Infinity,
      limit => `it costs more than ${limit} USD a month, or nobody knows`,
    ),
  ];
}

function isOneOf(
  what: string,
  wanted: readonly string[] | undefined,
  value: string,
): Condition[] {
  return wanted
    ? [
        {
          text: `${what} is ${wanted.join(' or ')} (it is ${value})`,
          // Entity refs are the same in any case, and so is what people write into tags, or a rule would hold by accident.
          holds: wanted.some(
            each =>
              each.toLocaleLowerCase('en-US') ===
              value.toLocaleLowerCase('en-US'),
          ),
        },
      ]
    : [];
}

function is(
  wanted: boolean | undefined,
  value: boolean,
  texts: { yes: string; no: string },
): Condition[] {
  return wanted === undefined
    ? []
    : [{ text: wanted ? texts.yes : texts.no, holds: wanted === value }];
}

function isOver(
  limit: number | undefined,
  value: number,
  text: (limit: number) => string,
): Condition[] {
  return limit === undefined
    ? []
    : [{ text: text(limit), holds: value > limit }];
}
