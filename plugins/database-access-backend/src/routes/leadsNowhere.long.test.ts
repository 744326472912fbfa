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

import dns from 'dns';
import { Socket } from 'net';
import {
  databaseEntity,
  startPortal,
  stopPortals,
} from '../__testUtils__/startPortal';
import { WISH } from '../__testUtils__/requestSteps';

jest.setTimeout(120_000);

afterEach(async () => {
  jest.restoreAllMocks();
  await stopPortals();
});

/** Where nobody's text may lead the portal: metadata of clouds, its own machine, its network, names that lead there. */
const ADDRESSES = [
  'http://169.254.169.254/latest/meta-data/iam/security-credentials/',
  'http://[fd00:ec2::254]/latest/meta-data/',
  'http://169.254.170.2/v2/credentials',
  'http://metadata.google.internal/computeMetadata/v1/',
  'http://localhost:7007/api/catalog/entities',
  'http://127.0.0.2:22/',
  'http://[::ffff:10.0.0.1]/',
  'http://0x7f000001/',
  'http://2130706433/',
  'http://10-0-0-1.example.org/',
  'https://example.org/redirect?to=http://169.254.169.254/',
  'file:///etc/passwd',
  'gopher://10.0.0.1:5432/_x',
  '//example.org/x',
  'example.org',
];

/** Hosts to which this process has connected, or whose name it has asked for, since then. */
function listenToWays(): Set<string> {
  const hosts = new Set<string>();
  const { connect } = Socket.prototype;
  jest
    .spyOn(Socket.prototype, 'connect')
    .mockImplementation(function connectAndTell(this: Socket, ...args: any[]) {
      const [first] = args.flat();
      hosts.add(first?.host ?? first?.path ?? 'localhost');
      return connect.apply(this, args as Parameters<Socket['connect']>);
    });
  const { lookup } = dns;
  jest.spyOn(dns, 'lookup').mockImplementation(((
    host: string,
    ...rest: any[]
  ) => {
    hosts.add(host);
    return (lookup as Function)(host, ...rest);
  }) as typeof lookup);
  return hosts;
}

describe('SEC-13: an address in what somebody sends, or in the catalog', () => {
  it('leads the portal nowhere: it calls AWS and nothing else', async () => {
    const portal = await startPortal({
      entities: ADDRESSES.map((arn, index) =>
        databaseEntity(`led-${index}`, { arn }),
      ),
    });
    const requester = portal.as('requester');
    const hosts = listenToWays();
    const answers: Array<[string, number]> = [];
    for (const [index, address] of ADDRESSES.entries()) {
      // As many plans as somebody may make in a minute are fewer than these.
      portal.awsClock.advance(61);
      const bodies = [
        { ...WISH, databaseRef: address },
        { ...WISH, databaseRef: `resource:default/led-${index}` },
        { ...WISH, network: address },
        { ...WISH, connectVia: address },
        { ...WISH, endpoint: address, roleArn: address, url: address },
      ];
      for (const body of bodies) {
        const { status } = await requester.post('/plans', body);
        answers.push([address, status]);
      }
      for (const path of [
        `/databases/default/${encodeURIComponent(address)}`,
        `/databases/default/led-${index}`,
        `/shares?databaseRef=${encodeURIComponent(address)}`,
      ]) {
        await requester.get(path);
      }
    }
    // Nothing of it is a plan, and nothing of it is our failure.
    expect(
      answers.filter(([, status]) => ![200, 400, 403, 404].includes(status)),
    ).toEqual([]);

    const ordinary = await requester.post('/plans', WISH);
    expect(ordinary.body.digest).toBeDefined();
    // Simulated AWS is at a loopback address, and so is this portal.
    expect([...hosts]).toEqual(['127.0.0.1']);
  });
});
