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

import { AccessRequest } from '@towpath/backstage-plugin-database-access-common';
import {
  apiOf,
  newTask,
  refused,
  runAction,
  tokenOf,
} from '../__testUtils__/runAction';
import { requestOf } from '../__testUtils__/samples';
import { createRequestDatabaseAccessAction } from './request';

const input = {
  databaseRef: 'orders-postgres',
  network: 'analytics-databricks',
  durationSeconds: 3600,
  purpose: 'Nightly reports',
  planDigest: 'a'.repeat(64),
};

const create = createRequestDatabaseAccessAction;

function backend(answers: { filed?: AccessRequest; now?: AccessRequest } = {}) {
  return apiOf({
    fileRequest: async () => answers.filed ?? requestOf({}),
    getRequest: async () => answers.now ?? requestOf({}),
  });
}

describe('database-access:request', () => {
  it('files what was planned, with task and step as its key', async () => {
    const client = backend();
    const { outputs, log } = await runAction({ create, client, input });

    expect(client.fileRequest).toHaveBeenCalledWith(
      {
        ...input,
        databaseRef: 'resource:default/orders-postgres',
        idempotencyKey: 'task-1/step',
      },
      expect.objectContaining({ token: tokenOf('user:default/requester') }),
    );
    expect(outputs).toEqual({
      requestId: 'request-1',
      status: 'pending',
      pattern: 'lattice-resource-endpoint',
      reasons: ['Both are in us-east-1.'],
      monthlyCost: 87.6,
      findings: [],
      planDigest: 'a'.repeat(64),
    });
    expect(log).toEqual([
      'Request request-1 waits for group:default/orders-team: /database-access/requests/request-1',
    ]);
  });

  it('files the way, its reason and the volume as they were planned', async () => {
    const client = backend();
    const wish = {
      connectVia: 'privatelink',
      overrideReason: 'We need metrics of our connections',
      expectedGbPerMonth: 250,
    };
    await runAction({ create, client, input: { ...input, ...wish } });
    expect(client.fileRequest.mock.calls[0][0]).toMatchObject(wish);
  });

  it('files what cannot wait as it was planned', async () => {
    const client = backend();
    await runAction({ create, client, input: { ...input, emergency: true } });
    expect(client.fileRequest.mock.calls[0][0]).toMatchObject({
      emergency: true,
    });
  });

  it('tells that a request which is run again waits for an answer', async () => {
    const { outputs } = await runAction({
      create,
      client: backend({ filed: requestOf({ status: 'questioned' }) }),
      input,
    });
    expect(outputs.status).toBe('questioned');
  });

  it('takes the key that the template gives', async () => {
    const client = backend();
    await runAction({
      create,
      client,
      input: { ...input, idempotencyKey: 'mine' },
    });
    expect(client.fileRequest.mock.calls[0][0].idempotencyKey).toBe('mine');
  });

  it('tells the share of a request that needed no decision', async () => {
    const { outputs } = await runAction({
      create,
      client: backend({
        filed: requestOf({ status: 'started', shareId: 'share-1' }),
      }),
      input,
    });
    expect(outputs).toMatchObject({
      requestId: 'request-1',
      status: 'started',
      shareId: 'share-1',
    });
  });

  it('files nothing in a dry run', async () => {
    const client = apiOf({});
    const { outputs, log } = await runAction({
      create,
      client,
      input,
      isDryRun: true,
    });
    expect(outputs).toEqual({ requestId: 'dry-run', status: 'pending' });
    expect(log).toEqual(['Dry run: no request is filed']);
    expect(client.fileRequest).not.toHaveBeenCalled();
  });

  it('files once if the process dies after filing, and tells where the request stands by then', async () => {
    const task = newTask();
    await runAction({ create, client: backend(), input, task });

    const client = backend({ now: requestOf({ status: 'approved' }) });
    const { outputs } = await runAction({ create, client, input, task });
    expect(client.fileRequest).not.toHaveBeenCalled();
    expect(outputs).toMatchObject({
      requestId: 'request-1',
      status: 'approved',
    });
  });

  it('repeats the same key if the process dies before it knows the answer', async () => {
    const task = newTask();
    const dying = apiOf({
      fileRequest: async () => {
        throw new Error('The process died');
      },
    });
    await expect(
      runAction({ create, client: dying, input, task }),
    ).rejects.toThrow('The process died');

    const client = backend();
    await runAction({ create, client, input, task });
    expect(client.fileRequest.mock.calls[0][0]).toEqual(
      dying.fileRequest.mock.calls[0][0],
    );
  });

  it('files one for each network of a step with `each`', async () => {
    const task = newTask();
    const client = backend();
    for (const network of ['analytics-databricks', 'payments']) {
      await runAction({
        create,
        client,
        task,
        input: { ...input, network, idempotencyKey: 'shared' },
      });
    }
    expect(client.fileRequest).toHaveBeenCalledTimes(2);
  });

  it('speaks for whoever retries the task, and passes on that the key is taken', async () => {
    const refusal = await refused(
      409,
      'idempotency_key_reused',
      'This key has filed another request.',
    );
    const client = apiOf({
      fileRequest: async () => {
        throw refusal;
      },
    });
    await expect(
      runAction({
        create,
        client,
        input,
        initiator: 'user:default/colleague',
      }),
    ).rejects.toThrow(
      'This key has filed another request. (idempotency_key_reused)',
    );
    expect(client.fileRequest.mock.calls[0][1]?.token).toBe(
      tokenOf('user:default/colleague'),
    );
  });

  it('refuses what is not the ref of a Resource', async () => {
    await expect(
      runAction({
        create,
        client: apiOf({}),
        input: { ...input, databaseRef: 'component:default/orders' },
      }),
    ).rejects.toThrow('databaseRef must be the entity ref of a Resource');
  });
});
