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
  CreateDBInstanceCommand,
  CreateDBInstanceCommandInput,
  CreateDBSubnetGroupCommand,
  DeleteDBInstanceCommand,
  DescribeDBInstancesCommand,
  DescribeDBSubnetGroupsCommand,
  ModifyDBInstanceCommand,
  ModifyDBInstanceCommandInput,
  RebootDBInstanceCommand,
  StartDBInstanceCommand,
  StopDBInstanceCommand,
} from '@aws-sdk/client-rds';
import {
  DescribeNetworkInterfacesCommand,
  DeleteSecurityGroupCommand,
} from '@aws-sdk/client-ec2';
import {
  BILLING,
  ORDERS,
  ORDERS_POSTGRES,
  PAYMENTS,
} from '../../testing/latticeCompany';
import { networkCompany } from '../../testing/networkCompany';
import { rdsState } from './state';

function setup(accountId = ORDERS) {
  const company = networkCompany();
  const rds = company.rds(accountId);
  return {
    ...company,
    rds,
    state: rdsState.of(company.world, { accountId, region: 'us-east-1' }),
    async instance(DBInstanceIdentifier: string) {
      const { DBInstances } = await rds.send(
        new DescribeDBInstancesCommand({ DBInstanceIdentifier }),
      );
      return DBInstances![0];
    },
  };
}

describe('DescribeDBInstances', () => {
  it.each(['orders-postgres', 'Orders-Postgres', ORDERS_POSTGRES])(
    'tells what is to be known of %s',
    async identifier => {
      const { instance, clock } = setup();
      const found = await instance(identifier);
      expect(found).toMatchObject({
        DBInstanceIdentifier: 'orders-postgres',
        DBInstanceArn: ORDERS_POSTGRES,
        DBInstanceStatus: 'available',
        Engine: 'postgres',
        Endpoint: { Port: 5432, Address: expect.stringMatching(/^orders-/) },
        MultiAZ: true,
        PubliclyAccessible: false,
        AvailabilityZone: expect.stringMatching(/^us-east-1[a-f]$/),
        SecondaryAvailabilityZone: expect.stringMatching(/^us-east-1[a-f]$/),
        NetworkType: 'IPV4',
        VpcSecurityGroups: [
          { VpcSecurityGroupId: 'sg-03333000000000018', Status: 'active' },
        ],
        DBSubnetGroup: {
          VpcId: 'vpc-03333000000000001',
          SubnetGroupStatus: 'Complete',
        },
        CACertificateIdentifier: 'rds-ca-rsa2048-g1',
        CertificateDetails: { CAIdentifier: 'rds-ca-rsa2048-g1' },
        TagList: expect.arrayContaining([
          { Key: expect.any(String), Value: expect.any(String) },
        ]),
      });
      expect(found.DBSubnetGroup!.Subnets).toHaveLength(3);
      const validTill = found.CertificateDetails!.ValidTill!.getTime();
      expect(validTill).toBeGreaterThan(clock.now());
      expect(validTill).toBeLessThan(clock.now() + 366 * 24 * 3600 * 1000);
    },
  );

  it.each([
    ['orders'],
    ['arn:aws:rds:us-east-1:444444444444:db:orders-postgres'],
    ['arn:aws:rds:eu-west-1:333333333333:db:orders-postgres'],
  ])('finds no %s', async DBInstanceIdentifier => {
    const { rds } = setup();
    await expect(
      rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier })),
    ).rejects.toMatchObject({
      name: 'DBInstanceNotFoundFault',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it('filters, and refuses filters that it does not have', async () => {
    const { rds } = setup('555555555555');
    const filtered = (Name: string, ...Values: string[]) =>
      rds.send(new DescribeDBInstancesCommand({ Filters: [{ Name, Values }] }));
    expect(
      (await filtered('db-cluster-id', 'catalog-aurora')).DBInstances,
    ).toHaveLength(2);
    expect((await filtered('engine', 'mysql')).DBInstances).toEqual([]);
    await expect(filtered('status', 'available')).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: 'Unrecognized filter name: status',
    });
  });

  it('pages by twenty to a hundred records', async () => {
    const { rds, state } = setup();
    for (let i = 0; i < 24; i++) {
      const dbInstanceIdentifier = `copy-${i}`;
      state.instances[dbInstanceIdentifier] = {
        ...state.instances['orders-postgres'],
        dbInstanceIdentifier,
      };
    }
    const page = (MaxRecords: number, Marker?: string) =>
      rds.send(new DescribeDBInstancesCommand({ MaxRecords, Marker }));
    const first = await page(20);
    const second = await page(20, first.Marker);
    expect(first.DBInstances).toHaveLength(20);
    expect(second.DBInstances).toHaveLength(5);
    expect(second.Marker).toBeUndefined();
    for (const wrong of [19, 101]) {
      await expect(page(wrong)).rejects.toMatchObject({
        name: 'InvalidParameterValue',
      });
    }
    await expect(page(20, 'nonsense')).rejects.toMatchObject({
      name: 'InvalidParameterValue',
    });
  });

  it('shows the databases of the account that asks', async () => {
    const { rds } = setup(PAYMENTS);
    expect(
      (await rds.send(new DescribeDBInstancesCommand())).DBInstances,
    ).toEqual([]);
  });
});

describe('RebootDBInstance', () => {
  it('with failover moves the database to the standby, under the same name', async () => {
    const { rds, instance, clock, state } = setup();
    const before = await instance('orders-postgres');
    const eniBefore = state.instances['orders-postgres'].networkInterfaceId;
    await rds.send(
      new RebootDBInstanceCommand({
        DBInstanceIdentifier: 'orders-postgres',
        ForceFailover: true,
      }),
    );
    expect((await instance('orders-postgres')).DBInstanceStatus).toBe(
      'rebooting',
    );
    clock.advance(60);
    const after = await instance('orders-postgres');
    expect(after).toMatchObject({
      DBInstanceStatus: 'available',
      AvailabilityZone: before.SecondaryAvailabilityZone,
      SecondaryAvailabilityZone: before.AvailabilityZone,
      Endpoint: before.Endpoint,
    });
    expect(state.instances['orders-postgres'].networkInterfaceId).not.toBe(
      eniBefore,
    );
  });

  it('and again moves it back to where it was', async () => {
    const { rds, clock, state, world } = setup();
    const first = state.instances['orders-postgres'].networkInterfaceId;
    for (let i = 0; i < 2; i++) {
      await rds.send(
        new RebootDBInstanceCommand({
          DBInstanceIdentifier: 'orders-postgres',
          ForceFailover: true,
        }),
      );
      clock.advance(60);
      world.settle();
    }
    expect(state.instances['orders-postgres'].networkInterfaceId).toBe(first);
  });

  it('needs Multi-AZ for a failover, and an available instance', async () => {
    const { rds } = setup(BILLING);
    const reboot = (ForceFailover: boolean) =>
      rds.send(
        new RebootDBInstanceCommand({
          DBInstanceIdentifier: 'billing-public',
          ForceFailover,
        }),
      );
    await expect(reboot(true)).rejects.toMatchObject({
      name: 'InvalidParameterCombination',
    });
    await reboot(false);
    await expect(reboot(false)).rejects.toMatchObject({
      name: 'InvalidDBInstanceStateFault',
    });
  });
});

describe('StopDBInstance and StartDBInstance', () => {
  it('take a database away and bring it back', async () => {
    const { rds, instance, clock } = setup(BILLING);
    const which = { DBInstanceIdentifier: 'billing-mysql' };
    const status = async () =>
      (await instance('billing-mysql')).DBInstanceStatus;
    await rds.send(new StopDBInstanceCommand(which));
    expect(await status()).toBe('stopping');
    clock.advance(180);
    expect(await status()).toBe('stopped');
    await expect(
      rds.send(new StopDBInstanceCommand(which)),
    ).rejects.toMatchObject({ name: 'InvalidDBInstanceStateFault' });
    await rds.send(new StartDBInstanceCommand(which));
    expect(await status()).toBe('starting');
    clock.advance(240);
    expect(await status()).toBe('available');
  });

  it('are not for members of a cluster', async () => {
    const { rds, state } = setup('555555555555');
    await expect(
      rds.send(
        new StopDBInstanceCommand({
          DBInstanceIdentifier: Object.keys(state.instances)[0],
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidDBClusterStateFault' });
  });
});

describe('ModifyDBInstance', () => {
  const modifying = (accountId: string, DBInstanceIdentifier: string) => {
    const company = setup(accountId);
    return {
      ...company,
      found: () => company.instance(DBInstanceIdentifier),
      modify: (change: Partial<ModifyDBInstanceCommandInput>) =>
        company.rds.send(
          new ModifyDBInstanceCommand({ DBInstanceIdentifier, ...change }),
        ),
    };
  };

  it('ends public access without waiting for a maintenance window', async () => {
    const { modify, found, clock, ec2 } = modifying(BILLING, 'billing-public');
    await modify({ PubliclyAccessible: false });
    expect(await found()).toMatchObject({
      DBInstanceStatus: 'modifying',
      PubliclyAccessible: true,
    });
    clock.advance(60);
    expect(await found()).toMatchObject({
      DBInstanceStatus: 'available',
      PubliclyAccessible: false,
    });
    const { NetworkInterfaces } = await ec2(BILLING).send(
      new DescribeNetworkInterfacesCommand({
        Filters: [{ Name: 'group-id', Values: ['sg-04444000000000019'] }],
      }),
    );
    expect(NetworkInterfaces![0].Association).toBeUndefined();
  });

  it('keeps IAM authentication for the maintenance window unless it is applied immediately', async () => {
    const { modify, found, clock } = modifying(BILLING, 'billing-mysql');
    const wanted = !(await found()).IAMDatabaseAuthenticationEnabled;
    await modify({ EnableIAMDatabaseAuthentication: wanted });
    clock.advance(3600);
    expect(await found()).toMatchObject({
      DBInstanceStatus: 'available',
      IAMDatabaseAuthenticationEnabled: !wanted,
      PendingModifiedValues: { IAMDatabaseAuthenticationEnabled: wanted },
    });
    // What was pending is applied along with what is applied now.
    await modify({
      CACertificateIdentifier: 'rds-ca-ecc384-g1',
      ApplyImmediately: true,
    });
    clock.advance(60);
    expect(await found()).toMatchObject({
      IAMDatabaseAuthenticationEnabled: wanted,
      CACertificateIdentifier: 'rds-ca-ecc384-g1',
      CertificateDetails: { CAIdentifier: 'rds-ca-ecc384-g1' },
    });
  });

  it('lets it listen at another port without waiting for a maintenance window', async () => {
    const { modify, found, clock } = modifying(ORDERS, 'orders-postgres');
    await modify({ DBPortNumber: 6432 });
    expect(await found()).toMatchObject({
      DBInstanceStatus: 'modifying',
      Endpoint: { Port: 5432 },
      PendingModifiedValues: { Port: 6432 },
    });
    clock.advance(60);
    expect(await found()).toMatchObject({
      DBInstanceStatus: 'available',
      Endpoint: { Port: 6432 },
    });
  });

  it('changes the security groups of every interface', async () => {
    const { modify, found, clock, ec2 } = modifying(ORDERS, 'orders-postgres');
    await modify({ VpcSecurityGroupIds: ['sg-03333000000000019'] });
    expect((await found()).VpcSecurityGroups).toEqual([
      { VpcSecurityGroupId: 'sg-03333000000000019', Status: 'adding' },
    ]);
    clock.advance(60);
    expect((await found()).VpcSecurityGroups).toEqual([
      { VpcSecurityGroupId: 'sg-03333000000000019', Status: 'active' },
    ]);
    // Nothing uses the old one any more.
    await ec2(ORDERS).send(
      new DeleteSecurityGroupCommand({ GroupId: 'sg-03333000000000018' }),
    );
  });

  it.each<[string, Partial<ModifyDBInstanceCommandInput>, string]>([
    [
      'a group of nowhere',
      { VpcSecurityGroupIds: ['sg-0'] },
      'InvalidParameterValue',
    ],
    ['a port of the system', { DBPortNumber: 80 }, 'InvalidParameterValue'],
    [
      'an unknown CA',
      { CACertificateIdentifier: 'rds-ca-1999' },
      'CertificateNotFoundFault',
    ],
    [
      'what is not simulated',
      { DBInstanceClass: 'db.x2g.large' },
      'InvalidParameterCombination',
    ],
  ])('refuses %s', async (_, change, name) => {
    const { modify, found } = modifying(BILLING, 'billing-mysql');
    await expect(modify(change)).rejects.toMatchObject({ name });
    expect((await found()).DBInstanceStatus).toBe('available');
  });
});

describe('CreateDBInstance', () => {
  const payments: CreateDBInstanceCommandInput = {
    DBInstanceIdentifier: 'Payments-DB',
    DBInstanceClass: 'db.t4g.medium',
    Engine: 'postgres',
    AllocatedStorage: 20,
    MasterUsername: 'payments',
    DBSubnetGroupName: 'payments',
    MultiAZ: true,
    Tags: [{ Key: 'owner', Value: 'payments' }],
  };

  async function withSubnetGroup() {
    const company = setup(PAYMENTS);
    await company.rds.send(
      new CreateDBSubnetGroupCommand({
        DBSubnetGroupName: 'payments',
        DBSubnetGroupDescription: 'the data subnets',
        SubnetIds: ['subnet-07777000000000011', 'subnet-07777000000000012'],
      }),
    );
    return company;
  }

  it('makes a database that has an address as soon as it is available', async () => {
    const { rds, instance, clock } = await withSubnetGroup();
    const { DBInstance } = await rds.send(
      new CreateDBInstanceCommand(payments),
    );
    expect(DBInstance).toMatchObject({
      DBInstanceIdentifier: 'payments-db',
      DBInstanceStatus: 'creating',
      VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-07777000000000010' }],
    });
    expect(DBInstance!.Endpoint).toBeUndefined();
    clock.advance(300);
    expect(await instance('payments-db')).toMatchObject({
      DBInstanceStatus: 'available',
      Endpoint: {
        Address: expect.stringMatching(
          /^payments-db\.\w+\.us-east-1\.rds\.amazonaws\.com$/,
        ),
        Port: 5432,
      },
      AllocatedStorage: 20,
      MasterUsername: 'payments',
      SecondaryAvailabilityZone: expect.any(String),
    });
  });

  it.each<[string, Partial<CreateDBInstanceCommandInput>, string]>([
    ['two hyphens', { DBInstanceIdentifier: 'a--b' }, 'InvalidParameterValue'],
    [
      'a hyphen at its end',
      { DBInstanceIdentifier: 'a-' },
      'InvalidParameterValue',
    ],
    ['no master', { MasterUsername: undefined }, 'InvalidParameterValue'],
    [
      'no such subnets',
      { DBSubnetGroupName: 'x' },
      'DBSubnetGroupNotFoundFault',
    ],
    [
      'a group of nowhere',
      { VpcSecurityGroupIds: ['sg-0'] },
      'InvalidParameterValue',
    ],
    ['another engine', { Engine: 'oracle-ee' }, 'InvalidParameterValue'],
    [
      'a zone beside Multi-AZ',
      { AvailabilityZone: 'us-east-1a' },
      'InvalidParameterCombination',
    ],
  ])('refuses %s', async (_, change, name) => {
    const { rds } = await withSubnetGroup();
    await expect(
      rds.send(new CreateDBInstanceCommand({ ...payments, ...change })),
    ).rejects.toMatchObject({ name });
  });

  it('refuses a name that is taken', async () => {
    const { rds } = await withSubnetGroup();
    await rds.send(new CreateDBInstanceCommand(payments));
    await expect(
      rds.send(new CreateDBInstanceCommand(payments)),
    ).rejects.toMatchObject({ name: 'DBInstanceAlreadyExistsFault' });
  });

  it('is undone by DeleteDBInstance, which wants to know about a last snapshot', async () => {
    const { rds, instance, clock } = await withSubnetGroup();
    await rds.send(new CreateDBInstanceCommand(payments));
    clock.advance(300);
    const remove = (SkipFinalSnapshot?: boolean) =>
      rds.send(
        new DeleteDBInstanceCommand({
          DBInstanceIdentifier: 'payments-db',
          SkipFinalSnapshot,
        }),
      );
    await expect(remove()).rejects.toMatchObject({
      name: 'InvalidParameterCombination',
    });
    await remove(true);
    expect((await instance('payments-db')).DBInstanceStatus).toBe('deleting');
    clock.advance(180);
    await expect(instance('payments-db')).rejects.toMatchObject({
      name: 'DBInstanceNotFoundFault',
    });
  });

  it('is not undone while the database is protected', async () => {
    const { rds } = setup();
    await expect(
      rds.send(
        new DeleteDBInstanceCommand({
          DBInstanceIdentifier: 'orders-postgres',
          SkipFinalSnapshot: true,
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
  });
});

describe('DB subnet groups', () => {
  it('cover two zones of one VPC', async () => {
    const { rds } = setup(PAYMENTS);
    const create = (SubnetIds: string[], DBSubnetGroupName = 'a') =>
      rds.send(
        new CreateDBSubnetGroupCommand({
          DBSubnetGroupName,
          DBSubnetGroupDescription: 'a',
          SubnetIds,
        }),
      );
    const [a, b] = ['subnet-07777000000000011', 'subnet-07777000000000012'];
    await expect(create([a])).rejects.toMatchObject({
      name: 'DBSubnetGroupDoesNotCoverEnoughAZs',
    });
    await expect(create([a, 'subnet-07777000000000021'])).rejects.toMatchObject(
      { name: 'InvalidSubnet' },
    );
    await expect(create([a, 'subnet-0'])).rejects.toMatchObject({
      name: 'InvalidSubnet',
    });
    await create([a, b]);
    await expect(create([a, b])).rejects.toMatchObject({
      name: 'DBSubnetGroupAlreadyExistsFault',
    });
    const { DBSubnetGroups } = await rds.send(
      new DescribeDBSubnetGroupsCommand({ DBSubnetGroupName: 'a' }),
    );
    expect(DBSubnetGroups![0].Subnets).toMatchObject([
      { SubnetIdentifier: a, SubnetStatus: 'Active' },
      { SubnetIdentifier: b },
    ]);
  });
});
