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

import { GetResourceConfigurationCommand } from '@aws-sdk/client-vpc-lattice';
import {
  behavesLikeAnObject,
  bench,
} from '../__testUtils__/behavesLikeAnObject';
import { sharedNetworkGraph } from '../__testUtils__/networkGraphs';

describe('a resource configuration', () => {
  behavesLikeAnObject({
    node: 'resource-configuration',
    creates: 'vpc-lattice:CreateResourceConfiguration',
    removes: 'vpc-lattice:DeleteResourceConfiguration',
  });

  it('is of the database itself, and closed to shared service networks', async () => {
    const b = await bench('resource-configuration');
    const { id } = await b.make();
    const made = await b.watch.vpcLattice.send(
      new GetResourceConfigurationCommand({
        resourceConfigurationIdentifier: id,
      }),
    );
    expect(made).toMatchObject({
      type: 'ARN',
      resourceConfigurationDefinition: {
        arnResource: { arn: b.facts.database.arn },
      },
      allowAssociationToShareableServiceNetwork: false,
    });
  });

  it('is open to shared service networks where its spec says so', async () => {
    const b = await bench('resource-configuration', 'analytics', {
      graph: sharedNetworkGraph(),
    });
    const { id } = await b.make();
    const made = await b.watch.vpcLattice.send(
      new GetResourceConfigurationCommand({
        resourceConfigurationIdentifier: id,
      }),
    );
    expect(made.allowAssociationToShareableServiceNetwork).toBe(true);
  });

  it('lists neither the children that AWS made of it nor what others share', async () => {
    const b = await bench('resource-configuration');
    const state = await b.makeReady();
    const ids: string[] = [];
    for await (const listed of b.type.list(b.watch, b.config.installation)) {
      ids.push(b.type.awsId(listed));
    }
    expect(ids).toEqual([b.type.awsId(state!)]);
  });

  it('says why AWS could not make it', async () => {
    const b = await bench('resource-configuration');
    const state = {
      ...(await b.make()),
      status: 'CREATE_FAILED',
      failureReason: 'The database does not exist.',
    };
    expect(b.type.assess(state)).toEqual({
      condition: 'broken',
      awsStatus: 'CREATE_FAILED',
      reason: 'The database does not exist.',
    });
  });
});
