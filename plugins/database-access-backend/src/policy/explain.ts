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
  PolicyExplanation,
  PolicyQuestion,
} from '@towpath/backstage-plugin-database-access-common';
import { AccessQuestion } from '@towpath/backstage-plugin-database-access-node';
import { CONFIG_POLICY } from './DeclaredPolicy';
import { Policies } from './Policies';
import { idOf } from './Ruling';

/** What policies say of a made-up request, and why. Nothing is read of AWS or the catalog. */
export async function explain(
  policies: Policies,
  made: PolicyQuestion,
): Promise<PolicyExplanation> {
  const question = questionOf(made);
  const { ruling, rules } = await policies.explain(question);
  const { longestSeconds, patterns } = ruling;
  const reasons = ruling.refusals.map(
    each => `${idOf(each)} refuses it: ${each.because}`,
  );
  if (
    longestSeconds !== undefined &&
    question.durationSeconds > longestSeconds
  ) {
    reasons.push(
      `It may last ${longestSeconds} seconds at most, and ${question.durationSeconds} are asked for.`,
    );
  }
  if (patterns && !patterns.includes(question.pattern)) {
    reasons.push(
      patterns.length
        ? `The pattern ${question.pattern} may not be used, but ${patterns.join(
            ', ',
          )}.`
        : 'The rules that apply leave no pattern at all.',
    );
  }
  const isRefused = reasons.length > 0;
  if (!isRefused) {
    reasons.push(
      ...(ruling.automatic
        ? [`Nobody need be asked (${ruling.automatic.join(', ')}).`]
        : ruling.seats.map(
            ({ ref, count, stage, rules: asking }) =>
              `Stage ${stage}: ${count} of ${ref} must agree (${
                asking.join(', ') || 'no rule says otherwise'
              }).`,
          )),
    );
  }
  const other = ruling.automatic ? 'automatic' : 'decided';
  return {
    outcome: isRefused ? 'refused' : other,
    reasons,
    seats: ruling.seats,
    longestSeconds,
    defaultSeconds: ruling.defaultSeconds,
    patterns,
    extendingNeedsDecision: ruling.extendingNeedsDecision,
    commentRequired: ruling.commentRequired,
    rules: rules.map(({ rule, holds, conditions }) => ({
      rule: idOf({ policy: CONFIG_POLICY, rule: rule.opinion.rule }),
      key: rule.key,
      because: rule.opinion.because,
      holds,
      conditions,
    })),
    opinions: ruling.opinions.map(each => ({
      rule: idOf(each),
      because: each.because,
    })),
  };
}

/** The whole question: what nobody says is unknown, or as little as it can be. */
export function questionOf(made: PolicyQuestion): AccessQuestion {
  const { requester, database, network } = made;
  const groups = (requester?.groups ?? []).map(lower);
  const ref = lower(requester?.ref ?? 'user:default/somebody');
  const owner = lower(database?.owner ?? 'group:default/database-owners');
  return {
    kind: made.kind ?? 'access',
    requester: { ref, groups },
    database: {
      ref: lower(database?.ref ?? 'resource:default/some-database'),
      arn: 'arn:aws:rds:us-east-1:000000000000:db:some-database',
      accountId: database?.accountId ?? '000000000000',
      organizationalUnit: database?.organizationalUnit,
      environment: database?.environment,
      dataClassification: database?.dataClassification,
      owner,
      system: database?.system && lower(database.system),
      tags: database?.tags ?? {},
    },
    network: {
      name: network?.name ?? 'some-network',
      accountId: network?.accountId ?? '000000000001',
      organizationalUnit: network?.organizationalUnit,
      owner: lower(network?.owner ?? 'group:default/network-owners'),
    },
    outsideOrganization: made.outsideOrganization ?? false,
    pattern: made.pattern ?? 'lattice-resource-endpoint',
    durationSeconds: made.durationSeconds ?? 3_600,
    fixedMonthlyCost: made.fixedMonthlyCost,
    requesterOwnsDatabase: [ref, ...groups].includes(owner),
  };
}

function lower(text: string): string {
  return text.toLocaleLowerCase('en-US');
}
