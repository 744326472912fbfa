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

import { Store, StoredObject } from '../store';
import { objectRef, refOfExisting } from './objectRef';

const rule = {
  id: 'rule-row',
  tag: 'rule-row',
  lane: { accountId: '333333333333', region: 'us-east-1' },
  name: 'dba-test-rule',
  spec: { groupId: { $output: { object: 'group-row', name: 'groupId' } } },
  firstRequestId: 'request-1',
} as unknown as StoredObject;

function knowing(outputs: Record<string, string>) {
  const store = {
    read: (work: () => unknown) => work(),
    knownObjects: {
      outputsOf: async () => new Map([['group-row', outputs]]),
    },
  } as unknown as Store;
  const clock = { now: () => new Date(60_000) };
  return { store, installation: 'test', clock };
}

describe('a reference to an object', () => {
  it('has the ids of what it depends on, and the tags that say whose it is', async () => {
    await expect(
      objectRef(knowing({ groupId: 'sg-1' }), rule, 'refuse'),
    ).resolves.toEqual({
      objectId: 'rule-row',
      lane: rule.lane,
      name: 'dba-test-rule',
      spec: { groupId: 'sg-1' },
      awsId: undefined,
      tags: {
        'database-access:installation': 'test',
        'database-access:object': 'rule-row',
        'database-access:request': 'request-1',
      },
      look: { at: 60_000, before: undefined, isAsked: false },
    });
  });

  it('of what was made for another row has the tag that it has', async () => {
    await expect(
      objectRef(
        knowing({ groupId: 'sg-1' }),
        { ...rule, tag: 'other-row' },
        'refuse',
      ),
    ).resolves.toMatchObject({
      objectId: 'other-row',
      tags: { 'database-access:object': 'other-row' },
    });
  });

  it('has what was known at the look before, since some things only show over time', async () => {
    const state = { health: 'unhealthy' };
    await expect(
      objectRef(knowing({ groupId: 'sg-1' }), { ...rule, state }, 'refuse'),
    ).resolves.toMatchObject({ look: { at: 60_000, before: state } });
  });

  it('lacks what is gone if its own id is known', async () => {
    await expect(
      refOfExisting(knowing({}), { ...rule, awsId: 'sgr-1' }),
    ).resolves.toMatchObject({ awsId: 'sgr-1', spec: { groupId: undefined } });
  });

  it('does not exist if it could mean somebody else’s', async () => {
    await expect(refOfExisting(knowing({}), rule)).resolves.toBe(undefined);
  });
});
