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
import { Dice } from './drawnWorld';
import { PathScene, Side } from './PathScene';

/** Something that changes in AWS without the portal. @returns what was done, or undefined if there was nothing to do it to */
type Change = (scene: PathScene, dice: Dice) => string | undefined;

const SIDES: readonly Side[] = ['provider', 'consumer', 'networking'];

const ELSEWHERE = 'sg-0123456789abcdef0';

/** Sets members of some record of a table. */
function setting(
  service: string,
  table: string,
  draw: (dice: Dice, record: any) => object,
  region?: string,
): Change {
  return (scene, dice) => {
    const found = someRecord(scene, dice, { service, table, region });
    if (!found) {
      return undefined;
    }
    const change = draw(dice, found.record);
    Object.assign(found.record, change);
    return `${table} ${found.id}: ${JSON.stringify(change)}`;
  };
}

/** Takes some record of a table away. */
function dropping(service: string, table: string): Change {
  return (scene, dice) => {
    const found = someRecord(scene, dice, { service, table });
    if (!found) {
      return undefined;
    }
    delete found.records[found.id];
    return `${table} ${found.id} is gone`;
  };
}

function someRecord(
  scene: PathScene,
  dice: Dice,
  where: { service: string; table: string; region?: string },
): { id: string; record: any; records: Record<string, any> } | undefined {
  const { service, table, region } = where;
  const side = dice.oneOf(SIDES);
  const records = scene.records(service, side, region)?.[table] ?? {};
  const ids = Object.keys(records);
  if (ids.length === 0) {
    return undefined;
  }
  const id = dice.oneOf(ids);
  return { id, record: records[id], records };
}

const LATTICE_WORDS = [
  'ACTIVE',
  'UPDATE_IN_PROGRESS',
  'UPDATE_FAILED',
  'CREATE_FAILED',
  'DELETE_FAILED',
];

/** All that a world of paths may suffer, as far as the data plane can feel it. */
export const CHANGES: readonly Change[] = [
  dropping('ec2', 'securityGroupRules'),
  dropping('ec2', 'securityGroupRules'),
  setting('ec2', 'securityGroupRules', dice => ({
    fromPort: 5433,
    toPort: dice.oneOf([5433, 5440]),
  })),
  setting('ec2', 'securityGroupRules', (_dice, rule) =>
    rule.cidrIpv4
      ? { cidrIpv4: '192.0.2.0/24' }
      : { referencedGroupId: ELSEWHERE },
  ),
  setting('ec2', 'vpcEndpoints', dice => ({
    state: dice.oneOf([
      'failed',
      'rejected',
      'expired',
      'partial',
      'pending',
      'available',
    ]),
  })),
  setting('ec2', 'vpcEndpoints', () => ({ groupIds: [ELSEWHERE] })),
  dropping('ec2', 'vpcEndpoints'),
  setting('ec2', 'vpcs', dice => ({
    [dice.oneOf(['enableDnsSupport', 'enableDnsHostnames'])]: false,
  })),
  setting('ec2', 'networkAcls', (dice, acl) => ({
    entries: [
      ...acl.entries,
      {
        ruleNumber: dice.oneOf([1, 2, 3]),
        protocol: '6',
        ruleAction: 'deny',
        egress: dice.happens(0.5),
        cidrBlock: '0.0.0.0/0',
        ...dice.oneOf([
          { fromPort: 5432, toPort: 5432 },
          { fromPort: 32768, toPort: 40000 },
        ]),
      },
    ],
  })),
  setting('ec2', 'endpointServices', () => ({ principals: {} })),
  setting('vpc-lattice', 'resourceGateways', dice => ({
    status: dice.oneOf(LATTICE_WORDS),
  })),
  setting('vpc-lattice', 'resourceGateways', () => ({
    securityGroupIds: [ELSEWHERE],
  })),
  setting('vpc-lattice', 'resourceConfigurations', dice => ({
    status: dice.oneOf(LATTICE_WORDS),
  })),
  dropping('vpc-lattice', 'resourceEndpointAssociations'),
  dropping('vpc-lattice', 'serviceNetworkResourceAssociations'),
  dropping('vpc-lattice', 'serviceNetworkVpcAssociations'),
  setting('vpc-lattice', 'serviceNetworkResourceAssociations', dice => ({
    status: dice.oneOf(['PARTIAL', 'CREATE_FAILED', 'DELETE_IN_PROGRESS']),
  })),
  setting('vpc-lattice', 'serviceNetworkVpcAssociations', () => ({
    securityGroupIds: [ELSEWHERE],
  })),
  setting('vpc-lattice', 'serviceNetworkVpcAssociations', () => ({
    privateDnsEnabled: false,
    dnsOptions: undefined,
  })),
  setting('ram', 'shares', (dice, share) => ({
    associations: share.associations.filter(
      ({ type }: { type: string }) =>
        type !== dice.oneOf(['PRINCIPAL', 'RESOURCE']),
    ),
  })),
  setting('ram', 'shares', () => ({ status: 'FAILED' })),
  setting('elasticloadbalancing', 'loadBalancers', () => ({
    securityGroupIds: [ELSEWHERE],
  })),
  setting('elasticloadbalancing', 'listeners', () => ({ port: 5433 })),
  dropping('elasticloadbalancing', 'listeners'),
  setting('elasticloadbalancing', 'targetGroups', () => ({ targets: [] })),
  setting('rds', 'instances', dice => ({
    status: dice.oneOf([
      'stopped',
      'rebooting',
      'modifying',
      'failed',
      'available',
    ]),
  })),
  setting('rds', 'instances', () => ({ port: 5499 })),
  // A landing zone takes the groups from the database.
  scene => {
    const [instance] = Object.values(
      scene.records('rds', 'provider').instances,
    );
    const { networkInterfaces } = scene.records('ec2', 'provider');
    instance.securityGroupIds = [];
    networkInterfaces[instance.networkInterfaceId].groupIds = [];
    return 'the database has no security group';
  },
  scene => {
    scene.shadow();
    return 'another zone answers for the name';
  },
  setting('route53', 'zones', () => ({ vpcs: [] }), 'aws-global'),
  setting('route53', 'zones', () => ({ records: {} }), 'aws-global'),
  // Nothing is lost, and nothing can be seen for a while.
  (scene, dice) => {
    const operation = dice.oneOf([
      'ec2:DescribeNetworkAcls',
      'ec2:DescribeVpcAttribute',
      'ec2:DescribeVpcEndpoints',
      'ec2:DescribeSecurityGroupRules',
      'rds:DescribeDBInstances',
      'route53:ListHostedZonesByVPC',
      'vpc-lattice:ListResourceGateways',
      'ram:GetResourceShares',
      'elasticloadbalancing:DescribeTargetHealth',
    ]);
    const kind = dice.oneOf(['error', 'throttle'] as const);
    scene.world.world.faults.add({ operation, kind, count: 3 });
    return `${operation}: ${kind}, 3 times`;
  },
];
