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
  CreateResourceGatewayCommand,
  VPCLatticeClient,
} from '@aws-sdk/client-vpc-lattice';
import { simulatedClientConfig } from '@towpath/simulated-aws';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';

describe('a resource gateway', () => {
  behavesLikeAnObject({
    node: 'resource-gateway',
    creates: 'vpc-lattice:CreateResourceGateway',
    removes: 'vpc-lattice:DeleteResourceGateway',
  });

  it('is pending while AWS makes it', async () => {
    const b = await bench('resource-gateway');
    expect(b.type.assess(await b.make())).toMatchObject({
      condition: 'pending',
      awsStatus: 'CREATE_IN_PROGRESS',
    });
  });

  it('is made once, however often the same token asks for it', async () => {
    const b = await bench('resource-gateway');
    const first = await b.make();
    const second = await b.make();
    expect(b.type.awsId(second)).toBe(b.type.awsId(first));
  });

  it('is not asked to go a second time while it goes', async () => {
    const b = await bench('resource-gateway');
    await b.type.remove(b.provision, b.ref(), (await b.makeReady())!);
    const going = await b.find();
    const before = b.changes();
    await b.type.remove(b.provision, b.ref(), going!);
    expect(b.changes()).toBe(before);
  });

  it('does not adopt a gateway of its name that is not ours', async () => {
    const b = await bench('resource-gateway');
    const { vpcId, subnetIds } = b.ref().spec;
    const admin = new VPCLatticeClient(
      simulatedClientConfig(b.aws, { accountId: b.facts.database.accountId }),
    );
    await admin.send(
      new CreateResourceGatewayCommand({
        name: b.row.node.name,
        vpcIdentifier: vpcId,
        subnetIds,
      }),
    );
    expect(await b.find()).toBeUndefined();
    await expect(b.make()).rejects.toMatchObject({
      verdict: 'needs-a-person',
      code: 'aws_object_foreign',
    });
  });

  it('does not take a word that AWS adds tomorrow for a failure', async () => {
    const b = await bench('resource-gateway');
    const state = { ...(await b.make()), status: 'MIGRATING' };
    expect(b.type.assess(state)).toMatchObject({
      condition: 'unknown',
      awsStatus: 'MIGRATING',
    });
  });
});
