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

import { GetServiceNetworkVpcAssociationCommand } from '@aws-sdk/client-vpc-lattice';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';
import {
  consumerNetworkGraph,
  sharedNetworkGraph,
} from '../__testUtils__/networkGraphs';
import { retag } from '../__testUtils__/retag';
import { serviceNetworkVpcAssociation as type } from './serviceNetworkVpcAssociation';

const NODE = 'vpc-association';
const CREATE = 'vpc-lattice:CreateServiceNetworkVpcAssociation';

const GRAPHS = {
  'the consumer’s own': consumerNetworkGraph,
  'one that is shared with him': sharedNetworkGraph,
};

describe.each(Object.entries(GRAPHS))(
  'a VPC in a service network, %s,',
  (_, graphOf) => {
    const graph = graphOf();

    it('opens the path by the database’s own name, and its removal cuts it', async () => {
      const b = await bench(NODE, 'analytics', { graph });
      await b.engine.build({
        ...graph,
        nodes: graph.nodes.filter(
          ({ key }) => !/^(network-endpoint|endpoint-association)$/.test(key),
        ),
      });
      expect(b.reaches(b.facts)).toBe(true);
      await b.type.remove(b.provision, b.ref(), (await b.find())!);
      expect(b.reaches(b.facts)).toBe(false);
    });
  },
);

describe('a VPC in a service network', () => {
  const graph = sharedNetworkGraph();
  const benchOf = () => bench(NODE, 'analytics', { graph });

  behavesLikeAnObject({
    node: NODE,
    creates: CREATE,
    removes: 'vpc-lattice:DeleteServiceNetworkVpcAssociation',
    graph,
  });

  it('knows the names of databases and those of verified domains, and no others', async () => {
    const b = await benchOf();
    const { id } = await b.make();
    const made = await b.watch.vpcLattice.send(
      new GetServiceNetworkVpcAssociationCommand({
        serviceNetworkVpcAssociationIdentifier: id,
      }),
    );
    expect(made).toMatchObject({
      vpcId: b.facts.network.vpcId,
      securityGroupIds: [b.ref().spec.securityGroupId],
      privateDnsEnabled: true,
      dnsOptions: {
        privateDnsPreference: 'VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS',
        privateDnsSpecifiedDomains: ['rds.amazonaws.com'],
      },
    });
    expect(b.type.outputs((await b.find())!)).toEqual({
      vpcAssociationId: expect.stringMatching(/^snva-/),
    });
  });

  it('is found and cut from the account of the network', async () => {
    const b = await benchOf();
    const made = await b.makeReady();
    const network = b.engine.row(b.graph, 'service-network');
    const watch = b.engine.watch(network);
    const provision = b.engine.provision(network);
    expect(
      await b.type.find(watch, { ...b.ref(), awsId: undefined }),
    ).toMatchObject({ id: b.type.awsId(made!) });
    const found = await b.type.find(watch, b.ref());
    await b.type.remove(provision, b.ref(), found!);
    b.clock.advance(60);
    expect(await b.find()).toBeUndefined();
    await expect(
      b.type.remove(provision, b.ref(), found!),
    ).resolves.toBeUndefined();
  });

  it('waits, without an error for people, until its account sees the network', async () => {
    const b = await benchOf();
    const principal = b.engine.row(b.graph, 'principal-consumer');
    await b.engine.removeOrLook(b.graph, principal);
    b.clock.advance(60);
    await expect(b.make()).rejects.toMatchObject({
      verdict: 'retry-later',
      code: 'aws_not_visible_yet',
    });
  });

  it('waits when Lattice shows the network and does not find it at the association', async () => {
    const b = await benchOf();
    b.fail(CREATE, 'ResourceNotFoundException');
    await expect(b.make()).rejects.toMatchObject({
      verdict: 'retry-later',
      code: 'aws_not_visible_yet',
    });
  });

  it('asks for a person when the VPC is in a network of somebody else', async () => {
    const b = await benchOf();
    await b.make();
    retag(b.world, { 'database-access:installation': 'other' });
    expect(await b.findByName()).toBeUndefined();
    await expect(
      b.type.create(b.provision, b.ref(), 'another'),
    ).rejects.toMatchObject({
      code: 'aws_object_foreign',
      verdict: 'needs-a-person',
      message: expect.stringContaining('snva-'),
    });
  });

  it('waits while the VPC leaves a network', async () => {
    const b = await benchOf();
    await b.type.remove(b.provision, b.ref(), (await b.makeReady())!);
    await expect(
      b.type.create(b.provision, b.ref(), 'generation-2'),
    ).rejects.toMatchObject({ verdict: 'retry-later', code: 'aws_busy' });
  });

  it('SEC-18: is never that of another VPC, whichever id the row has', async () => {
    const b = await benchOf();
    await b.makeReady();
    const ref = b.ref();
    const ofStranger = {
      ...ref,
      spec: { ...ref.spec, vpcId: b.facts.database.vpcId },
    };
    expect(await b.type.find(b.watch, ofStranger)).toBeUndefined();
  });

  it('says what somebody has changed about who reaches the network and of which names the VPC hears', async () => {
    const b = await benchOf();
    const state = (await b.makeReady())!;
    const differences = (change: object) =>
      b.type.differences!(b.ref(), { ...state, ...change });
    const groups = [b.ref().spec.securityGroupId];
    expect(differences({})).toEqual([]);
    expect(differences({ securityGroupIds: ['sg-other'] })).toEqual([
      {
        what: 'securityGroupIds',
        wanted: groups[0],
        is: 'sg-other',
        effect: 'broken',
      },
    ]);
    expect(
      differences({ securityGroupIds: [...groups, 'sg-other'] }),
    ).toMatchObject([{ what: 'securityGroupIds', effect: 'degraded' }]);
    expect(differences({ privateDnsEnabled: false })).toMatchObject([
      { what: 'privateDnsEnabled', is: 'false', effect: 'broken' },
    ]);
    expect(differences({ privateDnsPreference: 'ALL_DOMAINS' })).toMatchObject([
      { what: 'privateDnsPreference', is: 'ALL_DOMAINS', effect: 'degraded' },
    ]);
  });

  it.each([
    ['ACTIVE', 'ready'],
    ['UPDATE_IN_PROGRESS', 'pending'],
    ['CREATE_FAILED', 'broken'],
    ['UPDATE_FAILED', 'broken'],
    ['DELETE_FAILED', 'broken'],
    ['HIBERNATING', 'unknown'],
  ])('understands %s as %s', (status, condition) => {
    expect(
      type.assess({
        id: 'snva-0123456789abcdef0',
        arn: 'arn',
        status,
        createdBy: '666666666666',
        serviceNetworkArn: 'arn',
        vpcId: 'vpc-1',
      }),
    ).toMatchObject({ condition, awsStatus: status });
  });
});
