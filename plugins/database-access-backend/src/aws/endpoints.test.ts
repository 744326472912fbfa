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

import { createServer, IncomingMessage, Server } from 'http';
import { AddressInfo } from 'net';
import { readFileSync } from 'fs';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { AWS_SERVICES, readDatabaseAccessConfig } from '../config';
import { AwsSessions } from './AwsSessions';
import { awsEndpoint } from './awsEndpoint';

const LANES = ['us-east-1', 'eu-west-1'];

function configOf(databaseAccess: JsonObject = {}) {
  return new ConfigReader({
    databaseAccess: {
      installation: 'demo',
      accounts: [{ accountId: '333333333333', regions: LANES }],
      ...databaseAccess,
    },
  });
}

async function sessionsOf(databaseAccess: JsonObject = {}) {
  const rootConfig = configOf(databaseAccess);
  const sessions = await AwsSessions.create({
    config: readDatabaseAccessConfig(rootConfig, {}),
    rootConfig: mockServices.rootConfig({ data: rootConfig.get() as never }),
    clock: { now: () => new Date() },
  });
  return sessions;
}

interface Client {
  config: {
    endpoint?: () => Promise<{ hostname: string }>;
    endpointProvider(parameters: object): { url: URL };
  };
}

/** Every client that the code can get at, by the name it has there. */
function clientsOf(sessions: AwsSessions, region: string): Client[] {
  const lane = sessions.read({ accountId: '333333333333', region });
  const own = sessions.inOwnName();
  return [
    ...Object.values(lane),
    ...Object.values(own),
    sessions.priceList(),
  ].filter(
    (value): value is Client =>
      typeof value?.config?.endpointProvider === 'function',
  );
}

/** The hosts that clients call, as the table of the page writes them. */
async function hostsOf(): Promise<string[]> {
  const sessions = await sessionsOf();
  const prices = sessions.priceList() as Client;
  const hostsIn = (region: string) =>
    clientsOf(sessions, region).map(client => {
      const { url } = client.config.endpointProvider({
        // Prices are asked for in one Region only.
        Region: client === prices ? LANES[0] : region,
        UseFIPS: false,
        UseDualStack: false,
      });
      return url.host;
    });
  const [here, there] = LANES.map(hostsIn);
  sessions.close();
  return [
    ...new Set(
      here.map((host, i) =>
        host === there[i] ? host : host.replace(LANES[0], '<region>'),
      ),
    ),
  ].sort();
}

/** What the SDK reads of the environment is put back after each test. */
const VARIABLES = [
  ...['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'ALL_PROXY'],
  ...['https_proxy', 'http_proxy', 'no_proxy', 'all_proxy'],
  ...['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_ENDPOINT_URL_STS'],
];
const before = Object.fromEntries(
  VARIABLES.map(name => [name, process.env[name]]),
);
const open: Server[] = [];

beforeEach(() => {
  for (const name of VARIABLES) {
    delete process.env[name];
  }
  process.env.AWS_ACCESS_KEY_ID = 'not-a-key';
  process.env.AWS_SECRET_ACCESS_KEY = 'not-a-secret';
});

afterEach(() => {
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) {
      delete process.env[name];
    } else {
      process.env[name] = value;
    }
  }
  open.splice(0).forEach(server => server.close());
});

/** Something that notes who is asked for, and refuses. */
async function listener() {
  const asked: string[] = [];
  const server = createServer((req: IncomingMessage, res) => {
    asked.push(`${req.method} ${req.url}`);
    res.statusCode = 400;
    res.end();
  });
  server.on('connect', (req, socket) => {
    asked.push(`CONNECT ${req.url}`);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  open.push(server);
  const { port } = server.address() as AddressInfo;
  return { asked, url: `http://127.0.0.1:${port}` };
}

/** Calls STS in the portal's own name, and lets it fail. */
async function callSts(sessions: AwsSessions): Promise<void> {
  const { sts, organizations } = sessions.inOwnName();
  await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toThrow();
  sts.destroy();
  organizations.destroy();
  sessions.close();
}

describe('the endpoints that a network must let the portal reach', () => {
  it('stand in docs/endpoints.md: those of every client, and no others', async () => {
    const page = readFileSync(
      resolvePackagePath(
        '@towpath/backstage-plugin-database-access-backend',
        '../../docs/endpoints.md',
      ),
      'utf8',
    );
    const table = [...page.matchAll(/^\| `(\S+\.amazonaws\.com)` +\|/gm)].map(
      ([, host]) => host,
    );
    await expect(hostsOf()).resolves.toEqual([...table].sort());
    expect(table.length).toBeGreaterThan(10);
  });

  it('can each be put elsewhere by config', async () => {
    const sessions = await sessionsOf({
      endpoints: AWS_SERVICES.map(service => ({
        service,
        url: `https://${service}.example.com`,
      })),
    });
    const hosts = await Promise.all(
      clientsOf(sessions, 'us-east-1').map(
        async ({ config }) => (await config.endpoint!()).hostname,
      ),
    );
    sessions.close();
    expect([...new Set(hosts)].sort()).toEqual(
      AWS_SERVICES.map(service => `${service}.example.com`).sort(),
    );
  });
});

describe('databaseAccess.endpoints', () => {
  const read = (...endpoints: JsonObject[]) =>
    readDatabaseAccessConfig(configOf({ endpoints }), {});

  it('hold for their Region, and for all others what is said of none', () => {
    const config = read(
      { service: 'rds', url: 'https://everywhere.example.com' },
      {
        service: 'rds',
        region: 'eu-west-1',
        url: 'https://dublin.example.com',
      },
    );
    expect(awsEndpoint(config, 'rds', 'eu-west-1')).toBe(
      'https://dublin.example.com',
    );
    expect(awsEndpoint(config, 'rds', 'us-east-1')).toBe(
      'https://everywhere.example.com',
    );
    expect(awsEndpoint(config, 'sts', 'us-east-1')).toBeUndefined();
  });

  it('give way to simulated AWS', () => {
    const config = {
      ...read({ service: 'rds', url: 'https://everywhere.example.com' }),
      simulatedAws: { endpoint: 'http://127.0.0.1:4566', accountId: '1' },
    };
    expect(awsEndpoint(config, 'rds', 'us-east-1')).toBe(
      'http://127.0.0.1:4566',
    );
  });

  it.each([
    [
      [{ service: 's3', url: 'https://a.example.com' }],
      /^databaseAccess.endpoints\[0\].service must be one of cloudtrail, cloudwatch, ec2,/,
    ],
    [
      [{ service: 'rds', url: 'http://a.example.com' }],
      /^databaseAccess.endpoints\[0\].url must be an https address/,
    ],
    [
      [{ service: 'rds', url: 'https://a.example.com', regions: ['x'] }],
      /^databaseAccess.endpoints\[0\].regions is not known/,
    ],
    [
      [
        { service: 'rds', url: 'https://a.example.com' },
        { service: 'rds', url: 'https://b.example.com' },
      ],
      /^databaseAccess.endpoints\[1\].service is rds for the same Region a second time/,
    ],
  ])('refuse %j with their key', (endpoints, message) => {
    expect(() => read(...endpoints)).toThrow(message);
  });
});

describe('the way to AWS', () => {
  it('leads through the proxy of HTTPS_PROXY', async () => {
    const proxy = await listener();
    process.env.HTTPS_PROXY = proxy.url;
    await callSts(await sessionsOf());
    expect(new Set(proxy.asked)).toEqual(
      new Set(['CONNECT sts.us-east-1.amazonaws.com:443']),
    );
  });

  it('leads past the proxy to hosts of NO_PROXY', async () => {
    const proxy = await listener();
    const endpoint = await listener();
    process.env.HTTP_PROXY = proxy.url;
    process.env.NO_PROXY = '127.0.0.1';
    process.env.AWS_ENDPOINT_URL_STS = endpoint.url;
    await callSts(await sessionsOf());
    expect(endpoint.asked).toContain('POST /');
    expect(proxy.asked).toEqual([]);
  });

  it('leads where AWS_ENDPOINT_URL_<SERVICE> says, through the proxy if that is not excepted', async () => {
    const proxy = await listener();
    process.env.HTTP_PROXY = proxy.url;
    process.env.AWS_ENDPOINT_URL_STS = 'http://sts.example.com';
    await callSts(await sessionsOf());
    expect(proxy.asked[0]).toBe('POST http://sts.example.com/');
  });

  it('never leads to simulated AWS through a proxy', async () => {
    const proxy = await listener();
    const endpoint = await listener();
    process.env.HTTP_PROXY = proxy.url;
    await callSts(
      await sessionsOf({
        simulatedAws: { endpoint: endpoint.url, accountId: '111111111111' },
      }),
    );
    expect(endpoint.asked).toContain('POST /');
    expect(proxy.asked).toEqual([]);
  });
});
