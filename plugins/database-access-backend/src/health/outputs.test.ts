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

import { SmallEngine } from '../__testUtils__/SmallEngine';
import {
  Database,
  factsOf,
  inZone,
  Network,
  simulatedCompany,
} from '../__testUtils__/simulatedCompany';
import { factsWithPrivateName } from '../__testUtils__/withPrivateName';
import {
  latticeConsumerNetwork,
  latticeResourceEndpoint,
  latticeServiceNetwork,
  privatelink,
} from '../patterns';
import { outputsOf } from './outputs';

describe('the outputs of a share', () => {
  it('are host and port first, then what AWS gave for each object', () => {
    expect(
      outputsOf({ host: 'orders.example.com', port: 5432 }, [
        {
          key: 'vpc-endpoint',
          title: 'VPC endpoint',
          outputs: { vpcEndpointId: 'vpce-1', dnsNames: 'a.example b.example' },
        },
        { key: 'principal', title: 'Account', outputs: {} },
      ]),
    ).toEqual([
      { name: 'host', label: 'Host', value: 'orders.example.com' },
      { name: 'port', label: 'Port', value: '5432' },
      { name: 'tls', label: 'TLS', value: 'required, verify-full' },
      {
        name: 'vpc-endpoint.vpcEndpointId',
        label: 'VPC endpoint: id',
        value: 'vpce-1',
      },
      {
        name: 'vpc-endpoint.dnsNames',
        label: 'VPC endpoint: names made by AWS',
        value: 'a.example b.example',
      },
    ]);
  });

  it('name the readers of a cluster with the port that they have over this pattern', () => {
    const facts = factsOf('analytics', 'catalog-aurora');
    const { host, readerHost, port } = facts.database;
    const readersOver = (plan: typeof privatelink) =>
      outputsOf({ host, port }, [], { opens: plan(facts).opens }).slice(2, 4);
    expect(readersOver(privatelink)).toEqual([
      { name: 'reader-host', label: 'Host, to read', value: readerHost },
      { name: 'reader-port', label: 'Port, to read', value: '5433' },
    ]);
    expect(readersOver(latticeResourceEndpoint)[1].value).toBe('5432');
  });

  it('name the database a second way over a VPC association, where AWS’s texts disagree on the first, and nowhere else', () => {
    const over = (join?: 'endpoint' | 'association', dnsName = 'made.by.aws') =>
      outputsOf(
        { host: 'orders.example.com', port: 5432 },
        [
          {
            key: 'resource-association',
            title: 'Database in the service network',
            outputs: {
              ...(dnsName && { dnsName }),
              privateDnsName: 'orders.example.com',
            },
          },
        ],
        { join },
      ).map(({ label, value }) => `${label} = ${value}`);
    expect(over('association')).toEqual([
      'Host = orders.example.com',
      'Host made by AWS, where the first does not resolve = made.by.aws',
      'Port = 5432',
      'TLS = required, verify-full',
      'Database in the service network: name made by AWS, for associated VPCs only = made.by.aws',
      'Database in the service network: database name, for associated VPCs only = orders.example.com',
    ]);
    for (const without of [
      over('endpoint'),
      over(undefined),
      over('association', ''),
    ]) {
      expect(without.join()).not.toContain('Host made by AWS');
    }
  });

  it('call what nobody has named by its words', () => {
    const [, , , output] = outputsOf({ host: 'orders.example.com', port: 1 }, [
      { key: 'key', title: 'Thing', outputs: { someNewArn: 'arn:1' } },
    ]);
    expect(output.label).toBe('Thing: some new arn');
  });

  it.each<[string, typeof privatelink, Network, Database]>([
    [
      'a resource endpoint',
      latticeResourceEndpoint,
      'partner',
      'billing-mysql',
    ],
    [
      'the service network of a zone, joined by an endpoint',
      facts => latticeServiceNetwork(inZone({ ...facts, join: 'endpoint' })),
      'partner',
      'catalog-aurora',
    ],
    [
      'the service network of a zone, joined by an association',
      facts => latticeServiceNetwork(inZone({ ...facts, join: 'association' })),
      'analytics',
      'orders-postgres',
    ],
    [
      'a service network of the consumer',
      latticeConsumerNetwork,
      'partner',
      'billing-mysql',
    ],
    ['PrivateLink', privatelink, 'analytics', 'catalog-aurora'],
    ['PrivateLink from another Region', privatelink, 'dublin', 'billing-mysql'],
    [
      'PrivateLink with a private DNS name',
      facts =>
        privatelink({
          ...facts,
          privateDnsName: factsWithPrivateName().privateDnsName,
        }),
      'analytics',
      'orders-postgres',
    ],
  ])(
    'have a label of words for everything of %s',
    async (...[, plan, n, d]) => {
      const { clock, config, sessions } = await simulatedCompany();
      const engine = new SmallEngine({
        sessions,
        installation: config.installation,
        advance: seconds => clock.advance(seconds),
        now: () => clock.now(),
      });
      const graph = plan(factsOf(n, d));
      await engine.build(graph);
      const rows = graph.nodes.map(({ key, title }) => ({
        key,
        title,
        outputs: engine.row(graph, key).outputs,
      }));
      const outputs = outputsOf({ host: 'host', port: 1 }, rows);
      expect(outputs.length).toBeGreaterThan(graph.nodes.length);
      const names = outputs.map(({ name }) => name);
      expect(names).toHaveLength(new Set(names).size);
      for (const { label, value } of outputs) {
        expect(label).not.toMatch(/[a-z][A-Z]|undefined/);
        expect(value).not.toBe('');
      }
      // Two lines that read alike would leave people to guess which is which.
      const labels = outputs.map(({ label }) => label);
      expect(labels).toHaveLength(new Set(labels).size);
    },
  );
});
