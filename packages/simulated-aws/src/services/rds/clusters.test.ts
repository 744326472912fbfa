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
  AddTagsToResourceCommand,
  DescribeDBClustersCommand,
  FailoverDBClusterCommand,
  ListTagsForResourceCommand,
  RDSClient,
  RemoveTagsFromResourceCommand,
} from '@aws-sdk/client-rds';
import { CATALOG, ORDERS_POSTGRES } from '../../testing/latticeCompany';
import { networkCompany } from '../../testing/networkCompany';

const DBClusterIdentifier = 'catalog-aurora';

function setup() {
  const company = networkCompany();
  const rds = company.rds(CATALOG);
  return {
    ...company,
    rds,
    async cluster() {
      const { DBClusters } = await rds.send(
        new DescribeDBClustersCommand({ DBClusterIdentifier }),
      );
      return DBClusters![0];
    },
  };
}

const writerOf = (cluster: {
  DBClusterMembers?: Array<{
    DBInstanceIdentifier?: string;
    IsClusterWriter?: boolean;
  }>;
}) =>
  cluster
    .DBClusterMembers!.filter(m => m.IsClusterWriter)
    .map(m => m.DBInstanceIdentifier);

describe('an Aurora cluster', () => {
  it('is described with its members and both endpoints', async () => {
    const found = await setup().cluster();
    expect(found).toMatchObject({
      Status: 'available',
      Engine: 'aurora-postgresql',
      Port: 5432,
      Endpoint: expect.stringContaining('.cluster-'),
      ReaderEndpoint: expect.stringContaining('.cluster-ro-'),
      MultiAZ: true,
    });
    expect(found.DBClusterMembers).toHaveLength(2);
    expect(writerOf(found)).toHaveLength(1);
    expect(found.AvailabilityZones).toHaveLength(3);
  });

  it('fails over to its reader, and back to the one that is asked for', async () => {
    const { rds, cluster, clock } = setup();
    const [first] = writerOf(await cluster());
    await rds.send(new FailoverDBClusterCommand({ DBClusterIdentifier }));
    expect((await cluster()).Status).toBe('failing-over');
    expect(writerOf(await cluster())).toEqual([first]);
    clock.advance(45);
    expect((await cluster()).Status).toBe('available');
    expect(writerOf(await cluster())).not.toEqual([first]);
    await rds.send(
      new FailoverDBClusterCommand({
        DBClusterIdentifier,
        TargetDBInstanceIdentifier: first,
      }),
    );
    clock.advance(45);
    expect(writerOf(await cluster())).toEqual([first]);
  });

  it('does not fail over twice at once, nor to a stranger', async () => {
    const { rds } = setup();
    const fail = (TargetDBInstanceIdentifier?: string) =>
      rds.send(
        new FailoverDBClusterCommand({
          DBClusterIdentifier,
          TargetDBInstanceIdentifier,
        }),
      );
    await expect(fail('orders-postgres')).rejects.toMatchObject({
      name: 'InvalidDBClusterStateFault',
    });
    await fail();
    await expect(fail()).rejects.toMatchObject({
      name: 'InvalidDBClusterStateFault',
    });
  });

  it('that does not exist is a 404', async () => {
    const { rds } = setup();
    await expect(
      rds.send(
        new DescribeDBClustersCommand({ DBClusterIdentifier: 'orders' }),
      ),
    ).rejects.toMatchObject({
      name: 'DBClusterNotFoundFault',
      $metadata: { httpStatusCode: 404 },
    });
  });
});

describe('tags of RDS', () => {
  it('are added, listed and removed by ARN', async () => {
    const { rds, cluster } = setup();
    const ResourceName = (await cluster()).DBClusterArn!;
    await rds.send(
      new AddTagsToResourceCommand({
        ResourceName,
        Tags: [{ Key: 'tier', Value: 'gold' }],
      }),
    );
    const list = async () =>
      (await rds.send(new ListTagsForResourceCommand({ ResourceName })))
        .TagList!;
    expect(await list()).toContainEqual({ Key: 'tier', Value: 'gold' });
    await rds.send(
      new RemoveTagsFromResourceCommand({ ResourceName, TagKeys: ['tier'] }),
    );
    expect((await list()).map(tag => tag.Key)).not.toContain('tier');
  });

  it.each([
    [ORDERS_POSTGRES, 'DBInstanceNotFoundFault'],
    ['catalog-aurora', 'InvalidParameterValue'],
  ])('are not those of %s', async (ResourceName, name) => {
    const { rds } = setup();
    await expect(
      rds.send(new ListTagsForResourceCommand({ ResourceName })),
    ).rejects.toMatchObject({ name });
  });

  it('decide what a role may do, also when there is nothing any more', async () => {
    const company = networkCompany();
    const config = await company.asRole(CATALOG, [
      {
        Effect: 'Allow',
        Action: 'rds:FailoverDBCluster',
        Resource: '*',
        Condition: { StringEquals: { 'aws:ResourceTag/tier': 'gold' } },
      },
    ]);
    const rds = new RDSClient(config);
    const failOver = new FailoverDBClusterCommand({ DBClusterIdentifier });
    await expect(rds.send(failOver)).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    });
    await company.rds(CATALOG).send(
      new AddTagsToResourceCommand({
        ResourceName: `arn:aws:rds:us-east-1:${CATALOG}:cluster:${DBClusterIdentifier}`,
        Tags: [{ Key: 'tier', Value: 'gold' }],
      }),
    );
    await expect(rds.send(failOver)).resolves.toMatchObject({
      DBCluster: { Status: 'failing-over' },
    });
  });
});
