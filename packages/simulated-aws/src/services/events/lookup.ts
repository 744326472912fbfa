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

import { AwsError } from '../../core/errors';
import { pageOf } from '../../core/paging';
import type { Call, Permission } from '../../core/Service';
import { busArn } from './bus';
import { invalid, noSuchRule } from './refusals';
import { eventsState, Rule } from './state';

/** Only the default bus is simulated; it has a name and an ARN. */
export function checkBus(call: Call, bus: string | undefined) {
  if (bus !== undefined && bus !== 'default' && bus !== busArn(call)) {
    throw new AwsError(
      'ResourceNotFoundException',
      `Event bus ${bus} does not exist.`,
    );
  }
}

export function ruleMeant(
  call: Call,
  name: string,
  bus: string | undefined,
): Rule {
  checkBus(call, bus);
  const rule = eventsState.of(call.world, call).rules[name];
  if (!rule) {
    throw noSuchRule(name);
  }
  return rule;
}

export function ruleArn({ region, accountId }: Call, name: string): string {
  return `arn:aws:events:${region}:${accountId}:rule/${name}`;
}

/** The rule that this ARN names; nothing else carries tags here. */
export function ruleByArn(call: Call, arn: string): Rule {
  const [, name] = arn.split(':rule/');
  const rule = eventsState.of(call.world, call).rules[name ?? ''];
  if (rule?.arn !== arn) {
    throw new AwsError(
      'ResourceNotFoundException',
      `Resource ${arn} does not exist.`,
    );
  }
  return rule;
}

export function eventsPage<T>(
  items: T[],
  keyOf: (item: T) => string,
  { NextToken, Limit }: { NextToken?: string; Limit?: number },
) {
  const page = pageOf(items, keyOf, { token: NextToken, size: Limit ?? 100 });
  if (!page) {
    throw invalid('Token is not valid.');
  }
  return {
    items: page.items,
    rest: page.nextToken ? { NextToken: page.nextToken } : {},
  };
}

/** To act on a rule: judged with its tags, and with what a call says beside it. */
export function onRule(
  call: Call,
  arn: string,
  context: Permission['context'] = {},
): Permission[] {
  const [, name = ''] = arn.split(':rule/');
  const tags = eventsState.of(call.world, call).rules[name]?.tags ?? {};
  const ofRule = Object.entries(tags).map(([key, value]) => [
    `aws:ResourceTag/${key}`,
    value,
  ]);
  return [
    {
      action: `events:${call.operation}`,
      resources: [arn],
      context: { ...context, ...Object.fromEntries(ofRule) },
    },
  ];
}

export function requestTags(
  tags: Array<{ Key?: string; Value?: string }> = [],
): NonNullable<Permission['context']> {
  return {
    ...Object.fromEntries(
      tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value ?? '']),
    ),
    ...(tags.length ? { 'aws:TagKeys': tags.map(({ Key }) => Key ?? '') } : {}),
  };
}
