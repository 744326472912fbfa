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

import { RDSClient, RebootDBInstanceCommand } from '@aws-sdk/client-rds';
import { reachable, simulatedClientConfig } from '@towpath/simulated-aws';
import { companyWithEngine } from '../__testUtils__/companyWithEngine';
import { leadsTheWholeWay } from '../__testUtils__/leadsTheWholeWay';
import { Database, factsOf, Network } from '../__testUtils__/simulatedCompany';
import { latticeResourceEndpoint, ObjectGraph, privatelink } from './index';

function without(graph: ObjectGraph, ...types: string[]): ObjectGraph {
  return {
    ...graph,
    nodes: graph.nodes.filter(node => !types.includes(node.type)),
  };
}

const DATABASES: Database[] = ['orders-postgres', 'billing-mysql'];
const NETWORKS: Network[] = ['analytics', 'partner'];

describe('the whole way over PrivateLink', () => {
  leadsTheWholeWay(
    privatelink,
    ['analytics', 'partner', 'dublin'],
    [
      { 'accept-accepted-connection': 'success' },
      { 'accept-accepted-connection': 'Unsuccessful' },
    ],
  );

  it.each(DATABASES)('opens %s with the last object', async database => {
    const { engine, reaches, clock } = await companyWithEngine();
    const facts = factsOf('partner', database);
    const graph = privatelink(facts);
    await engine.build(without(graph, 'ec2/endpoint-connection'));
    clock.advance(300);
    expect(reaches(facts)).toBe(false);

    await engine.build(graph);
    expect(reaches(facts)).toBe(true);
  });

  it('lets a client verify the database’s own name', async () => {
    const { engine, world } = await companyWithEngine();
    const facts = factsOf();
    const graph = privatelink(facts);
    await engine.build(graph);
    const ask = (name: string) =>
      reachable(world, {
        from: facts.network.vpcId,
        to: facts.database.arn,
        sg: facts.network.clientSecurityGroupIds[0],
        tls: 'verify-full',
        name,
      }).reachable;
    expect(ask(facts.database.host)).toBe(true);
    // What AWS calls the endpoint leads there, too, and its name is in no certificate.
    const { dnsName } = engine.row(graph, 'interface-endpoint').outputs;
    expect(ask(dnsName)).toBe(false);
  });

  it('leads to the writer of a cluster by its port, and to its readers by the next one', async () => {
    const { engine, reaches, world } = await companyWithEngine();
    const facts = factsOf('dublin', 'catalog-aurora');
    const graph = privatelink(facts);
    await engine.build(graph);
    expect(reaches(facts)).toBe(true);
    const { readerHost, arn } = facts.database;
    expect(reaches(facts, { name: readerHost, port: 5433 })).toBe(true);
    // Whoever asks the readers' port for the writer does not get it.
    expect(
      reachable(world, {
        from: facts.network.vpcId,
        to: arn,
        port: 5433,
      }).reachable,
    ).toBe(false);
  });

  it('has AWS say that the name is known everywhere, also when the answer to its making was lost', async () => {
    const { engine, calls, reaches, world } = await companyWithEngine();
    world.faults.add({
      operation: 'route53:ChangeResourceRecordSets',
      kind: 'lost-answer',
    });
    const facts = factsOf();
    await engine.build(privatelink(facts));
    expect(reaches(facts)).toBe(true);
    expect(calls(o => o === 'route53:ChangeResourceRecordSets')).toBe(2);
    expect(calls(o => o === 'route53:GetChange')).toBeGreaterThan(0);
    expect(engine.corrections).toEqual([
      expect.stringContaining('written once more'),
    ]);
  });

  it('makes each object once', async () => {
    const { engine, calls } = await companyWithEngine();
    await engine.build(privatelink(factsOf()));
    const made = (operation: string) => calls(o => o === operation);
    expect(made('elasticloadbalancing:CreateLoadBalancer')).toBe(1);
    expect(made('elasticloadbalancing:CreateTargetGroup')).toBe(1);
    expect(made('elasticloadbalancing:RegisterTargets')).toBe(1);
    expect(made('ec2:CreateVpcEndpointServiceConfiguration')).toBe(1);
    expect(made('ec2:CreateVpcEndpoint')).toBe(1);
    expect(made('ec2:AcceptVpcEndpointConnections')).toBe(1);
    expect(made('route53:CreateHostedZone')).toBe(1);
    expect(made('ec2:CreateSecurityGroup')).toBe(2);
  });

  it('lets in nobody of the database’s own VPC who has the addresses of the clients', async () => {
    // Both VPCs are 10.20.0.0/16.
    const { engine, reaches, world } = await companyWithEngine();
    const facts = factsOf('payments');
    const graph = privatelink(facts);
    await engine.build(graph);
    expect(reaches(facts)).toBe(true);
    const { dnsName } = engine.row(graph, 'load-balancer').outputs;
    const neighbour = reachable(world, {
      from: facts.database.vpcId,
      to: facts.database.arn,
      name: dnsName,
    });
    // It gets as far as the load balancer's own group, which lets in nobody.
    expect(neighbour.hops.find(hop => !hop.ok)).toMatchObject({
      name: 'database security group',
      why: expect.stringContaining(
        engine.row(graph, 'nlb-group').outputs.groupId,
      ),
    });
  });
});

describe('a database that fails over', () => {
  it('is reached again, with no gap but AWS’s own', async () => {
    const { aws, clock, engine, reaches } = await companyWithEngine();
    const facts = factsOf();
    const graph = privatelink(facts);
    await engine.build(graph);
    const rds = new RDSClient(
      simulatedClientConfig(aws, { accountId: facts.database.accountId }),
    );
    await rds.send(
      new RebootDBInstanceCommand({
        DBInstanceIdentifier: facts.database.identifier,
        ForceFailover: true,
      }),
    );
    const seen: boolean[] = [];
    for (let passed = 0; passed < 300; passed += 5) {
      await engine.makeOrLook(graph, engine.row(graph, 'targets'));
      const reached = reaches(facts);
      if (reached !== seen.at(-1)) {
        seen.push(reached);
      }
      clock.advance(5);
    }
    expect(seen.at(-1)).toBe(true);
    expect(seen).toContain(false);
    expect(engine.corrections).toHaveLength(2);
  });
});

describe('two databases and two networks', () => {
  const PATTERNS = { privatelink, lattice: latticeResourceEndpoint };
  const PAIRS = DATABASES.flatMap(database =>
    NETWORKS.map(network => ({ database, network })),
  );

  /** By `<database> <network>`, which of the four pairs are reachable. */
  const matrix = (reaches: (facts: ReturnType<typeof factsOf>) => boolean) =>
    PAIRS.filter(({ database, network }) =>
      reaches(factsOf(network, database)),
    ).map(({ database, network }) => `${database} ${network}`);

  it.each([
    ['privatelink', 'privatelink'],
    ['privatelink', 'lattice'],
    ['lattice', 'privatelink'],
    ['lattice', 'lattice'],
  ] as const)(
    'are reachable in exactly the two pairs that were approved, over %s and %s',
    async (first, second) => {
      const { engine, reaches } = await companyWithEngine();
      const one = PATTERNS[first](factsOf('analytics', 'orders-postgres'));
      const other = PATTERNS[second](factsOf('partner', 'billing-mysql'));
      expect(matrix(reaches)).toEqual([]);
      await engine.build(one);
      expect(matrix(reaches)).toEqual(['orders-postgres analytics']);
      await engine.build(other);
      expect(matrix(reaches)).toEqual([
        'orders-postgres analytics',
        'billing-mysql partner',
      ]);
      await engine.tearDown(one);
      expect(matrix(reaches)).toEqual(['billing-mysql partner']);
    },
  );

  it('are reachable in exactly the two pairs that were approved of one database', async () => {
    const { engine, reaches } = await companyWithEngine();
    await engine.build(privatelink(factsOf('analytics', 'orders-postgres')));
    await engine.build(privatelink(factsOf('analytics', 'billing-mysql')));
    expect(matrix(reaches)).toEqual([
      'orders-postgres analytics',
      'billing-mysql analytics',
    ]);
  });
});
