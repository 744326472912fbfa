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

import type { Call, Permission } from '../../core/Service';
import type { World } from '../../core/World';
import { notFound } from './refusals';
import { LambdaFunction, lambdaState } from './state';

export function functionArn(
  { region, accountId }: Pick<Call, 'region' | 'accountId'>,
  name: string,
): string {
  return `arn:aws:lambda:${region}:${accountId}:function:${name}`;
}

/** A function is meant by its name, its ARN, or `<account>:function:<name>`. */
function nameIn(identifier: string): string {
  const parts = identifier.split(':');
  return parts[parts.indexOf('function') + 1] ?? identifier;
}

export function functionMeant(call: Call, identifier: string): LambdaFunction {
  const name = nameIn(identifier);
  const found = lambdaState.of(call.world, call).functions[name];
  if (!found || (identifier.startsWith('arn:') && found.arn !== identifier)) {
    throw notFound(`Function not found: ${functionArn(call, name)}`);
  }
  return found;
}

export function functionByArn(
  world: World,
  arn: string,
): LambdaFunction | undefined {
  const [, , service, region, accountId, , name] = arn.split(':');
  const place = { accountId, region };
  return service === 'lambda'
    ? lambdaState.of(world, place).functions[name]
    : undefined;
}

/** To act on a function: judged with its tags. */
export function onFunction(
  call: Call,
  identifier: string,
  {
    context = {},
    action = `lambda:${call.operation}`,
  }: { context?: Permission['context']; action?: string } = {},
): Permission[] {
  const name = nameIn(identifier);
  const tags = lambdaState.of(call.world, call).functions[name]?.tags ?? {};
  const ofFunction = Object.entries(tags).map(([key, value]) => [
    `aws:ResourceTag/${key}`,
    value,
  ]);
  return [
    {
      action,
      resources: [functionArn(call, name)],
      context: { ...context, ...Object.fromEntries(ofFunction) },
    },
  ];
}

export function requestTags(
  tags: Record<string, string> = {},
): NonNullable<Permission['context']> {
  const keys = Object.keys(tags);
  return {
    ...Object.fromEntries(
      Object.entries(tags).map(([key, value]) => [
        `aws:RequestTag/${key}`,
        value,
      ]),
    ),
    ...(keys.length ? { 'aws:TagKeys': keys } : {}),
  };
}
