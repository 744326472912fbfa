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

import type { ChangeInfo } from '@aws-sdk/client-route-53';
import type { Call } from '../../core/Service';
import { bareId } from './lookup';
import type { Route53Part } from './part';
import { refuse } from './refusals';
import { Change, route53State } from './state';

/** "Changes generally propagate to all Route 53 name servers within 60 seconds" (API Reference). */
const PROPAGATION_SECONDS = 30;

/** What a call changes is known to all name servers some time later. */
export function newChange(call: Call, comment?: string): Change {
  const { world } = call;
  const id = `C${world.ids.hex(20).toUpperCase()}`;
  const change: Change = {
    id,
    comment,
    submittedAt: call.now,
    insyncAt: world.deadline(PROPAGATION_SECONDS),
  };
  route53State.of(world, call).changes[id] = change;
  return change;
}

export function changeAnswer(call: Call, change: Change): ChangeInfo {
  return {
    Id: `/change/${change.id}`,
    Status: change.insyncAt <= call.world.moment() ? 'INSYNC' : 'PENDING',
    SubmittedAt: new Date(change.submittedAt),
    Comment: change.comment,
  };
}

export const changes: Route53Part = {
  handlers: {
    GetChange(input, call) {
      const id = bareId(input.Id!);
      const change = route53State.of(call.world, call).changes[id];
      if (!change) {
        throw refuse('NoSuchChange', `Could not find resource with ID: ${id}`);
      }
      return { ChangeInfo: changeAnswer(call, change) };
    },
  },
  permissions: {
    GetChange: ({ Id }) => [
      {
        action: 'route53:GetChange',
        resources: [`arn:aws:route53:::change/${bareId(Id!)}`],
      },
    ],
  },
};
