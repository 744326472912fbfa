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

import { CreateSecurityGroupCommand, EC2Client } from '@aws-sdk/client-ec2';
import { CreateDBInstanceCommand, RDSClient } from '@aws-sdk/client-rds';
import {
  exampleAccounts,
  exampleNetworks,
} from '../__testUtils__/exampleConfig';
import { decide, fileRequest, Portal } from '../__testUtils__/requestSteps';
import {
  databaseEntity,
  startPortal,
  stopPortals,
} from '../__testUtils__/startPortal';

jest.setTimeout(300_000);

afterEach(stopPortals);

const OWNERS = '333333333333';
const ORDERS = `arn:aws:rds:us-east-1:${OWNERS}:db:orders-postgres`;
const ARCHIVE = `arn:aws:rds:us-east-1:${OWNERS}:db:archive-postgres`;
const SHAREABLE = { Key: 'database-access:shareable', Value: 'true' };

const partner = {
  name: 'partner',
  owner: 'group:default/analytics-team',
  accountId: '888888888888',
  region: 'us-east-1',
  vpcId: 'vpc-08888000000000001',
  subnetIds: ['subnet-08888000000000011'],
  clientSecurityGroupIds: ['sg-08888000000000018'],
};

const VPCS = {
  'analytics-databricks': 'vpc-06666000000000001',
  partner: partner.vpcId,
};

type NetworkName = keyof typeof VPCS;

const DATABASES = { 'orders-postgres': ORDERS, 'archive-postgres': ARCHIVE };

type DatabaseName = keyof typeof DATABASES;

/** `<database> <network>`, of all four. */
type Pair = `${DatabaseName} ${NetworkName}`;

const PAIRS = (Object.keys(DATABASES) as DatabaseName[]).flatMap(database =>
  (Object.keys(VPCS) as NetworkName[]).map(
    (network): Pair => `${database} ${network}`,
  ),
);

/** A second database of the owners, in the same VPC and subnets, with a security group of its own. */
async function makeArchive(portal: Portal): Promise<void> {
  const place = {
    region: 'us-east-1',
    endpoint: portal.awsUrl,
    credentials: { accessKeyId: OWNERS, secretAccessKey: 'simulated' },
  };
  const ec2 = new EC2Client(place);
  const rds = new RDSClient(place);
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({
      GroupName: 'archive-postgres',
      Description: 'Guards archive-postgres: nobody from outside',
      VpcId: 'vpc-03333000000000001',
      TagSpecifications: [
        { ResourceType: 'security-group', Tags: [SHAREABLE] },
      ],
    }),
  );
  await rds.send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier: 'archive-postgres',
      DBInstanceClass: 'db.t4g.medium',
      Engine: 'postgres',
      AllocatedStorage: 20,
      MasterUsername: 'postgres',
      ManageMasterUserPassword: true,
      DBSubnetGroupName: 'orders',
      VpcSecurityGroupIds: [GroupId!],
      PubliclyAccessible: false,
      Tags: [SHAREABLE],
    }),
  );
  ec2.destroy();
  rds.destroy();
  portal.awsClock.advance(3_600);
}

async function startWithTwoDatabases(): Promise<Portal> {
  const portal = await startPortal({
    databaseAccess: {
      accounts: [
        ...exampleAccounts,
        {
          accountId: partner.accountId,
          name: 'partner',
          regions: ['us-east-1'],
          externalId: 'simulated-partner-2b8c7f05e6d4a193',
          allowOutsideOrganization: true,
        },
      ],
      networks: [...exampleNetworks, partner],
    },
    entities: [databaseEntity('archive-postgres', { arn: ARCHIVE })],
  });
  await makeArchive(portal);
  return portal;
}

/** The pairs between which packets pass, whatever the portal thinks. */
async function openPairs(portal: Portal): Promise<Pair[]> {
  const open: Pair[] = [];
  for (const pair of PAIRS) {
    const [database, network] = pair.split(' ') as [DatabaseName, NetworkName];
    if (await portal.aws.reaches(VPCS[network], DATABASES[database])) {
      open.push(pair);
    }
  }
  return open;
}

function ask(portal: Portal, pair: Pair, connectVia: string) {
  const [database, network] = pair.split(' ');
  return fileRequest(portal, {
    start: 'automatic',
    key: pair,
    wish: {
      databaseRef: `resource:default/${database}`,
      network,
      connectVia,
      overrideReason: 'Both ways shall be seen',
    },
  });
}

async function lifecycles(portal: Portal): Promise<Record<string, string>> {
  const { body } = await portal.as('requester').get('/shares?mine=true');
  return Object.fromEntries(
    body.items.map((share: any) => [
      `${share.databaseRef.split('/')[1]} ${share.network.name}`,
      share.lifecycle,
    ]),
  );
}

describe('two databases of one owner and two networks', () => {
  it.each([
    ['privatelink', 'privatelink'],
    ['lattice', 'lattice'],
    ['privatelink', 'lattice'],
  ])(
    'are open in exactly the two pairs that were approved, over %s and %s',
    async (first, second) => {
      const portal = await startWithTwoDatabases();
      const [one, other] = [
        'orders-postgres analytics-databricks',
        'archive-postgres partner',
      ] as const;
      const vias: Record<Pair, string> = {
        [one]: first,
        [other]: second,
        'orders-postgres partner': second,
        'archive-postgres analytics-databricks': first,
      };
      const asked = new Map(
        await Promise.all(
          PAIRS.map(
            async pair => [pair, await ask(portal, pair, vias[pair])] as const,
          ),
        ),
      );
      expect(await openPairs(portal)).toEqual([]);

      await decide(portal, asked.get(one)!);
      await decide(portal, asked.get(other)!);
      // What leaves the organisation is for two of its owners.
      await portal.run('start');
      expect(await openPairs(portal)).not.toContain(other);
      await decide(portal, asked.get(other)!, { by: 'secondOwner' });
      await decide(portal, asked.get('orders-postgres partner')!, {
        decision: 'deny',
        comment: 'Not this one',
      });
      // Nobody says a word about the fourth.
      await portal.run('start');
      await portal.until(async () => {
        // On the way there is never more than was approved.
        const open = await openPairs(portal);
        expect([one, other]).toEqual(expect.arrayContaining(open));
        const all = Object.values(await lifecycles(portal));
        return (
          (all.length === 2 && all.every(each => each === 'active')) ||
          undefined
        );
      });
      expect(await lifecycles(portal)).toEqual({
        [one]: 'active',
        [other]: 'active',
      });
      expect(await openPairs(portal)).toEqual([one, other]);

      const { body } = await portal.as('requester').get('/shares?mine=true');
      const share = body.items.find(
        ({ network }: any) => network.name === 'partner',
      );
      await portal.as('owner').post(`/shares/${share.id}/revoke`, {
        reason: 'The partner is done',
      });
      await portal.until(async () => {
        const { [other]: lifecycle } = await lifecycles(portal);
        return lifecycle === 'revoked' || undefined;
      });
      expect(await openPairs(portal)).toEqual([one]);
    },
  );
});
