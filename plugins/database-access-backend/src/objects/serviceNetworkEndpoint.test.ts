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

import { DescribeVpcEndpointsCommand } from '@aws-sdk/client-ec2';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';
import {
  consumerNetworkGraph,
  sharedNetworkGraph,
} from '../__testUtils__/networkGraphs';
import { interfaceEndpoint } from './interfaceEndpoint';
import { serviceNetworkEndpoint as type } from './serviceNetworkEndpoint';
import { vpcEndpoint } from './vpcEndpoint';

const NODE = 'network-endpoint';

const GRAPHS = {
  'the consumer’s own': consumerNetworkGraph,
  'one that is shared with him': sharedNetworkGraph,
};

describe.each(Object.entries(GRAPHS))(
  'an endpoint of a service network, %s,',
  (_, graphOf) => {
    const graph = graphOf();

    it('opens the path by the database’s own name, and its removal cuts it', async () => {
      const b = await bench(NODE, 'analytics', { graph });
      await b.engine.build({
        ...graph,
        nodes: graph.nodes.filter(({ key }) => key !== 'vpc-association'),
      });
      expect(b.reaches(b.facts)).toBe(true);
      await b.type.remove(b.provision, b.ref(), (await b.find())!);
      expect(b.reaches(b.facts)).toBe(false);
    });
  },
);

describe('an endpoint of a service network', () => {
  const graph = sharedNetworkGraph();
  const benchOf = () => bench(NODE, 'analytics', { graph });

  behavesLikeAnObject({
    node: NODE,
    creates: 'ec2:CreateVpcEndpoint',
    removes: 'ec2:DeleteVpcEndpoints',
    graph,
  });

  it('lets in the names of databases and those of verified domains, and no others', async () => {
    const b = await benchOf();
    const { vpcEndpointId } = await b.make();
    const { VpcEndpoints } = await b.watch.ec2.send(
      new DescribeVpcEndpointsCommand({ VpcEndpointIds: [vpcEndpointId] }),
    );
    expect(VpcEndpoints).toEqual([
      expect.objectContaining({
        VpcEndpointType: 'ServiceNetwork',
        ServiceNetworkArn: b.ref().spec.serviceNetworkArn,
        PrivateDnsEnabled: true,
        DnsOptions: expect.objectContaining({
          PrivateDnsPreference: 'VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS',
          PrivateDnsSpecifiedDomains: ['rds.amazonaws.com'],
        }),
      }),
    ]);
  });

  it('is ready without anything in the network', async () => {
    const b = await benchOf();
    const state = await b.makeReady();
    expect(b.type.assess(state!)).toEqual({
      condition: 'ready',
      awsStatus: 'available',
    });
    expect(b.type.outputs(state!)).toEqual({
      vpcEndpointId: expect.stringMatching(/^vpce-/),
    });
  });

  it('waits, without an error for people, until its account sees the network', async () => {
    const b = await benchOf();
    const principal = b.engine.row(b.graph, 'principal-consumer');
    await b.engine.removeOrLook(b.graph, principal);
    b.clock.advance(60);
    const before = b.changes();
    await expect(b.make()).rejects.toMatchObject({
      verdict: 'retry-later',
      code: 'aws_not_visible_yet',
    });
    expect(b.changes()).toBe(before);
  });

  it('waits when EC2 does not know the network yet although Lattice shows it', async () => {
    const b = await benchOf();
    b.fail('ec2:CreateVpcEndpoint', 'InvalidServiceNetworkArn.NotFound');
    await expect(b.make()).rejects.toMatchObject({
      verdict: 'retry-later',
      code: 'aws_not_visible_yet',
    });
  });

  it('is no endpoint of another type: neither finds or lists the other', async () => {
    const b = await benchOf();
    await b.makeReady();
    for (const other of [vpcEndpoint, interfaceEndpoint]) {
      const ref = { ...b.ref(), awsId: undefined };
      expect(await other.find(b.watch, ref)).toBeUndefined();
      const listed: unknown[] = [];
      for await (const one of other.list(b.watch, b.config.installation)) {
        listed.push(one);
      }
      expect(listed).toEqual([]);
    }
  });

  it('reads several by one call, and removes several by one call', async () => {
    const b = await benchOf();
    const state = await b.makeReady();
    const before = b.calls(operation => /:Describe/.test(operation));
    const ofGone = { ...b.ref(), awsId: 'vpce-0123456789abcdef0' };
    expect(await b.type.findMany!(b.watch, [ofGone, b.ref()])).toEqual([
      undefined,
      state,
    ]);
    expect(b.calls(operation => /:Describe/.test(operation)) - before).toBe(1);
    expect(
      await b.type.removeMany!(b.provision, [{ ref: b.ref(), state: state! }]),
    ).toEqual([undefined]);
    b.clock.advance(180);
    expect(await b.find()).toBeUndefined();
  });

  it.each([
    ['available', 'ready'],
    ['Available', 'ready'],
    ['partial', 'degraded'],
    ['pending', 'pending'],
    ['deleting', 'pending'],
    ['rejected', 'broken'],
    ['failed', 'broken'],
    ['hibernating', 'unknown'],
  ])('S4: understands %s as %s', (state, condition) => {
    expect(
      type.assess({
        vpcEndpointId: 'vpce-0123456789abcdef0',
        state,
        groupIds: [],
        subnetIds: [],
      }),
    ).toMatchObject({ condition, awsStatus: state });
  });
});
