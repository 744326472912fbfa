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

import type { Target } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../core/errors';
import { eventsPage, onRule, ruleArn, ruleMeant } from './lookup';
import type { EventsPart } from './part';
import { invalid } from './refusals';
import { eventsState, RuleTarget } from './state';

const MOST_TARGETS = 5;
const CARRIED = ['sqs', 'sns', 'lambda'];
const TAKEN = ['Id', 'Arn', 'RoleArn', 'Input', 'InputPath', 'RetryPolicy'];

const ID = {
  length: [1, 64] as [number, number],
  pattern: /^[.\-_A-Za-z0-9]+$/,
};

function readTarget(target: Target): RuleTarget {
  const other = Object.entries(target).find(
    ([name, value]) => value !== undefined && !TAKEN.includes(name),
  );
  if (other) {
    throw invalid(`Simulated AWS has no targets with ${other[0]}.`);
  }
  const arn = target.Arn!;
  const [prefix, , service] = arn.split(':');
  if (prefix !== 'arn' || arn.split(':').length < 6) {
    throw invalid(
      `Parameter ${arn} is not valid. Reason: Provided Arn is not in correct format.`,
    );
  }
  if (!CARRIED.includes(service)) {
    throw invalid(
      `Simulated AWS brings events to ${CARRIED.join(
        ', ',
      )}, and not to ${arn}.`,
    );
  }
  if (target.Input !== undefined) {
    checkJson(target.Input);
    if (target.InputPath !== undefined) {
      throw invalid(
        `Only one of Input, InputPath, or InputTransformer must be provided for target ${target.Id}.`,
      );
    }
  }
  return {
    id: target.Id!,
    arn,
    roleArn: target.RoleArn,
    input: target.Input,
    inputPath: target.InputPath,
    retryPolicy: target.RetryPolicy,
  };
}

function checkJson(text: string) {
  try {
    JSON.parse(text);
  } catch {
    throw invalid(`JSON text is not valid: ${text}`);
  }
}

function describe(target: RuleTarget): Target {
  return {
    Id: target.id,
    Arn: target.arn,
    RoleArn: target.roleArn,
    Input: target.input,
    InputPath: target.inputPath,
    RetryPolicy: target.retryPolicy,
  };
}

export const targets: EventsPart = {
  rules: {
    'PutTargets.Targets': { length: [1, 100] },
    'PutTargets.Targets[].Id': ID,
    'PutTargets.Targets[].Arn': { length: [1, 1600] },
    'PutTargets.Targets[].Input': { length: [0, 8192] },
    'PutTargets.Targets[].InputPath': {
      length: [0, 256],
      pattern: /^\$(\.[\w-]+)*$/,
    },
    'RemoveTargets.Ids': { length: [1, 100] },
    'ListTargetsByRule.Limit': { range: [1, 100] },
    'ListRuleNamesByTarget.Limit': { range: [1, 100] },
  },
  permissions: {
    // The condition key names each target ("Service Authorization Reference", Amazon EventBridge).
    PutTargets: (input, call) =>
      onRule(call, ruleArn(call, input.Rule!), {
        'events:TargetArn': (input.Targets ?? []).map(({ Arn }) => Arn ?? ''),
      }),
    RemoveTargets: ({ Rule }, call) => onRule(call, ruleArn(call, Rule!)),
    ListTargetsByRule: ({ Rule }, call) => onRule(call, ruleArn(call, Rule!)),
  },
  handlers: {
    /** By id: who puts an id again replaces what had it. */
    PutTargets(input, call) {
      const rule = ruleMeant(call, input.Rule!, input.EventBusName);
      const all = new Map(rule.targets.map(target => [target.id, target]));
      for (const target of input.Targets ?? []) {
        all.set(target.Id!, readTarget(target));
      }
      if (all.size > MOST_TARGETS) {
        throw new AwsError(
          'LimitExceededException',
          'The requested resource exceeds the maximum number allowed.',
        );
      }
      rule.targets = [...all.values()];
      return { FailedEntryCount: 0, FailedEntries: [] };
    },

    RemoveTargets(input, call) {
      const rule = ruleMeant(call, input.Rule!, input.EventBusName);
      const ids = input.Ids ?? [];
      rule.targets = rule.targets.filter(({ id }) => !ids.includes(id));
      return { FailedEntryCount: 0, FailedEntries: [] };
    },

    ListTargetsByRule(input, call) {
      const rule = ruleMeant(call, input.Rule!, input.EventBusName);
      const { items, rest } = eventsPage(rule.targets, ({ id }) => id, input);
      return { Targets: items.map(describe), ...rest };
    },

    ListRuleNamesByTarget(input, call) {
      const all = Object.values(eventsState.of(call.world, call).rules);
      const { items, rest } = eventsPage(
        all.filter(rule => rule.targets.some(t => t.arn === input.TargetArn)),
        ({ name }) => name,
        input,
      );
      return { RuleNames: items.map(({ name }) => name), ...rest };
    },
  },
};
