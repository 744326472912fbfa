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
  CreateServiceNetworkCommand,
  GetServiceNetworkCommand,
} from '@aws-sdk/client-vpc-lattice';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';
import {
  consumerNetworkGraph,
  sharedNetworkGraph,
} from '../__testUtils__/networkGraphs';
import { retag } from '../__testUtils__/retag';

const shared = () =>
  bench('service-network', 'analytics', { graph: sharedNetworkGraph() });

describe('a service network', () => {
  behavesLikeAnObject({
    node: 'service-network',
    creates: 'vpc-lattice:CreateServiceNetwork',
    removes: 'vpc-lattice:DeleteServiceNetwork',
    graph: consumerNetworkGraph(),
  });

  it.each([
    ['consumer’s own', consumerNetworkGraph(), false],
    ['shared', sharedNetworkGraph(), true],
  ])('that is a %s one is open to sharing: %#', async (_, graph, enabled) => {
    const b = await bench('service-network', 'analytics', { graph });
    const { id } = await b.make();
    const made = await b.watch.vpcLattice.send(
      new GetServiceNetworkCommand({ serviceNetworkIdentifier: id }),
    );
    expect(made).toMatchObject({
      authType: 'NONE',
      sharingConfig: { enabled },
    });
    expect(b.type.outputs((await b.find())!)).toEqual({
      serviceNetworkId: expect.stringMatching(/^sn-/),
      serviceNetworkArn: expect.stringMatching(/:servicenetwork\/sn-/),
    });
  });

  it('is not in the lists of the accounts that it is shared with', async () => {
    const b = await shared();
    await b.engine.build(b.graph);
    const consumer = b.engine.row(b.graph, 'network-endpoint');
    const ids: string[] = [];
    for await (const listed of b.type.list(
      b.engine.watch(consumer),
      b.config.installation,
    )) {
      ids.push(b.type.awsId(listed));
    }
    expect(ids).toEqual([]);
  });

  it('asks for a person when somebody else has one of its name', async () => {
    const b = await shared();
    await b.sessions
      .provision(b.row.node.lane, {
        shareId: 'share-2',
        requestId: 'request-2',
        personRef: 'user:default/olivia',
        objectIds: ['00000000-0000-4000-8000-000000000000'],
      })
      .vpcLattice.send(
        new CreateServiceNetworkCommand({
          name: b.row.node.name,
          tags: {
            'database-access:installation': 'demo',
            'database-access:object': '00000000-0000-4000-8000-000000000000',
          },
        }),
      );
    retag(b.world, { 'database-access:installation': 'other' });
    await expect(b.make()).rejects.toMatchObject({
      code: 'aws_object_foreign',
      verdict: 'needs-a-person',
    });
  });

  it('waits at its removal while something is associated with it', async () => {
    const b = await shared();
    await b.engine.build(b.graph);
    const state = await b.find();
    await expect(
      b.type.remove(b.provision, b.ref(), state!),
    ).rejects.toMatchObject({ verdict: 'retry-later', code: 'aws_busy' });
  });
});
