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

import {
  DatabaseAccessApi,
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import {
  apiOf,
  drivenTime,
  KeptTask,
  newTask,
  refused,
  runAction,
  tokenOf,
} from '../__testUtils__/runAction';
import { shareOf } from '../__testUtils__/samples';
import { createRevokeDatabaseAccessAction } from './revoke';

const revoking = shareOf({ lifecycle: 'revoking' });
const cut = shareOf({
  lifecycle: 'revoking',
  cutAt: '2026-11-02T09:30:00.000Z',
});
const revoked = shareOf({
  lifecycle: 'revoked',
  cutAt: '2026-11-02T09:30:00.000Z',
  revokedAt: '2026-11-02T09:40:00.000Z',
});

function run(options: {
  shares?: Share[];
  answers?: Partial<DatabaseAccessApi>;
  input?: object;
  isDryRun?: boolean;
  signal?: AbortSignal;
  onPause?: (minutes: number) => void;
  task?: KeptTask;
}) {
  const shares = [...(options.shares ?? [])];
  const client = apiOf({
    revokeShare: async () => revoking,
    getShare: async () =>
      shares.length > 1 ? shares.shift()! : shares[0] ?? revoking,
    ...options.answers,
  });
  const result = runAction({
    create: services =>
      createRevokeDatabaseAccessAction({
        ...services,
        time: drivenTime(options.onPause),
      }),
    client,
    input: { shareId: 'share-1', reason: 'Done', ...options.input },
    isDryRun: options.isDryRun,
    signal: options.signal,
    task: options.task,
  });
  return { client, result };
}

describe('database-access:revoke', () => {
  it('ends the share in the name of the initiator, and does not wait unless told', async () => {
    const { client, result } = run({});
    expect((await result).outputs).toEqual({
      shareId: 'share-1',
      status: 'revoking',
    });
    expect(client.revokeShare).toHaveBeenCalledWith(
      'share-1',
      { reason: 'Done' },
      expect.objectContaining({ token: tokenOf('user:default/requester') }),
    );
    expect(client.getShare).not.toHaveBeenCalled();
  });

  it('waits until access is cut', async () => {
    const { result } = run({
      input: { waitUntil: 'cut' },
      shares: [revoking, cut, revoked],
    });
    expect((await result).outputs).toEqual({
      shareId: 'share-1',
      status: 'revoking',
      cutAt: '2026-11-02T09:30:00.000Z',
    });
  });

  it('waits until everything is gone', async () => {
    const { result } = run({
      input: { waitUntil: 'removed' },
      shares: [revoking, cut, revoked],
    });
    expect((await result).outputs).toMatchObject({ status: 'revoked' });
  });

  it('says so when the time is over, and lets the removal go on', async () => {
    let minutes = 0;
    const { result } = run({
      input: { waitUntil: 'removed', timeoutMinutes: 1 },
      shares: [cut],
      onPause: now => {
        minutes = now;
      },
    });
    const { outputs, log } = await result;
    expect(minutes).toBe(1);
    expect(outputs).toMatchObject({ status: 'revoking' });
    expect(log).toEqual([
      'Share share-1 is not removed after 1 minutes; its removal goes on',
    ]);
  });

  it('fails with the reason when the removal is stuck', async () => {
    await expect(
      run({
        input: { waitUntil: 'removed' },
        shares: [
          shareOf({
            lifecycle: 'stuck',
            reason: 'Account 333333333333 refuses DeleteResourceGateway.',
          }),
        ],
      }).result,
    ).rejects.toThrow(
      'Share share-1 is stuck while it is removed: Account 333333333333 refuses DeleteResourceGateway. (share_stuck)',
    );
  });

  it('stops waiting when the task is cancelled', async () => {
    const controller = new AbortController();
    const { client, result } = run({
      input: { waitUntil: 'removed' },
      shares: [revoking],
      signal: controller.signal,
      onPause: () => controller.abort(),
    });
    await expect(result).rejects.toThrow('aborted');
    expect(client.getShare).toHaveBeenCalledTimes(1);
  });

  it('revokes once if the process dies while it waits', async () => {
    const task = newTask();
    const controller = new AbortController();
    await expect(
      run({
        task,
        input: { waitUntil: 'removed' },
        signal: controller.signal,
        onPause: () => controller.abort(),
      }).result,
    ).rejects.toThrow('aborted');

    const { client, result } = run({
      task,
      input: { waitUntil: 'removed' },
      shares: [revoked],
    });
    expect((await result).outputs).toMatchObject({ status: 'revoked' });
    expect(client.revokeShare).not.toHaveBeenCalled();
  });

  it("passes the backend's refusal on, with its code", async () => {
    const refusal = await refused(
      403,
      'not_allowed',
      'Only its requester and its owners may end share share-1.',
    );
    await expect(
      run({
        answers: {
          revokeShare: async () => {
            throw refusal;
          },
        },
      }).result,
    ).rejects.toThrow(
      'Only its requester and its owners may end share share-1. (not_allowed)',
    );
  });

  it('ends nothing in a dry run', async () => {
    const { client, result } = run({ isDryRun: true });
    expect((await result).outputs).toEqual({
      shareId: 'share-1',
      status: 'revoking',
    });
    expect(client.revokeShare).not.toHaveBeenCalled();
  });
});
