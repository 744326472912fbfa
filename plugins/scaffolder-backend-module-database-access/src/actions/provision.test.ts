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
  AccessRequest,
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
import { objectOf, requestOf, shareOf } from '../__testUtils__/samples';
import { createProvisionDatabaseAccessAction } from './provision';

const gateway = objectOf({
  condition: 'ready',
  outputs: { gatewayId: 'rgw-1' },
});
const endpoint = objectOf({
  id: 'object-2',
  title: 'VPC endpoint',
  name: undefined,
  accountId: '666666666666',
  accountName: 'analytics',
});
const active = shareOf({
  lifecycle: 'active',
  health: 'healthy',
  objects: [
    gateway,
    { ...endpoint, condition: 'ready', outputs: { endpointId: 'vpce-1' } },
  ],
  outputs: [
    { name: 'gatewayId', label: 'Resource gateway', value: 'rgw-1' },
    { name: 'endpointId', label: 'VPC endpoint', value: 'vpce-1' },
  ],
  snippets: [{ title: 'psql', language: 'sh', code: 'psql "host=…"' }],
});

const started = requestOf({ status: 'started', shareId: 'share-1' });

/** Answers one after the other, the last one for ever. */
function inTurn<T>(...answers: Array<T | Error>): () => Promise<T> {
  let next = 0;
  return async () => {
    const answer = answers[Math.min(next, answers.length - 1)];
    next += 1;
    if (answer instanceof Error) {
      throw answer;
    }
    return answer;
  };
}

function run(options: {
  request?: AccessRequest;
  shares?: Array<Share | Error>;
  answers?: Partial<DatabaseAccessApi>;
  timeoutMinutes?: number;
  isDryRun?: boolean;
  signal?: AbortSignal;
  onPause?: (minutes: number) => void;
  task?: KeptTask;
}) {
  const client = apiOf({
    getRequest: async () => options.request ?? started,
    getShare: inTurn(...(options.shares ?? [active])),
    ...options.answers,
  });
  const result = runAction({
    create: services =>
      createProvisionDatabaseAccessAction({
        ...services,
        time: drivenTime(options.onPause),
      }),
    client,
    input: {
      requestId: 'request-1',
      timeoutMinutes: options.timeoutMinutes,
    },
    isDryRun: options.isDryRun,
    signal: options.signal,
    task: options.task,
  });
  return { client, result };
}

describe('database-access:provision', () => {
  it('starts an approved request and tells everything of its share once it is active', async () => {
    const { client, result } = run({
      request: requestOf({ status: 'approved', start: 'manual' }),
      answers: { startRequest: async () => started },
      shares: [shareOf({}), active],
    });

    expect((await result).outputs).toEqual({
      status: 'active',
      shareId: 'share-1',
      health: 'healthy',
      host: 'orders-postgres.example.com',
      port: 5432,
      outputs: { gatewayId: 'rgw-1', endpointId: 'vpce-1' },
      snippets: [{ title: 'psql', language: 'sh', code: 'psql "host=…"' }],
    });
    expect(client.startRequest).toHaveBeenCalledTimes(1);
  });

  it('joins a build that goes on already', async () => {
    const { client, result } = run({ shares: [shareOf({}), active] });
    expect((await result).outputs).toMatchObject({ status: 'active' });
    expect(client.startRequest).not.toHaveBeenCalled();
  });

  it('waits for the share of a request that is only about to start', async () => {
    const approved = requestOf({ status: 'approved' });
    const { result } = run({
      answers: {
        getRequest: inTurn(approved, started),
        startRequest: async () => approved,
      },
    });
    expect((await result).outputs).toMatchObject({ shareId: 'share-1' });
  });

  it('writes each object to the log as it becomes ready, once', async () => {
    const halfway = shareOf({ objects: [gateway, endpoint] });
    const { result } = run({ shares: [halfway, halfway, active] });
    expect((await result).log).toEqual([
      'Watching share share-1: /database-access/shares/share-1',
      'Resource gateway dba-test-orders is ready in account 333333333333 (orders-prod), us-east-1: rgw-1',
      'VPC endpoint is ready in account 666666666666 (analytics), us-east-1: vpce-1',
      'Share share-1 is active: orders-postgres.example.com:5432 from network analytics-databricks, health healthy',
    ]);
  });

  it('does not write an object again when the task goes on after a crash', async () => {
    const task = newTask();
    const died = new Error('The process died');
    await expect(
      run({ task, shares: [shareOf({ objects: [gateway] }), died] }).result,
    ).rejects.toThrow(died);

    const { log } = await run({ task }).result;
    expect(log.filter(line => line.includes('is ready'))).toEqual([
      expect.stringContaining('VPC endpoint'),
    ]);
  });

  it('ends at once while the request waits for its decision', async () => {
    const onPause = jest.fn();
    const { client, result } = run({ request: requestOf({}), onPause });
    expect((await result).outputs).toEqual({ status: 'pending' });
    expect(client.startRequest).not.toHaveBeenCalled();
    expect(onPause).not.toHaveBeenCalled();
  });

  it('says so if the facts moved and the request went back for another decision', async () => {
    const { result } = run({
      request: requestOf({ status: 'approved' }),
      answers: { startRequest: async () => requestOf({ generation: 2 }) },
    });
    expect((await result).outputs).toEqual({ status: 'pending' });
  });

  it.each([
    [
      requestOf({
        status: 'denied',
        decisions: [
          {
            id: 'decision-1',
            deciderRef: 'user:default/database-owner',
            decision: 'deny',
            comment: 'Use the replica',
            planDigest: 'a'.repeat(64),
            generation: 1,
            decidedAt: '2026-11-02T09:00:00.000Z',
          },
        ],
      }),
      'Request request-1 was denied: Use the replica (request_denied)',
    ],
    [
      requestOf({ status: 'cancelled' }),
      'Request request-1 is cancelled, file a new one (request_cancelled)',
    ],
    [
      requestOf({ status: 'expired' }),
      'Request request-1 is expired, file a new one (request_expired)',
    ],
  ])(
    'fails for a request that will never be built (%#)',
    async (request, sentence) => {
      await expect(run({ request }).result).rejects.toThrow(sentence);
    },
  );

  it('fails with the reason when the share is stuck', async () => {
    await expect(
      run({
        shares: [
          shareOf({}),
          shareOf({
            lifecycle: 'stuck',
            reason: 'Account 888888888888 did not accept the invitation.',
          }),
        ],
      }).result,
    ).rejects.toThrow(
      'Share share-1 is stuck: Account 888888888888 did not accept the invitation. Retry it or give it up at /database-access/shares/share-1 (share_stuck)',
    );
  });

  it('fails when the share is taken away meanwhile', async () => {
    await expect(
      run({ shares: [shareOf({}), shareOf({ lifecycle: 'revoking' })] }).result,
    ).rejects.toThrow('(share_revoking)');
  });

  it('stops watching when the time is over, says what it waits for, and lets the build go on', async () => {
    let minutes = 0;
    const { client, result } = run({
      shares: [
        shareOf({
          objects: [gateway, { ...endpoint, reason: 'pendingAcceptance' }],
        }),
      ],
      timeoutMinutes: 3,
      onPause: now => {
        minutes = now;
      },
    });
    const { outputs, log } = await result;
    expect(minutes).toBe(3);
    expect(outputs).toMatchObject({ status: 'building', shareId: 'share-1' });
    expect(log.at(-1)).toBe(
      'Request request-1 is still being built after 3 minutes, and that goes on; it waits for VPC endpoint (pendingAcceptance)',
    );
    expect(client.revokeShare).not.toHaveBeenCalled();
  });

  it('watches for 45 minutes at most', () => {
    const { input } = createProvisionDatabaseAccessAction(
      {} as Parameters<typeof createProvisionDatabaseAccessAction>[0],
    ).schema as { input: { properties: Record<string, object> } };
    expect(input.properties.timeoutMinutes).toMatchObject({
      maximum: 45,
      exclusiveMinimum: 0,
    });
  });

  it('stops watching when the task is cancelled, and cancels nothing else', async () => {
    const controller = new AbortController();
    const { client, result } = run({
      shares: [shareOf({})],
      signal: controller.signal,
      onPause: () => controller.abort(),
    });
    await expect(result).rejects.toThrow('aborted');
    expect(client.getShare).toHaveBeenCalledTimes(1);
    expect(client.cancelRequest).not.toHaveBeenCalled();
    expect(client.revokeShare).not.toHaveBeenCalled();
  });

  it('gets a fresh token of the initiator for each question', async () => {
    const { client, result } = run({ shares: [shareOf({}), active] });
    await result;
    for (const [, call] of client.getShare.mock.calls) {
      expect(call?.token).toBe(tokenOf('user:default/requester'));
    }
    expect(client.getShare).toHaveBeenCalledTimes(2);
  });

  it('goes on watching through a restart of the backend, and says so once', async () => {
    const nobody = Object.assign(new TypeError('fetch failed'), {
      cause: new Error('connect ECONNREFUSED'),
    });
    const { result } = run({
      shares: [
        nobody,
        nobody,
        await refused(503, 'aws_unavailable', 'Not yet.'),
        active,
      ],
    });
    const { outputs, log } = await result;
    expect(outputs).toMatchObject({ status: 'active' });
    expect(log.filter(line => line.includes('does not answer'))).toEqual([
      'The backend does not answer, asking again: fetch failed',
    ]);
  });

  it('fails at once when the backend refuses', async () => {
    await expect(
      run({
        shares: [
          await refused(404, 'share_not_found', 'There is no such share.'),
        ],
      }).result,
    ).rejects.toThrow('There is no such share. (share_not_found)');
  });

  it('starts nothing in a dry run', async () => {
    const { client, result } = run({ isDryRun: true });
    expect((await result).outputs).toEqual({ status: 'pending' });
    expect(client.getRequest).not.toHaveBeenCalled();
  });
});
