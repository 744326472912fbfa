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

import { decode, encode } from 'dns-packet';
import { createSocket } from 'dgram';
import { promises as dns } from 'dns';
import { exampleCompany } from '../company/exampleCompany';
import { generatedEndpointName } from '../services/ec2/endpointNames';
import { worldWithPatternA } from '../testing/patternA';
import { resolveName } from './dns';
import { startDnsServer } from './dnsServer';

const { accounts } = exampleCompany;
const orders = accounts['orders-prod'].databases['orders-postgres'];

describe('resolveName', () => {
  it('gives a private database`s private address to the whole world', () => {
    const { world } = worldWithPatternA();
    expect(resolveName(world, { name: orders.host }).addresses).toEqual([
      '10.20.0.4',
    ]);
  });

  it('gives a public database`s public address outside and its private one inside its VPC', () => {
    const { world } = worldWithPatternA();
    const name = accounts.billing.databases['billing-public'].host;
    const vpcId = accounts.billing.vpcs.billing.id;
    expect(resolveName(world, { name }).addresses).toEqual(['203.0.113.30']);
    expect(resolveName(world, { name, vpcId }).addresses).toEqual([
      '10.30.1.5',
    ]);
  });

  it('gives the endpoint`s addresses for the RDS name inside the client`s VPC only', () => {
    const { world, question } = worldWithPatternA();
    const inside = { vpcId: question.from, name: orders.host.toUpperCase() };
    expect(resolveName(world, inside).addresses).toEqual(['10.128.0.4']);
    const elsewhere = { ...inside, vpcId: accounts.analytics.vpcs.full.id };
    expect(resolveName(world, elsewhere).addresses).toEqual(['10.20.0.4']);
  });

  it('publishes an endpoint`s generated name with private addresses', () => {
    const { world, ids } = worldWithPatternA();
    const name = generatedEndpointName({
      vpcEndpointId: ids.endpoint,
      resourceConfigurationId: ids.configuration,
      region: 'us-east-1',
    });
    expect(resolveName(world, { name }).addresses).toEqual(['10.128.0.4']);
  });

  it('tells a cluster`s writer from its readers', () => {
    const { world } = worldWithPatternA();
    const aurora = accounts.catalog.databases['catalog-aurora'];
    const writer = resolveName(world, { name: aurora.host }).addresses;
    const reader = resolveName(world, { name: aurora.cluster.readerHost });
    expect(writer).toEqual(['10.40.0.4']);
    expect(reader.addresses).toEqual(['10.40.1.4']);
  });
});

describe('the DNS server', () => {
  it('answers A questions over UDP, and NXDOMAIN for names that nobody has', async () => {
    const { world } = worldWithPatternA();
    const server = await startDnsServer(() => world);
    const resolver = new dns.Resolver({ timeout: 2000, tries: 1 });
    resolver.setServers([`127.0.0.1:${server.port}`]);
    await expect(
      resolver.resolve4(orders.host, { ttl: true }),
    ).resolves.toEqual([{ address: '10.20.0.4', ttl: 5 }]);
    await expect(resolver.resolve4('nobody.example.com')).rejects.toMatchObject(
      {
        code: 'ENOTFOUND',
      },
    );
    await expect(resolver.resolve6(orders.host)).rejects.toMatchObject({
      code: 'ENODATA',
    });
    await server.close();
  });

  it('survives what is no DNS question', async () => {
    const { world } = worldWithPatternA();
    const server = await startDnsServer(() => world);
    const socket = createSocket('udp4');
    const question = encode({
      id: 7,
      type: 'query',
      questions: [{ type: 'A', name: orders.host }],
    });
    const answer = new Promise<Buffer>(resolve =>
      socket.on('message', resolve),
    );
    socket.send(Buffer.from('no question'), server.port, '127.0.0.1');
    socket.send(question, server.port, '127.0.0.1');
    expect(decode(await answer).id).toBe(7);
    socket.close();
    await server.close();
  });
});
