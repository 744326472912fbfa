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

import { ShareExtension } from '@towpath/backstage-plugin-database-access-common';
import {
  apiOf,
  KeptTask,
  refused,
  runAction,
  tokenOf,
} from '../__testUtils__/runAction';
import { createExtendDatabaseAccessAction } from './extend';

const UNTIL = '2026-12-02T10:00:00.000Z';

const extension = {
  id: 'extension-1',
  shareId: 'share-1',
  status: 'pending',
  until: UNTIL,
  deciderRefs: ['group:default/orders-team'],
} as ShareExtension;

const INPUT = {
  shareId: 'share-1',
  durationSeconds: 2_592_000,
  reason: 'The migration takes longer',
};

function run(
  options: {
    extendShare?: () => Promise<ShareExtension>;
    input?: object;
    isDryRun?: boolean;
    task?: KeptTask;
  } = {},
) {
  const client = apiOf({
    extendShare: options.extendShare ?? (async () => extension),
  });
  const result = runAction({
    create: createExtendDatabaseAccessAction,
    client,
    input: { ...INPUT, ...options.input },
    isDryRun: options.isDryRun,
    task: options.task,
  });
  return { client, result };
}

describe('database-access:extend', () => {
  it('asks for more time in the name of the initiator, and says who decides', async () => {
    const { client, result } = run();
    const { outputs, log } = await result;
    expect(outputs).toEqual({
      extensionId: 'extension-1',
      shareId: 'share-1',
      status: 'pending',
      until: UNTIL,
      deciders: ['group:default/orders-team'],
    });
    expect(log).toEqual([
      'Waits for group:default/orders-team: until then access ends as before',
    ]);
    expect(client.extendShare).toHaveBeenCalledWith(
      'share-1',
      {
        durationSeconds: 2_592_000,
        reason: 'The migration takes longer',
        idempotencyKey: 'task-1/step',
      },
      expect.objectContaining({ token: tokenOf('user:default/requester') }),
    );
  });

  it('asks with a key of its own if it is given one', async () => {
    const { client, result } = run({ input: { idempotencyKey: 'mine' } });
    await result;
    expect(client.extendShare.mock.calls[0][1].idempotencyKey).toBe('mine');
  });

  it('says until when it lasts where nobody has to agree', async () => {
    const { result } = run({
      extendShare: async () => ({
        ...extension,
        status: 'approved',
        deciderRefs: [],
      }),
    });
    expect((await result).log).toEqual([
      `Access over share share-1 ends at ${UNTIL}: approved`,
    ]);
  });

  it("passes the backend's refusal on, with its code", async () => {
    const refusal = await refused(
      409,
      'extension_impossible',
      'It was extended 3 times, and 3 times is the most.',
    );
    await expect(
      run({
        extendShare: async () => {
          throw refusal;
        },
      }).result,
    ).rejects.toThrow(
      'It was extended 3 times, and 3 times is the most. (extension_impossible)',
    );
  });

  it('asks for nothing in a dry run', async () => {
    const { client, result } = run({ isDryRun: true });
    expect((await result).outputs).toEqual({
      extensionId: 'dry-run',
      shareId: 'share-1',
      status: 'pending',
    });
    expect(client.extendShare).not.toHaveBeenCalled();
  });
});
