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
  CreateRoleCommand,
  IAMClient,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { rm } from 'fs/promises';
import { createServer } from 'http';
import type { AddressInfo } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import { main } from '../cli';
import { SimulatedClock } from '../core/clock';
import { iam } from '../services/iam';
import { sts } from '../services/sts';
import { createRole } from '../services/iam/roles';
import {
  SimulatedAwsServer,
  SimulatedAwsServerOptions,
  startSimulatedAws,
} from './server';

const ACCOUNT = '333333333333';

const running: SimulatedAwsServer[] = [];
const folders: string[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map(server => server.close()));
  await Promise.all(
    folders.splice(0).map(folder => rm(folder, { recursive: true })),
  );
});

async function start(options: SimulatedAwsServerOptions = {}) {
  const clock = SimulatedClock.frozen();
  const server = await startSimulatedAws({
    clock,
    services: [iam, sts],
    populate: () => {},
    ...options,
  });
  running.push(server);
  const client = new IAMClient({
    region: 'us-east-1',
    endpoint: server.url,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'not-verified' },
    maxAttempts: 1,
  });
  return { server, client, clock, ...controlOf(server) };
}

function controlOf(server: SimulatedAwsServer) {
  return {
    control: async (method: string, path: string, body?: unknown) => {
      const response = await fetch(`${server.url}/_simulated/${path}`, {
        method,
        body: typeof body === 'object' ? JSON.stringify(body) : (body as any),
      });
      const answer = (await response.json()) as any;
      return { status: response.status, ...answer };
    },
  };
}

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'simulated-aws-'));
  folders.push(folder);
  return join(folder, 'state', 'world.json');
}

const newRole = (RoleName: string) =>
  new CreateRoleCommand({
    RoleName,
    AssumeRolePolicyDocument: JSON.stringify({
      Statement: { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' },
    }),
  });

const roleNames = async (client: IAMClient) => {
  const { Roles } = await client.send(new ListRolesCommand({}));
  return Roles!.map(role => role.RoleName);
};

describe('the server', () => {
  it('answers on the loopback interface, HTTP and DNS', async () => {
    const { server, client } = await start();
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    expect(server.dnsPort).toBeGreaterThan(0);
    await client.send(newRole('read'));
    expect(await roleNames(client)).toEqual(['read']);
  });

  it('outlives malformed bodies', async () => {
    const { server, client } = await start();
    const bodies = ['{"a":', '\u0000', 'Action=', 'Action=ListRoles&MaxItems='];
    const manyHeaders: Record<string, string>[] = [
      { 'content-type': 'application/x-www-form-urlencoded' },
      { 'x-amz-target': 'Nothing.Nothing' },
      { 'x-amz-target': '' },
      { authorization: 'AWS4-HMAC-SHA256 Credential=////' },
    ];
    for (const body of bodies) {
      for (const headers of manyHeaders) {
        const response = await fetch(server.url, {
          method: 'POST',
          headers,
          body,
        });
        expect(response.status).toBeGreaterThanOrEqual(400);
        expect(response.status).toBeLessThan(500);
      }
    }
    expect(await roleNames(client)).toEqual([]);
  });

  it('refuses bodies that AWS would never see', async () => {
    const { server } = await start();
    const response = await fetch(server.url, {
      method: 'POST',
      body: 'x'.repeat(4 * 1024 * 1024 + 1),
    });
    expect(response.status).toBe(413);
  });

  it('cuts the connection of a lost answer, after the work', async () => {
    const { client, control } = await start();
    await control('POST', 'faults', {
      operation: 'iam:CreateRole',
      kind: 'lost-answer',
    });
    await expect(client.send(newRole('kept'))).rejects.toThrow(
      'socket hang up',
    );
    expect(await roleNames(client)).toEqual(['kept']);
  });

  it('says in one sentence that its port is taken', async () => {
    const other = createServer();
    await new Promise<void>(resolve => {
      other.listen(0, '127.0.0.1', resolve);
    });
    const { port } = other.address() as AddressInfo;
    const written = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      await main(['node', 'simulated-aws', '--port', String(port), '--empty']);
      expect(process.exitCode).toBe(1);
      // Node writes warnings of its own when it likes, e.g. that the SDK wants a newer one.
      const said = written.mock.calls
        .map(([text]) => String(text))
        .filter(text => !text.includes('Warning: '));
      expect(said).toEqual([
        `Port ${port} of 127.0.0.1 is taken: stop what listens there or choose another with --port.\n`,
      ]);
    } finally {
      process.exitCode = undefined;
      written.mockRestore();
      other.close();
    }
  });
});

describe('the state file', () => {
  it('has every answered change, though the process is killed', async () => {
    const stateFile = newFile();
    const { client } = await start({ stateFile });
    await Promise.all(['a', 'b', 'c'].map(name => client.send(newRole(name))));
    // Nothing was closed: this is what a kill leaves behind.
    const again = await start({ stateFile, clock: undefined });
    expect(await roleNames(again.client)).toEqual(['a', 'b', 'c']);
    const { calls } = await again.control('GET', 'calls');
    expect(calls).toContainEqual(
      expect.objectContaining({ operation: 'iam:CreateRole', count: 3 }),
    );
    expect(readdirSync(join(stateFile, '..'))).toEqual(['world.json']);
  });

  it('keeps the clock, the faults and the doubts', async () => {
    const stateFile = newFile();
    const first = await start({ stateFile });
    await first.control('POST', 'clock', { advanceSeconds: 3600 });
    await first.control('POST', 'faults', {
      operation: 'iam:*',
      kind: 'throttle',
    });
    await first.control('POST', 'doubts', { 'gateways-per-vpc': '100' });
    const again = await start({ stateFile, clock: undefined });
    const { now } = await again.control('GET', 'clock');
    expect(now).toBe(new Date(first.clock.now()).toISOString());
    const { faults } = await again.control('GET', 'faults');
    expect(faults).toHaveLength(1);
    const { doubts } = await again.control('GET', 'doubts');
    expect(doubts).toContainEqual(
      expect.objectContaining({ name: 'gateways-per-vpc', answer: '100' }),
    );
  });

  it('is not populated a second time', async () => {
    const stateFile = newFile();
    const options = {
      stateFile,
      populate: (world: any) => {
        createRole(world, {
          accountId: ACCOUNT,
          roleName: 'founder',
          trustPolicy: '{}',
        });
      },
    };
    const first = await start(options);
    await first.client.send(newRole('later'));
    const again = await start(options);
    expect(await roleNames(again.client)).toEqual(['founder', 'later']);
    await again.control('POST', 'reset');
    expect(await roleNames(again.client)).toEqual(['founder']);
    const third = await start(options);
    expect(await roleNames(third.client)).toEqual(['founder']);
  });

  it.each([
    ['of another version', '{"version":99}', 'its version is 99'],
    ['that is no JSON', 'nonsense', 'its version is none that can be read'],
  ])(
    '%s is refused with a sentence and kept',
    async (_case, text, sentence) => {
      const stateFile = newFile();
      await start({ stateFile });
      writeFileSync(stateFile, text);
      await expect(start({ stateFile })).rejects.toThrow(sentence);
      expect(readFileSync(stateFile, 'utf8')).toBe(text);
    },
  );
});

describe('the control endpoints', () => {
  it('tell health', async () => {
    const { control } = await start();
    expect(await control('GET', 'health')).toEqual({
      status: 'ok',
      services: ['iam', 'sts'],
      now: '2026-11-02T09:00:00.000Z',
    });
  });

  it('count calls, until told to forget them', async () => {
    const { client, control } = await start();
    await client.send(newRole('read'));
    expect((await control('GET', 'calls')).calls).toEqual([
      {
        accountId: ACCOUNT,
        region: 'us-east-1',
        operation: 'iam:CreateRole',
        outcome: 'ok',
        count: 1,
      },
    ]);
    await control('DELETE', 'calls');
    expect((await control('GET', 'calls')).calls).toEqual([]);
  });

  it('list the objects of one account or of all', async () => {
    const { client, control } = await start();
    await client.send(newRole('read'));
    const ofAll = await control('GET', 'objects');
    expect(ofAll.objects).toEqual([
      expect.objectContaining({ accountId: ACCOUNT, type: 'iam/role' }),
    ]);
    const ofOther = await control('GET', 'objects?account=444444444444');
    expect(ofOther.objects).toEqual([]);
  });

  it('set faults and take them away', async () => {
    const { client, control } = await start();
    const fault = { operation: 'iam:ListRoles', kind: 'error', count: 5 };
    await control('POST', 'faults', fault);
    await expect(roleNames(client)).rejects.toMatchObject({
      name: 'InternalError',
      $metadata: { httpStatusCode: 500 },
    });
    await control('DELETE', 'faults');
    expect(await roleNames(client)).toEqual([]);
  });

  it('drive the clock', async () => {
    const { control, clock } = await start();
    const before = clock.now();
    await control('POST', 'clock', { advanceSeconds: 90 });
    expect(clock.now()).toBe(before + 90_000);
    expect((await control('POST', 'clock', { rate: 60 })).rate).toBe(60);
  });

  it('let followers of the clock wait until it is driven', async () => {
    const { control } = await start();
    const { version, now } = await control('GET', 'clock');
    let answered = false;
    const waiting = control('GET', `clock?after=${version}`).finally(() => {
      answered = true;
    });
    await control('GET', 'health');
    expect(answered).toBe(false);
    await control('POST', 'clock', { advanceSeconds: 60 });
    const next = await waiting;
    expect(next.version).not.toBe(version);
    expect(Date.parse(next.now) - Date.parse(now)).toBe(60_000);
    // Who has not seen the present version need not wait.
    const late = await control('GET', `clock?after=${version}`);
    expect(late.version).toBe(next.version);
  });

  it('tell what is reachable, or that there is no such thing', async () => {
    const { control } = await start();
    const answer = await control('GET', 'reachable?from=vpc-1&to=arn:aws:rds');
    expect(answer).toEqual({
      status: 400,
      error: expect.stringContaining('arn:aws:rds'),
    });
  });

  it.each([
    ['POST', 'clock', '{', 'must be JSON'],
    ['POST', 'clock', '[]', 'JSON object'],
    ['POST', 'clock', '{}', 'either'],
    ['POST', 'clock', '{"advanceSeconds":1,"rate":1}', 'either'],
    ['POST', 'clock', '{"advanceSeconds":-1}', 'advanceSeconds must be'],
    ['POST', 'clock', '{"advanceSeconds":"60"}', 'not "60"'],
    ['POST', 'clock', '{"rate":-1}', 'rate must be'],
    ['POST', 'clock', '{"advance":1}', 'either'],
    ['GET', 'clock?after=x', undefined, 'after must be'],
    ['POST', 'faults', '{}', 'kind must be one of'],
    ['POST', 'faults', '{"kind":"error"}', 'operation must be a string'],
    [
      'POST',
      'faults',
      '{"kind":"error","operation":"x:y"}',
      'simulated service',
    ],
    [
      'POST',
      'faults',
      '{"kind":"error","operation":"iam:Nonsense"}',
      'AWS has no operation iam:Nonsense',
    ],
    [
      'POST',
      'faults',
      '{"kind":"error","operation":"iam:*","count":0}',
      'count must be',
    ],
    [
      'POST',
      'faults',
      '{"kind":"error","operation":"iam:*","code":1}',
      'code must be a string',
    ],
    [
      'POST',
      'faults',
      '{"kind":"error","operation":"iam:*","code":"a\\nb"}',
      'code must match',
    ],
    [
      'POST',
      'faults',
      '{"kind":"error","operation":"iam:*","accountId":"1"}',
      'accountId must match',
    ],
    [
      'POST',
      'faults',
      '{"kind":"error","operation":"iam:*","times":2}',
      'no member times',
    ],
    ['POST', 'doubts', '{"nonsense":"x"}', 'There is no doubt nonsense'],
    ['POST', 'doubts', '{"gateways-per-vpc":"7"}', 'answered 500 or 100'],
    ['GET', 'objects?account=1', undefined, 'twelve digits'],
    ['POST', 'traffic', '{}', 'needs both as members'],
    ['POST', 'traffic', '{"from":"a","bytes":1}', 'no member bytes'],
    [
      'POST',
      'traffic',
      '{"from":"a","to":"b","bytesToClient":-1}',
      'bytesToClient must be',
    ],
    ['POST', 'traffic', '{"from":"a","to":"b","at":"noon"}', 'at must be'],
    ['POST', 'traffic', '{"from":"a","to":"b"}', 'no RDS instance'],
    ['GET', 'reachable?from=vpc-1', undefined, 'reachable needs'],
    ['GET', 'reachable?from=a&to=b&port=0', undefined, 'port must be'],
  ])('%s %s %s is refused with a sentence', async (method, path, body, why) => {
    const { control } = await start();
    expect(await control(method, path, body)).toEqual({
      status: 400,
      error: expect.stringContaining(why),
    });
  });

  it('name each other when one is missed', async () => {
    const { control } = await start();
    expect(await control('PUT', 'clock')).toEqual({
      status: 404,
      error: expect.stringContaining('POST /_simulated/clock'),
    });
  });
});
