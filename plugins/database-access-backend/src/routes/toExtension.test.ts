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

import { ExtensionWithShare, Person } from '../requests';
import { toExtension } from './toExtension';

const OWNERS = 'group:default/orders-team';

const waiting = {
  extension: {
    id: 'extension-1',
    status: 'pending',
    askedBy: 'user:default/requester',
    deciderRefs: [OWNERS],
    decisions: [],
    noted: {
      at: '2026-11-08T09:00:00.000Z',
      groups: new Map([
        [
          OWNERS,
          {
            at: '2026-11-08T09:00:00.000Z',
            people: new Set(['user:default/owner']),
          },
        ],
      ]),
    },
  },
  share: { requesterRef: 'user:default/requester' },
  together: [],
} as unknown as ExtensionWithShare;

function memberOfOwners(name: string): Person {
  const ref = `user:default/${name}`;
  return {
    ref,
    ownerRefs: [ref, OWNERS],
    credentials: { $$type: '@backstage/BackstageCredentials', principal: {} },
  };
}

describe('an extension that waits, as it is shown', () => {
  it('may be decided by who belonged to those who decide when they were asked', () => {
    expect(toExtension(waiting, memberOfOwners('Owner'))).toMatchObject({
      actions: { decide: true },
    });
  });

  it('says to who joined them since why somebody else decides (SEC-7)', () => {
    expect(toExtension(waiting, memberOfOwners('newcomer'))).toMatchObject({
      actions: { decide: false },
      cannotDecideBecause:
        'You joined those who decide after they were asked: somebody who was a member then decides',
    });
  });
});
