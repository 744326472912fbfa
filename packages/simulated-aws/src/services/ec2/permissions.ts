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

import type { Tag, TagSpecification } from '@aws-sdk/client-ec2';
import type { Call, Permission } from '../../core/Service';
import { arnOf, Kind } from './ids';
import { taggedObject } from './tags';

type Context = NonNullable<Permission['context']>;

/** The tags of a request as condition keys. Nothing is checked here: who may not call at all hears that first. */
export function requestTags(list: Tag[] | undefined): Context {
  const context: Context = {};
  const keys: string[] = [];
  for (const { Key: key, Value: value = '' } of list ?? []) {
    if (key) {
      context[`aws:RequestTag/${key}`] = value;
      keys.push(key);
    }
  }
  return keys.length ? { ...context, 'aws:TagKeys': keys } : context;
}

/**
 * The tags of an object as condition keys. An object that is gone has none, so a policy that asks for tags denies: the
 * answer is UnauthorizedOperation and not NotFound, as on AWS.
 */
export function resourceTags(call: Call, id: string): Context {
  const tags = taggedObject(call.world, call, id)?.object.tags ?? {};
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => [
      [`aws:ResourceTag/${key}`, value],
      [`ec2:ResourceTag/${key}`, value],
    ]),
  );
}

/** To act on existing objects: each is judged with its own tags. */
export function onExisting(
  call: Call,
  of: Kind,
  ids: string[],
  context: Context = {},
): Permission[] {
  return ids.map(id => ({
    action: `ec2:${call.operation}`,
    resources: [arnOf(call, of, id)],
    context: { ...context, ...resourceTags(call, id) },
  }));
}

/** To make an object, and to tag it while it is made: that needs CreateTags beside. */
export function onCreate(
  call: Call,
  of: Kind,
  specifications: TagSpecification[] | undefined,
  context: Context = {},
): Permission[] {
  const tags = specifications?.flatMap(s => s.Tags ?? []);
  return [
    {
      action: `ec2:${call.operation}`,
      resources: [arnOf(call, of, '*')],
      context: { ...context, ...requestTags(tags) },
    },
    ...onTagWhileCreating(call, of, specifications),
  ];
}

export function onTagWhileCreating(
  call: Call,
  of: Kind,
  specifications: TagSpecification[] | undefined,
): Permission[] {
  const tags = specifications?.flatMap(s => s.Tags ?? []) ?? [];
  if (!tags.length) {
    return [];
  }
  return [
    {
      action: 'ec2:CreateTags',
      resources: [arnOf(call, of, '*')],
      context: { ...requestTags(tags), 'ec2:CreateAction': call.operation },
    },
  ];
}
