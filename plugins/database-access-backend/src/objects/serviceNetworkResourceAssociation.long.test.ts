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
  CreateServiceNetworkResourceAssociationCommand,
  ServiceNetworkResourceAssociationStatus,
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
import { serviceNetworkResourceAssociation as type } from './serviceNetworkResourceAssociation';

const NODE = 'resource-association';

/** Who makes it, and the account of the other part. */
const GRAPHS = {
  'the consumer, in his own network': consumerNetworkGraph,
  'the provider, in a network that is shared with him': sharedNetworkGraph,
};

/** The account that did not make it, in a session that has the objects of that account only. */
function otherSide(b: Awaited<ReturnType<typeof bench>>) {
  const isConsumers = b.row.node.lane.accountId === b.facts.network.accountId;
  const other = b.engine.row(
    b.graph,
    isConsumers ? 'resource-configuration' : 'service-network',
  );
  return {
    watch: b.engine.watch(other),
    provision: b.engine.provision(other),
  };
}

describe.each(Object.entries(GRAPHS))(
  'a database in a service network, put there by %s,',
  (_, graphOf) => {
    const graph = graphOf();
    const benchOf = () => bench(NODE, 'analytics', { graph });

    behavesLikeAnObject({
      node: NODE,
      creates: 'vpc-lattice:CreateServiceNetworkResourceAssociation',
      removes: 'vpc-lattice:DeleteServiceNetworkResourceAssociation',
      graph,
    });

    it('is found, cut and seen gone from the account that did not make it', async () => {
      const b = await benchOf();
      await b.engine.build(b.graph);
      const { watch, provision } = otherSide(b);
      expect(b.reaches(b.facts)).toBe(true);
      const found = await b.type.find(watch, b.ref());
      expect(b.type.awsId(found!)).toBe(b.row.awsId);
      const before = b.changes();
      await b.type.remove(provision, b.ref(), found!);
      expect(b.changes() - before).toBe(1);
      expect(b.reaches(b.facts)).toBe(false);
      await expect(
        b.type.remove(provision, b.ref(), found!),
      ).resolves.toBeUndefined();
      b.clock.advance(60);
      expect(await b.type.find(watch, b.ref())).toBeUndefined();
      await expect(
        b.type.remove(provision, b.ref(), found!),
      ).resolves.toBeUndefined();
      expect(await b.find()).toBeUndefined();
    });

    it('is found from the other account although its id was never learned', async () => {
      const b = await benchOf();
      const made = await b.makeReady();
      const found = await b.type.find(otherSide(b).watch, {
        ...b.ref(),
        awsId: undefined,
      });
      expect(b.type.awsId(found!)).toBe(b.type.awsId(made!));
    });

    it('gives its id, and the names by which an associated VPC knows the database', async () => {
      const b = await benchOf();
      expect(b.type.outputs((await b.makeReady())!)).toEqual({
        resourceAssociationId: expect.stringMatching(/^snra-/),
        dnsName: expect.stringMatching(/^snra-.*\.on\.aws$/),
        privateDnsName: b.facts.database.host,
      });
    });

    it('waits, without an error for people, until its account sees what is shared', async () => {
      const b = await benchOf();
      const principal = [...b.engine.rows.values()].find(
        ({ node }) =>
          node.type === 'ram/principal' &&
          node.spec.accountId === b.row.node.lane.accountId,
      )!;
      await b.engine.removeOrLook(b.graph, principal);
      b.clock.advance(60);
      const before = b.changes();
      await expect(b.make()).rejects.toMatchObject({
        verdict: 'retry-later',
        code: 'aws_not_visible_yet',
        message: expect.stringContaining(b.row.node.lane.accountId),
      });
      expect(b.changes()).toBe(before);
    });

    it('waits when AWS shows the share and does not know it yet at the association', async () => {
      const b = await benchOf();
      b.fail(
        'vpc-lattice:CreateServiceNetworkResourceAssociation',
        'ResourceNotFoundException',
      );
      await expect(b.make()).rejects.toMatchObject({
        verdict: 'retry-later',
        code: 'aws_not_visible_yet',
      });
    });

    it('reads several by one call for each network or configuration', async () => {
      const b = await benchOf();
      const state = await b.makeReady();
      const reads = () =>
        b.calls(operation => /:(Get|List)Serv/.test(operation));
      const before = reads();
      const found = await b.type.findMany!(b.watch, [
        b.ref(),
        { ...b.ref(), awsId: 'snra-0123456789abcdef0' },
      ]);
      expect(reads() - before).toBe(1);
      expect(found[0]).toMatchObject({ id: b.type.awsId(state!) });
      expect(found[1]).toBeUndefined();
    });

    it('SEC-18: is never that of another database, whichever id the row has', async () => {
      const b = await benchOf();
      await b.makeReady();
      const ref = b.ref();
      const { resourceConfigurationArn } = ref.spec;
      const ofStranger = {
        ...ref,
        spec: {
          ...ref.spec,
          resourceConfigurationArn: resourceConfigurationArn.replace(
            /.{4}$/,
            'ffff',
          ),
        },
      };
      expect(await b.type.find(b.watch, ofStranger)).toBeUndefined();
      expect(await b.type.findMany!(b.watch, [ofStranger])).toEqual([
        undefined,
      ]);
    });

    it('asks for a person when somebody else has put the database there', async () => {
      const b = await benchOf();
      const { resourceConfigurationArn, serviceNetworkArn } = b.ref().spec;
      await b.provision.vpcLattice.send(
        new CreateServiceNetworkResourceAssociationCommand({
          resourceConfigurationIdentifier: resourceConfigurationArn,
          serviceNetworkIdentifier: serviceNetworkArn,
          tags: b.ref().tags,
        }),
      );
      retag(b.world, { 'database-access:installation': 'other' });
      expect(await b.findByName()).toBeUndefined();
      await expect(b.make()).rejects.toMatchObject({
        code: 'aws_object_foreign',
        verdict: 'needs-a-person',
        message: expect.stringContaining('snra-'),
      });
    });

    it('waits while the one before is on its way out', async () => {
      const b = await benchOf();
      const state = await b.makeReady();
      await b.type.remove(b.provision, b.ref(), state!);
      await expect(
        b.type.create(b.provision, b.ref(), 'generation-2'),
      ).rejects.toMatchObject({ verdict: 'retry-later', code: 'aws_busy' });
      b.clock.advance(60);
      expect(
        await b.type.create(b.provision, b.ref(), 'generation-2'),
      ).toMatchObject({ status: 'CREATE_IN_PROGRESS' });
    });
  },
);

describe('S4: what AWS says of a database in a service network', () => {
  it.each([
    ['ACTIVE', 'ready'],
    ['PARTIAL', 'degraded'],
    ['CREATE_IN_PROGRESS', 'pending'],
    ['DELETE_IN_PROGRESS', 'pending'],
    ['CREATE_FAILED', 'broken'],
    ['DELETE_FAILED', 'broken'],
    ['HIBERNATING', 'unknown'],
  ])('%s is understood as %s', (status, condition) => {
    expect(
      type.assess({
        id: 'snra-0123456789abcdef0',
        arn: 'arn',
        status: status as ServiceNetworkResourceAssociationStatus,
        createdBy: '333333333333',
        serviceNetworkArn: 'arn',
        resourceConfigurationArn: 'arn',
      }),
    ).toMatchObject({ condition, awsStatus: status });
  });
});
