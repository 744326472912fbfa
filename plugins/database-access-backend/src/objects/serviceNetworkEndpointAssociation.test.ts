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

import { bench } from '../__testUtils__/behavesLikeAnObject';
import {
  consumerNetworkGraph,
  sharedNetworkGraph,
} from '../__testUtils__/networkGraphs';
import { serviceNetworkEndpointAssociation as type } from './serviceNetworkEndpointAssociation';

const NODE = 'endpoint-association';

describe.each([
  ['the consumer’s own network', consumerNetworkGraph()],
  ['a network that is shared with him', sharedNetworkGraph()],
])('a database behind an endpoint of %s', (_, graph) => {
  const benchOf = () => bench(NODE, 'analytics', { graph });

  it('is found as soon as both are in the network, without a change', async () => {
    const b = await benchOf();
    const before = b.changes();
    const made = await b.make();
    expect(b.changes()).toBe(before);
    expect(await b.find()).toEqual(made);
    expect(await b.findByName()).toEqual(made);
    expect(b.type.assess(made)).toEqual({
      condition: 'ready',
      awsStatus: 'Accessible',
    });
  });

  it('gives the names by which clients know the database', async () => {
    const b = await benchOf();
    expect(b.type.outputs(await b.make())).toEqual({
      dnsNames: expect.stringMatching(/^vpce-[^ ]*\.on\.aws$/),
      privateDnsNames: b.facts.database.host,
    });
  });

  it('waits while its account does not see the database there', async () => {
    const b = await benchOf();
    const elsewhere = {
      ...b.ref(),
      spec: {
        ...b.ref().spec,
        resourceConfigurationArn:
          'arn:aws:vpc-lattice:us-east-1:333333333333:resourceconfiguration/rcfg-0123456789abcdef0',
      },
    };
    expect(await b.type.find(b.watch, elsewhere)).toBeUndefined();
    await expect(
      b.type.create(b.provision, elsewhere, 'token'),
    ).rejects.toMatchObject({
      verdict: 'retry-later',
      code: 'aws_not_visible_yet',
      message: expect.stringContaining(b.row.node.lane.accountId),
    });
  });

  it('goes with the database’s association with the network', async () => {
    const b = await benchOf();
    const state = await b.make();
    const association = b.engine.row(b.graph, 'resource-association');
    await b.engine.removeOrLook(b.graph, association);
    b.clock.advance(60);
    expect(await b.find()).toBeUndefined();
    expect(b.type.endsWithParent).toBe(true);
    const before = b.changes();
    await b.type.remove(b.provision, b.ref(), state);
    expect(b.changes()).toBe(before);
  });

  it('goes with the endpoint', async () => {
    const b = await benchOf();
    await b.make();
    const endpoint = b.engine.row(b.graph, 'network-endpoint');
    await b.engine.removeOrLook(b.graph, endpoint);
    expect(await b.find()).toBeUndefined();
  });

  it('is listed and read with all others by two calls at most', async () => {
    const b = await benchOf();
    const made = await b.make();
    const reads = () =>
      b.calls(operation => /:(Describe|Get|List)/.test(operation));
    const before = reads();
    expect(await b.type.findMany!(b.watch, [b.ref(), b.ref()])).toEqual([
      made,
      made,
    ]);
    expect(reads() - before).toBe(1);
    const listed: unknown[] = [];
    for await (const one of b.type.list(b.watch, b.config.installation)) {
      listed.push(one);
    }
    expect(listed).toEqual([made]);
    expect(reads() - before).toBe(3);
  });

  it('is not in the list of another installation', async () => {
    const b = await benchOf();
    await b.make();
    for await (const one of b.type.list(b.watch, 'other')) {
      throw new Error(`Listed ${b.type.awsId(one)}`);
    }
    expect(await b.find()).toBeDefined();
  });
});

describe('what AWS says of a database behind an endpoint of a service network', () => {
  const parts = { vpcEndpointId: 'vpce-1', resourceConfigurationArn: 'arn' };
  const open = {
    accessibility: 'Accessible',
    dnsName: 'a',
    privateDnsName: 'b',
  };
  const shut = { accessibility: 'Inaccessible', failureReason: 'No zone.' };

  it('is ready when it is accessible by each of its names', () => {
    expect(type.assess({ ...parts, destinations: [open, open] })).toEqual({
      condition: 'ready',
      awsStatus: 'Accessible',
    });
  });

  it('is degraded when it is not by one of them, and broken when it is by none, with AWS’s reason', () => {
    expect(type.assess({ ...parts, destinations: [open, shut] })).toMatchObject(
      { condition: 'degraded', reason: 'No zone.' },
    );
    expect(type.assess({ ...parts, destinations: [shut] })).toMatchObject({
      condition: 'broken',
      awsStatus: 'Inaccessible',
      reason: 'No zone.',
    });
  });

  it('names a cluster by all of its names, in a stable order', () => {
    const reader = { ...open, dnsName: 'c', privateDnsName: 'a' };
    expect(type.outputs({ ...parts, destinations: [open, reader] })).toEqual({
      dnsNames: 'a c',
      privateDnsNames: 'a b',
    });
  });
});
