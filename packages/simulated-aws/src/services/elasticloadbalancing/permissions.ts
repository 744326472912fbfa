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

import type { Tag } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Call, Permission } from '../../core/Service';
import { elbArn, ElbKind } from './arns';
import { elbState } from './state';

type Context = NonNullable<Permission['context']>;

/** The tags of a request as condition keys. */
export function requestTags(list: Tag[] | undefined): Context {
  const tags = (list ?? []).filter(tag => tag.Key);
  return tags.length
    ? {
        ...Object.fromEntries(
          tags.map(tag => [`aws:RequestTag/${tag.Key}`, tag.Value ?? '']),
        ),
        'aws:TagKeys': tags.map(tag => tag.Key!),
      }
    : {};
}

/** What is tagged by this ARN; nothing if it is gone. */
export function tagsAt(call: Call, arn: string): Record<string, string> {
  const state = elbState.of(call.world, call);
  const found =
    state.loadBalancers[arn] ?? state.targetGroups[arn] ?? state.listeners[arn];
  return found?.tags ?? {};
}

/** To act on what exists: judged with its tags, of which something that is gone has none. */
export function toTouch(
  call: Call,
  arn: string | undefined,
  context: Context = {},
): Permission[] {
  const tags = Object.entries(tagsAt(call, arn ?? ''));
  return [
    {
      action: `elasticloadbalancing:${call.operation}`,
      resources: [arn ?? '*'],
      context: {
        ...context,
        ...Object.fromEntries(
          tags.flatMap(([key, value]) => [
            [`aws:ResourceTag/${key}`, value],
            [`elasticloadbalancing:ResourceTag/${key}`, value],
          ]),
        ),
      },
    },
  ];
}

/** To tag something while it is made, AddTags is needed beside (Service Authorization Reference). */
export function toTagWhileCreating(
  call: Call,
  resource: string,
  tags: Tag[] | undefined,
): Permission[] {
  return tags?.length
    ? [
        {
          action: 'elasticloadbalancing:AddTags',
          resources: [resource],
          context: {
            ...requestTags(tags),
            'elasticloadbalancing:CreateAction': call.operation,
          },
        },
      ]
    : [];
}

export function toCreate(
  call: Call,
  kind: ElbKind,
  path: string,
  tags: Tag[] | undefined,
): Permission[] {
  const resource = elbArn(call, kind, path);
  return [
    {
      action: `elasticloadbalancing:${call.operation}`,
      resources: [resource],
      context: requestTags(tags),
    },
    ...toTagWhileCreating(call, resource, tags),
  ];
}

/**
 * ELB looks at EC2 with its caller's rights: the user guide's "Elastic Load Balancing API permissions" lists what that
 * takes.
 */
export function toRead(...actions: string[]): Permission[] {
  return actions.map(action => ({ action: `ec2:${action}` }));
}
