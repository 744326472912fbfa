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

import { createServer, RequestListener, Server } from 'http';
import { AddressInfo } from 'net';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import {
  AccessPolicy,
  AccessQuestion,
  databaseAccessPolicyExtensionPoint,
} from '@towpath/backstage-plugin-database-access-node';
import databaseAccessModuleOpa from '.';

const servers: Server[] = [];

afterEach(() => {
  servers.splice(0).forEach(server => {
    server.closeAllConnections();
    server.close();
  });
});

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What the module adds to a backend with this config. */
async function policiesWith(opa: object | undefined): Promise<AccessPolicy[]> {
  const policies: AccessPolicy[] = [];
  await startTestBackend({
    extensionPoints: [
      [
        databaseAccessPolicyExtensionPoint,
        { addPolicy: policy => policies.push(policy) },
      ],
    ],
    features: [
      databaseAccessModuleOpa,
      mockServices.rootConfig.factory({
        data: { databaseAccess: opa ? { opa } : {} } as never,
      }),
    ],
  });
  return policies;
}

const question = { kind: 'access', durationSeconds: 60 } as AccessQuestion;

const signal = new AbortController().signal;

describe('Open Policy Agent', () => {
  it('is asked with the question as its input, and its rule holds the opinions', async () => {
    const asked: object[] = [];
    const opinion = { rule: 'night', because: 'Not at night.', refuse: true };
    const url = await listen((req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', chunk => chunks.push(chunk));
      req.on('end', () => {
        asked.push({
          path: req.url,
          token: req.headers.authorization,
          body: JSON.parse(Buffer.concat(chunks).toString()),
        });
        res.end(JSON.stringify({ result: [opinion] }));
      });
    });
    const [policy] = await policiesWith({
      url,
      path: 'towpath/opinions',
      token: 'a-token',
    });
    await expect(policy.judge(question, { signal })).resolves.toEqual([
      opinion,
    ]);
    expect(asked).toEqual([
      {
        path: '/v1/data/towpath/opinions',
        token: 'Bearer a-token',
        body: { input: question },
      },
    ]);
  });

  it.each<[string, RequestListener, string]>([
    [
      'has no such rule',
      (_, res) => res.end('{}'),
      'has no rule towpath/opinions',
    ],
    [
      'holds no list',
      (_, res) => res.end('{"result":true}'),
      'is no list of opinions',
    ],
    [
      'fails',
      (_, res) => {
        res.statusCode = 500;
        res.end('{}');
      },
      'answered 500',
    ],
    ['answers no JSON', (_, res) => res.end('<html>'), 'JSON'],
  ])('throws, and so refuses, if it %s', async (_what, listener, message) => {
    const url = await listen(listener);
    const [policy] = await policiesWith({ url, path: 'towpath/opinions' });
    await expect(policy.judge(question, { signal })).rejects.toThrow(message);
  });

  it('SEC-13: is followed nowhere else', async () => {
    let led = 0;
    const elsewhere = await listen((_, res) => {
      led += 1;
      res.end('{"result":[]}');
    });
    const url = await listen((_, res) => {
      res.writeHead(307, { Location: elsewhere });
      res.end();
    });
    const [policy] = await policiesWith({ url, path: 'towpath/opinions' });
    await expect(policy.judge(question, { signal })).rejects.toThrow();
    expect(led).toBe(0);
  });

  it('asks nobody without config', async () => {
    await expect(policiesWith(undefined)).resolves.toEqual([]);
  });

  it.each([
    [
      { url: 'file:///etc/passwd', path: 'a' },
      'databaseAccess.opa.url must be',
    ],
    [
      { url: 'http://127.0.0.1', path: '../a' },
      'databaseAccess.opa.path must be',
    ],
  ])('refuses %j at start', async (opa, message) => {
    await expect(policiesWith(opa)).rejects.toThrow(message);
  });
});
