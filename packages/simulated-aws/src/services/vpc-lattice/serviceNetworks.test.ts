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

import { refusalOf } from '../../testing/refusalOf';
import {
  CONSUMER,
  makeNetwork,
  NETWORKING,
  PROVIDER,
} from '../../testing/networkStage';
import { startStage } from '../../testing/stage';

function setup() {
  const stage = startStage();
  return { ...stage, stage, owner: stage.lattice(NETWORKING) };
}

describe('service networks', () => {
  it('are made at once, without IAM and open to sharing unless told otherwise', async () => {
    const { owner } = setup();
    const made = await owner.createServiceNetwork({ name: 'databases' });
    expect(made).toMatchObject({
      id: expect.stringMatching(/^sn-0[0-9a-f]{16}$/),
      arn: `arn:aws:vpc-lattice:us-east-1:${NETWORKING}:servicenetwork/${made.id}`,
      name: 'databases',
      authType: 'NONE',
      sharingConfig: { enabled: true },
    });
    const closed = await owner.createServiceNetwork({
      name: 'closed',
      authType: 'AWS_IAM',
      sharingConfig: { enabled: false },
    });
    await expect(
      owner.getServiceNetwork({ serviceNetworkIdentifier: closed.arn }),
    ).resolves.toMatchObject({
      name: 'closed',
      authType: 'AWS_IAM',
      sharingConfig: { enabled: false },
      numberOfAssociatedVPCs: 0,
      numberOfAssociatedServices: 0,
      createdAt: expect.any(Date),
    });
  });

  it.each([
    ['ab', 'too short'],
    ['a'.repeat(64), 'too long'],
    ['-databases', 'a hyphen before'],
    ['databases-', 'a hyphen behind'],
    ['data--bases', 'two hyphens'],
    ['Databases', 'a capital letter'],
  ])('cannot be called %s: %s', async name => {
    const { owner } = setup();
    expect(await refusalOf(owner.createServiceNetwork({ name }))).toMatch(
      /^ValidationException/,
    );
  });

  it('have a name of their own in their account', async () => {
    const { owner, lattice } = setup();
    const { id } = await owner.createServiceNetwork({ name: 'databases' });
    await expect(
      owner.createServiceNetwork({ name: 'databases' }),
    ).rejects.toMatchObject({
      name: 'ConflictException',
      resourceId: id,
      resourceType: 'SERVICE_NETWORK',
    });
    await lattice(PROVIDER).createServiceNetwork({ name: 'databases' });
  });

  it('are made once for a client token, and refused for other parameters', async () => {
    const { owner } = setup();
    const input = { name: 'databases', clientToken: 'token' };
    const first = await owner.createServiceNetwork(input);
    const again = await owner.createServiceNetwork(input);
    expect(again.id).toBe(first.id);
    expect(
      await refusalOf(
        owner.createServiceNetwork({ ...input, authType: 'AWS_IAM' }),
      ),
    ).toMatch(/^ConflictException/);
  });

  it('are fifty in a Region (aws.md §1.6)', async () => {
    const { owner, lattice } = setup();
    for (let i = 0; i < 50; i++) {
      await owner.createServiceNetwork({ name: `network-${i}` });
    }
    await expect(
      owner.createServiceNetwork({ name: 'one-more' }),
    ).rejects.toMatchObject({
      name: 'ServiceQuotaExceededException',
      quotaCode: 'L-9CAD07FB',
    });
    await lattice(NETWORKING, 'eu-west-1').createServiceNetwork({
      name: 'one-more',
    });
  });

  it('have tags from the start, which can be changed', async () => {
    const { owner } = setup();
    const { arn: resourceArn } = await owner.createServiceNetwork({
      name: 'databases',
      tags: { zone: 'prod', old: 'yes' },
    });
    await owner.tagResource({ resourceArn, tags: { owner: 'networking' } });
    await owner.untagResource({ resourceArn, tagKeys: ['old'] });
    await expect(
      owner.listTagsForResource({ resourceArn }),
    ).resolves.toMatchObject({ tags: { zone: 'prod', owner: 'networking' } });
  });

  it('change their authType and nothing else', async () => {
    const { owner } = setup();
    const { id } = await owner.createServiceNetwork({ name: 'databases' });
    await owner.updateServiceNetwork({
      serviceNetworkIdentifier: id,
      authType: 'AWS_IAM',
    });
    await expect(
      owner.getServiceNetwork({ serviceNetworkIdentifier: id }),
    ).resolves.toMatchObject({ name: 'databases', authType: 'AWS_IAM' });
  });

  it('are gone once deleted', async () => {
    const { owner } = setup();
    const { id } = await owner.createServiceNetwork({ name: 'databases' });
    await owner.deleteServiceNetwork({ serviceNetworkIdentifier: id });
    expect(
      await refusalOf(
        owner.getServiceNetwork({ serviceNetworkIdentifier: id }),
      ),
    ).toMatch(/^ResourceNotFoundException/);
    await owner.createServiceNetwork({ name: 'databases' });
  });

  it('are listed in pages', async () => {
    const { owner } = setup();
    for (const name of ['one', 'two', 'three']) {
      await owner.createServiceNetwork({ name });
    }
    const first = await owner.listServiceNetworks({ maxResults: 2 });
    expect(first.items).toHaveLength(2);
    const { items = [], nextToken } = await owner.listServiceNetworks({
      maxResults: 2,
      nextToken: first.nextToken,
    });
    expect(items).toHaveLength(1);
    expect(nextToken).toBeUndefined();
  });

  it('hold a resource policy', async () => {
    const { owner } = setup();
    const { arn } = await owner.createServiceNetwork({ name: 'databases' });
    const policy = '{"Version":"2012-10-17","Statement":[]}';
    await owner.putResourcePolicy({ resourceArn: arn, policy });
    await expect(
      owner.getResourcePolicy({ resourceArn: arn }),
    ).resolves.toMatchObject({ policy });
    await owner.deleteServiceNetwork({ serviceNetworkIdentifier: arn });
    expect(
      await refusalOf(owner.getResourcePolicy({ resourceArn: arn })),
    ).toMatch(/^ResourceNotFoundException/);
  });
});

describe('a shared service network', () => {
  it('is seen by the account that it is shared with, and by no other', async () => {
    const { stage, lattice } = setup();
    const { id, arn } = await makeNetwork.network(stage);
    const consumer = lattice(CONSUMER);
    const get = () =>
      consumer.getServiceNetwork({ serviceNetworkIdentifier: arn });
    expect(await refusalOf(get())).toMatch(/^AccessDeniedException/);

    await makeNetwork.share(stage, NETWORKING, arn, [CONSUMER]);
    await expect(get()).resolves.toMatchObject({ id });
    const { items } = await consumer.listServiceNetworks({});
    expect(items).toMatchObject([{ id, arn }]);
    expect((await lattice(PROVIDER).listServiceNetworks({})).items).toEqual([]);
  });

  it('is called by its ARN only', async () => {
    const { stage, lattice } = setup();
    const { id, arn } = await makeNetwork.network(stage);
    await makeNetwork.share(stage, NETWORKING, arn, [CONSUMER]);
    expect(
      await refusalOf(
        lattice(CONSUMER).getServiceNetwork({ serviceNetworkIdentifier: id }),
      ),
    ).toMatch(/^ResourceNotFoundException/);
  });

  it('is changed and deleted by its owner only, who alone sees its tags', async () => {
    const { stage, lattice } = setup();
    const { arn } = await makeNetwork.network(stage);
    await makeNetwork.share(stage, NETWORKING, arn, [CONSUMER]);
    const consumer = lattice(CONSUMER);
    for (const call of [
      consumer.updateServiceNetwork({
        serviceNetworkIdentifier: arn,
        authType: 'NONE',
      }),
      consumer.deleteServiceNetwork({ serviceNetworkIdentifier: arn }),
      consumer.putResourcePolicy({ resourceArn: arn, policy: '{}' }),
      consumer.listTagsForResource({ resourceArn: arn }),
    ]) {
      expect(await refusalOf(call)).toMatch(/^AccessDeniedException/);
    }
  });

  it('is of a resource type and has a managed permission of its own in RAM', async () => {
    const { stage, ram } = setup();
    const { arn } = await makeNetwork.network(stage);
    const resourceShareArn = await makeNetwork.share(stage, NETWORKING, arn, [
      CONSUMER,
    ]);
    const { resources } = await ram(CONSUMER).listResources({
      resourceOwner: 'OTHER-ACCOUNTS',
    });
    expect(resources).toMatchObject([
      { arn, type: 'vpc-lattice:ServiceNetwork', status: 'AVAILABLE' },
    ]);
    const { permissions } = await ram(NETWORKING).listResourceSharePermissions({
      resourceShareArn,
    });
    expect(permissions).toMatchObject([
      {
        arn: 'arn:aws:ram::aws:permission/AWSRAMPermissionVpcLatticeServiceNetworkReadWrite',
        version: '2',
      },
    ]);
  });

  it('was made for it: with sharing off RAM takes none', async () => {
    const { stage, ram } = setup();
    const { arn } = await makeNetwork.network(stage, NETWORKING, {
      enabled: false,
    });
    expect(
      await refusalOf(
        ram(NETWORKING).createResourceShare({
          name: 'networks',
          resourceArns: [arn],
        }),
      ),
    ).toMatch(/^OperationNotPermittedException/);
  });
});
