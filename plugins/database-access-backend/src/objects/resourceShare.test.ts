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
  ListResourceSharePermissionsCommand,
  RAMClient,
} from '@aws-sdk/client-ram';
import { simulatedClientConfig } from '@towpath/simulated-aws';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';
import { sharedNetworkGraph } from '../__testUtils__/networkGraphs';

describe('a resource share of a service network', () => {
  const graph = sharedNetworkGraph();

  behavesLikeAnObject({
    node: 'resource-share',
    creates: 'ram:CreateResourceShare',
    removes: 'ram:DeleteResourceShare',
    graph,
  });

  it('lets who sees the network put databases into it', async () => {
    const b = await bench('resource-share', 'analytics', { graph });
    const { arn } = (await b.makeReady())!;
    const admin = new RAMClient(simulatedClientConfig(b.aws, b.row.node.lane));
    const { permissions } = await admin.send(
      new ListResourceSharePermissionsCommand({ resourceShareArn: arn }),
    );
    expect(permissions).toMatchObject([
      {
        name: 'AWSRAMPermissionVpcLatticeServiceNetworkReadWrite',
        version: '2',
      },
    ]);
  });
});

describe('a resource share', () => {
  behavesLikeAnObject({
    node: 'resource-share',
    creates: 'ram:CreateResourceShare',
    removes: 'ram:DeleteResourceShare',
  });

  it('is not ready before the configuration is in it', async () => {
    const b = await bench('resource-share');
    await b.make();
    expect(b.type.assess((await b.find())!)).toMatchObject({
      condition: 'pending',
      awsStatus: 'ASSOCIATING',
    });
  });

  it('is gone although AWS shows a deleted share for hours', async () => {
    const b = await bench('resource-share');
    await b.type.remove(b.provision, b.ref(), (await b.makeReady())!);
    b.clock.advance(60);
    expect(await b.find()).toBeUndefined();
    expect(await b.findByName()).toBeUndefined();
  });

  it('is broken when somebody took the configuration out', async () => {
    const b = await bench('resource-share');
    const state = await b.makeReady();
    expect(
      b.type.assess({ ...state!, resourceStatus: 'DISASSOCIATED' }),
    ).toMatchObject({ condition: 'broken' });
  });
});
