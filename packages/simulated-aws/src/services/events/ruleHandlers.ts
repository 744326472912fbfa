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

import type { Rule as RuleAnswer, Tag } from '@aws-sdk/client-eventbridge';
import {
  checkBus,
  eventsPage,
  onRule,
  requestTags,
  ruleArn,
  ruleByArn,
  ruleMeant,
} from './lookup';
import type { EventsPart } from './part';
import { parsePattern } from './pattern';
import { invalid } from './refusals';
import { fireSchedule } from './bus';
import { periodOf, SCHEDULED, startSchedule } from './schedule';
import { eventsState, Rule } from './state';

const RULE_NAME = {
  length: [1, 64] as [number, number],
  pattern: /^[.\-_A-Za-z0-9]+$/,
};

const LIMIT = { range: [1, 100] as [number, number] };

function tagsOf(list: Tag[] = []): Record<string, string> {
  return Object.fromEntries(list.map(({ Key, Value }) => [Key!, Value!]));
}

/** The parts of an answer that a rule may be without are left out. */
function ruleAnswer(rule: Rule): RuleAnswer {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventPattern: rule.eventPattern,
    ScheduleExpression: rule.scheduleExpression,
    State: rule.enabled ? 'ENABLED' : 'DISABLED',
    Description: rule.description,
    RoleArn: rule.roleArn,
    EventBusName: 'default',
  };
}

export const ruleHandlers: EventsPart = {
  rules: {
    'PutRule.Name': RULE_NAME,
    'PutRule.ScheduleExpression': { length: [0, 256] },
    'PutRule.EventPattern': { length: [0, 4096] },
    'PutRule.Description': { length: [0, 512] },
    'PutRule.State': {
      enum: [
        'ENABLED',
        'DISABLED',
        'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
      ],
    },
    'PutRule.Tags[].Key': { length: [1, 128] },
    'PutRule.Tags[].Value': { length: [0, 256] },
    'DeleteRule.Name': RULE_NAME,
    'DescribeRule.Name': RULE_NAME,
    'EnableRule.Name': RULE_NAME,
    'DisableRule.Name': RULE_NAME,
    'ListRules.NamePrefix': RULE_NAME,
    'ListRules.Limit': LIMIT,
  },
  permissions: {
    PutRule: (input, call) => {
      const arn = ruleArn(call, input.Name!);
      const context = requestTags(input.Tags);
      const put = onRule(call, arn, context);
      // "If you use tags … you must have both the PutRule and TagResource permissions."
      return input.Tags?.length
        ? [...put, { ...put[0], action: 'events:TagResource' }]
        : put;
    },
    DeleteRule: ({ Name }, call) => onRule(call, ruleArn(call, Name!)),
    DescribeRule: ({ Name }, call) => onRule(call, ruleArn(call, Name!)),
    EnableRule: ({ Name }, call) => onRule(call, ruleArn(call, Name!)),
    DisableRule: ({ Name }, call) => onRule(call, ruleArn(call, Name!)),
    TagResource: ({ ResourceARN, Tags }, call) =>
      onRule(call, ResourceARN!, requestTags(Tags)),
    UntagResource: ({ ResourceARN, TagKeys }, call) =>
      onRule(call, ResourceARN!, { 'aws:TagKeys': TagKeys ?? [] }),
    ListTagsForResource: ({ ResourceARN }, call) => onRule(call, ResourceARN!),
  },
  timers: { [SCHEDULED]: fireSchedule },
  handlers: {
    PutRule(input, call) {
      checkBus(call, input.EventBusName);
      const { rules } = eventsState.of(call.world, call);
      const { Name: name = '', EventPattern, ScheduleExpression } = input;
      if (!EventPattern && !ScheduleExpression) {
        throw invalid(
          'Parameter(s) EventPattern or ScheduleExpression must be specified.',
        );
      }
      if (EventPattern) {
        parsePattern(EventPattern);
      }
      if (ScheduleExpression) {
        periodOf(ScheduleExpression);
      }
      const known: Rule | undefined = rules[name];
      const rule: Rule = {
        name,
        arn: ruleArn(call, name),
        createdBy: call.accountId,
        enabled: input.State !== 'DISABLED',
        eventPattern: EventPattern || undefined,
        scheduleExpression: ScheduleExpression || undefined,
        description: input.Description,
        roleArn: input.RoleArn,
        // "If you are updating an existing rule, any tags you specify in the PutRule operation are ignored."
        tags: known?.tags ?? tagsOf(input.Tags),
        targets: known?.targets ?? [],
        nextAt: known?.nextAt,
      };
      rules[name] = rule;
      if (rule.scheduleExpression !== known?.scheduleExpression) {
        startSchedule(call.world, call, rule);
      }
      return { RuleArn: rule.arn };
    },

    /** Whoever deletes what is gone is not told so. */
    DeleteRule(input, call) {
      checkBus(call, input.EventBusName);
      const { rules } = eventsState.of(call.world, call);
      if (rules[input.Name!]?.targets.length) {
        throw invalid("Rule can't be deleted since it has targets.");
      }
      delete rules[input.Name!];
      return {};
    },

    DescribeRule(input, call) {
      const rule = ruleMeant(call, input.Name!, input.EventBusName);
      return { ...ruleAnswer(rule), CreatedBy: rule.createdBy };
    },

    EnableRule(input, call) {
      ruleMeant(call, input.Name!, input.EventBusName).enabled = true;
      return {};
    },

    DisableRule(input, call) {
      ruleMeant(call, input.Name!, input.EventBusName).enabled = false;
      return {};
    },

    ListRules(input, call) {
      checkBus(call, input.EventBusName);
      const prefix = input.NamePrefix ?? '';
      const all = Object.values(eventsState.of(call.world, call).rules);
      const { items, rest } = eventsPage(
        all.filter(({ name }) => name.startsWith(prefix)),
        ({ name }) => name,
        input,
      );
      return { Rules: items.map(ruleAnswer), ...rest };
    },

    TagResource(input, call) {
      const { tags } = ruleByArn(call, input.ResourceARN!);
      Object.assign(tags, tagsOf(input.Tags));
      return {};
    },

    UntagResource(input, call) {
      const { tags } = ruleByArn(call, input.ResourceARN!);
      for (const key of input.TagKeys ?? []) {
        delete tags[key];
      }
      return {};
    },

    ListTagsForResource(input, call) {
      const { tags } = ruleByArn(call, input.ResourceARN!);
      return {
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      };
    },
  },
};
