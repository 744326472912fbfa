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

import type { Tag } from '@aws-sdk/client-rds';
import type { Call, Permission } from '../../core/Service';
import { rdsState } from './state';

type Context = NonNullable<Permission['context']>;

export function requestTags(tags: Tag[] | undefined): Context {
  const context: Context = {};
  const keys: string[] = [];
  for (const { Key: key, Value: value = '' } of tags ?? []) {
    if (key) {
      context[`aws:RequestTag/${key}`] = value;
      keys.push(key);
    }
  }
  return keys.length ? { ...context, 'aws:TagKeys': keys } : context;
}

/** To act on what this ARN names: judged with its tags, of which something that is gone has none. */
export function onArn(
  call: Call,
  arn: string,
  context: Context = {},
): Permission[] {
  const state = rdsState.of(call.world, call);
  const named = [
    ...Object.values(state.instances),
    ...Object.values(state.clusters),
  ].find(db => db.arn === arn);
  const tags = Object.entries(named?.tags ?? {});
  return [
    {
      action: `rds:${call.operation}`,
      resources: [arn],
      context: {
        ...context,
        ...Object.fromEntries(
          tags.map(([key, value]) => [`aws:ResourceTag/${key}`, value]),
        ),
      },
    },
  ];
}

function arnMeant(call: Call, kind: string, identifier: string): string {
  return identifier.startsWith('arn:')
    ? identifier
    : `arn:aws:rds:${call.region}:${call.accountId}:${kind}:${identifier}`;
}

export function onInstance(call: Call, identifier: string): Permission[] {
  return onArn(call, arnMeant(call, 'db', identifier));
}

export function onCluster(call: Call, identifier: string): Permission[] {
  return onArn(call, arnMeant(call, 'cluster', identifier));
}

/** To make something with tags, AddTagsToResource is needed, too (Service Authorization Reference). */
export function toCreate(
  call: Call,
  kind: string,
  name: string,
  tags: Tag[] | undefined,
): Permission[] {
  const resources = [arnMeant(call, kind, name)];
  const context = requestTags(tags);
  const create = { action: `rds:${call.operation}`, resources, context };
  return tags?.length
    ? [create, { action: 'rds:AddTagsToResource', resources, context }]
    : [create];
}
