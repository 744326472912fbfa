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
/* eslint-disable jest/no-export */

import './unpacedReads';
import { RejectVpcEndpointConnectionsCommand } from '@aws-sdk/client-ec2';
import { TestDatabases } from '@backstage/backend-test-utils';
import {
  Health,
  HopCause,
} from '@towpath/backstage-plugin-database-access-common';
import { firstTrouble } from '../health';
import { BYSTANDER, PathScene, Side, VICTIM } from './PathScene';
import { Wish } from './worldBench';

/** Something that can be wrong with a path, and what the page must say first. */
export interface Break {
  /** What somebody did, or what happened. */
  what: string;
  hop: string | unknown;
  cause: HopCause | unknown;
  /** Default: broken. */
  health?: Health;
  /** Of the other access, which has this in common; default: healthy. */
  others?: Health;
  act(scene: PathScene): Promise<void> | void;
}

const only = <T>(records: Record<string, T>): T => Object.values(records)[0];

/** Sets members of one record. */
const set =
  (
    service: string,
    side: 'provider' | 'consumer' | 'networking',
    table: string,
    change: object,
    isIt: (record: any) => boolean = () => true,
  ) =>
  (scene: PathScene) => {
    const record = Object.values(scene.records(service, side)[table]).find(
      isIt,
    );
    expect(record).toBeDefined();
    Object.assign(record, change);
    scene.changed();
  };

/** Takes one record away. */
const drop =
  (
    service: string,
    side: 'provider' | 'consumer' | 'networking',
    table: string,
    isIt: (record: any) => boolean = () => true,
  ) =>
  (scene: PathScene) => {
    const records = scene.records(service, side)[table];
    const found = Object.entries(records).find(([, record]) => isIt(record));
    expect(found).toBeDefined();
    delete records[found![0]];
    scene.changed();
  };

const denyAcl =
  (side: 'provider' | 'consumer', entry: object) => (scene: PathScene) => {
    for (const acl of Object.values(scene.records('ec2', side).networkAcls)) {
      acl.entries.push({
        ruleNumber: 1,
        protocol: '6',
        ruleAction: 'deny',
        cidrBlock: '0.0.0.0/0',
        ...entry,
      });
    }
    scene.changed();
  };

/** The rule of one of our objects. */
const ruleOf = (key: string, change?: object) => async (scene: PathScene) => {
  const id = await scene.idOf(key, 'securityGroupRuleId');
  for (const side of ['provider', 'consumer'] as const) {
    const rules = scene.records('ec2', side).securityGroupRules;
    if (rules[id] && change) {
      Object.assign(rules[id], change);
    } else {
      delete rules[id];
    }
  }
  scene.changed();
};

function mayReadNothing(scene: PathScene, side: Side): void {
  const { roles } = scene.records('iam', side, 'aws-global');
  roles['database-access-read'].inlinePolicies = {};
}

/** The first hop of which something is in the account of the database, whatever the pattern. */
const PROVIDER_FIRST = expect.stringMatching(
  /^(Share with the account|Accepted in the account of the database|Service network)$/,
);

const shadow = (scene: PathScene) => scene.shadow();

const CLIENT_GROUP = 'Security groups of the clients';
const NAMES = 'Names in the VPC of the clients';
const ZONES = 'route53:ListHostedZonesByVPC';
const CLIENT_ACL = 'Network ACLs of the clients’ subnets';
const DATABASE_ACL = 'Network ACLs of the database’s subnets';
const DATABASE_GROUP = 'Security groups that the database has';

/** Whatever the pattern. */
export const AROUND: Break[] = [
  {
    what: 'the clients’ group lets nothing out',
    hop: CLIENT_GROUP,
    cause: 'client-egress-missing',
    act: scene => {
      const { securityGroupRules, securityGroups } = scene.records(
        'ec2',
        'consumer',
      );
      const clients = Object.values(securityGroups).find(
        ({ groupName }) => groupName === 'clients',
      );
      for (const [id, rule] of Object.entries(securityGroupRules)) {
        if (rule.isEgress && rule.groupId === clients.groupId) {
          delete securityGroupRules[id];
        }
      }
      scene.changed();
    },
  },
  {
    what: 'the VPC has DNS support switched off',
    hop: NAMES,
    cause: 'vpc-dns-off',
    act: set('ec2', 'consumer', 'vpcs', { enableDnsSupport: false }),
  },
  {
    what: 'the VPC has DNS hostnames switched off',
    hop: NAMES,
    cause: 'vpc-dns-off',
    act: set('ec2', 'consumer', 'vpcs', { enableDnsHostnames: false }),
  },
  {
    what: 'a private zone of somebody else answers for the database’s name',
    hop: NAMES,
    cause: 'name-shadowed',
    act: shadow,
  },
  {
    what: 'it does so, and then Route 53 has no time to say it again',
    hop: NAMES,
    cause: 'name-shadowed',
    async act(scene) {
      shadow(scene);
      await scene.pass(60);
      scene.fault('consumer', { operation: ZONES, kind: 'throttle' });
    },
  },
  {
    what: 'Route 53 has no time to say which zones the VPC asks',
    hop: NAMES,
    cause: 'account-unreadable',
    health: 'unknown',
    act(scene) {
      shadow(scene);
      scene.fault('consumer', { operation: ZONES, kind: 'throttle' });
    },
  },
  {
    what: 'nobody may ask which zones the VPC asks',
    hop: NAMES,
    cause: 'account-unreadable',
    health: 'unknown',
    act(scene) {
      shadow(scene);
      const code = 'AccessDenied';
      scene.fault('consumer', { operation: ZONES, kind: 'error', code });
    },
  },
  {
    what: 'AWS does not say which network ACL a subnet of the clients has',
    hop: CLIENT_ACL,
    cause: 'not-read',
    health: 'unknown',
    act(scene) {
      scene.records('ec2', 'consumer').networkAcls = {};
      scene.changed();
    },
  },
  {
    what: 'the clients’ network ACL drops what goes to the database',
    hop: CLIENT_ACL,
    cause: 'client-acl-denies',
    act: denyAcl('consumer', { egress: true, fromPort: 5432, toPort: 5432 }),
  },
  {
    what: 'the clients’ network ACL drops the answers',
    hop: CLIENT_ACL,
    cause: 'client-acl-denies',
    act: denyAcl('consumer', { egress: false, fromPort: 32768, toPort: 65535 }),
  },
  {
    what: 'the database’s network ACL drops what comes in',
    hop: DATABASE_ACL,
    cause: 'database-acl-denies',
    act: denyAcl('provider', { egress: false, fromPort: 5432, toPort: 5432 }),
  },
  {
    what: 'the database’s network ACL drops the answers',
    hop: DATABASE_ACL,
    cause: 'database-acl-denies',
    act: denyAcl('provider', { egress: true, fromPort: 32768, toPort: 65535 }),
  },
  {
    what: 'the rule in the database’s group is deleted',
    hop: 'Security group of the database',
    cause: 'object-gone',
    act: ruleOf('database-ingress'),
  },
  {
    what: 'the rule in the database’s group is changed to another port',
    hop: 'Security group of the database',
    cause: 'object-changed',
    act: ruleOf('database-ingress', { fromPort: 5433, toPort: 5433 }),
  },
  {
    what: 'a landing zone takes the group from the database',
    hop: DATABASE_GROUP,
    cause: 'database-group-detached',
    act: scene => {
      const { instances } = scene.records('rds', 'provider');
      const { networkInterfaces } = scene.records('ec2', 'provider');
      only(instances).securityGroupIds = [];
      networkInterfaces[only(instances).networkInterfaceId].groupIds = [];
      scene.changed();
    },
  },
  ...(
    [
      ['stopped', 'database-stopped', 'broken'],
      ['stopping', 'database-stopped', 'broken'],
      ['failed', 'database-failed', 'broken'],
      ['storage-full', 'database-failed', 'broken'],
      ['incompatible-network', 'database-failed', 'broken'],
      ['inaccessible-encryption-credentials', 'database-failed', 'broken'],
      ['rebooting', 'database-changing', 'pending'],
      ['starting', 'database-changing', 'pending'],
      ['modifying', 'database-degraded', 'degraded'],
      ['maintenance', 'database-degraded', 'degraded'],
      ['hibernating', 'database-status-unknown', 'unknown'],
    ] as const
  ).map(
    ([status, cause, health]): Break => ({
      what: `the database is ${status}`,
      hop: 'Database',
      cause,
      health,
      act: set('rds', 'provider', 'instances', { status }),
    }),
  ),
  {
    what: 'the database is deleted',
    hop: DATABASE_GROUP,
    cause: 'database-gone',
    act: drop('rds', 'provider', 'instances'),
  },
  {
    what: 'the database listens at another port',
    hop: 'Database',
    cause: 'database-moved',
    act: set('rds', 'provider', 'instances', { port: 5499 }),
  },
  {
    what: 'the database is made publicly accessible',
    hop: 'Database',
    cause: 'database-public',
    health: 'degraded',
    act: set('rds', 'provider', 'instances', { publiclyAccessible: true }),
  },
  {
    what: 'the role in the account of the clients may read nothing more',
    hop: CLIENT_GROUP,
    cause: 'account-unreadable',
    health: 'unknown',
    act: scene => mayReadNothing(scene, 'consumer'),
  },
  {
    what: 'the role in the account of the database may read nothing more',
    hop: PROVIDER_FIRST,
    // What is read by itself says so by itself.
    cause: expect.stringMatching(/^(account-unreadable|object-unknown)$/),
    health: 'unknown',
    act: scene => mayReadNothing(scene, 'provider'),
  },
];

/** The same, with fewer words of RDS: they are the same words over each pattern. */
export const AROUND_IN_SHORT = AROUND.filter(
  ({ what }) =>
    !/^the database is (?!stopped|rebooting|deleted)\w+$/.test(what),
);

/** Over VPC Lattice, whatever brings the clients to it. */
const LATTICE: Break[] = [
  {
    what: 'the resource configuration fails',
    hop: 'Resource configuration',
    cause: 'object-failed',
    act: set('vpc-lattice', 'provider', 'resourceConfigurations', {
      status: 'UPDATE_FAILED',
    }),
  },
  {
    what: 'the resource gateway fails',
    hop: 'Resource gateway',
    cause: 'object-failed',
    act: set('vpc-lattice', 'provider', 'resourceGateways', {
      status: 'UPDATE_FAILED',
    }),
  },
  {
    what: 'the resource gateway is updated',
    hop: 'Resource gateway',
    cause: 'object-pending',
    health: 'pending',
    act: set('vpc-lattice', 'provider', 'resourceGateways', {
      status: 'UPDATE_IN_PROGRESS',
    }),
  },
  {
    what: 'AWS has a new word for the gateway’s state',
    hop: 'Resource gateway',
    cause: 'object-unknown',
    health: 'unknown',
    act: set('vpc-lattice', 'provider', 'resourceGateways', {
      status: 'HIBERNATING',
    }),
  },
  {
    what: 'the resource gateway gets another security group',
    hop: 'Resource gateway',
    cause: 'object-changed',
    act: set('vpc-lattice', 'provider', 'resourceGateways', {
      securityGroupIds: ['sg-0123456789abcdef0'],
    }),
  },
  {
    what: 'the gateway’s rule is deleted',
    hop: 'Security group of the gateway',
    cause: 'object-gone',
    act: ruleOf('gateway-egress'),
  },
  {
    what: 'the gateway’s rule leads elsewhere',
    hop: 'Security group of the gateway',
    cause: 'object-changed',
    act: ruleOf('gateway-egress', {
      referencedGroupId: 'sg-0123456789abcdef0',
    }),
  },
];

const ENDPOINT_RULES: Break[] = [
  {
    what: 'the endpoint’s rule for the clients is deleted',
    hop: 'Security group of the endpoint',
    cause: 'object-gone',
    act: ruleOf('endpoint-ingress-1'),
  },
  {
    what: 'the endpoint’s rule is changed to another peer',
    hop: 'Security group of the endpoint',
    cause: 'object-changed',
    act: ruleOf('endpoint-ingress-1', {
      referencedGroupId: 'sg-0123456789abcdef0',
    }),
  },
];

/** Of an endpoint, whatever it leads to. */
export const endpointBreaks = (hop: string): Break[] => [
  ...(
    [
      ['failed', 'object-failed', 'broken'],
      ['rejected', 'object-failed', 'broken'],
      ['expired', 'object-failed', 'broken'],
      ['partial', 'object-degraded', 'degraded'],
      ['pending', 'object-pending', 'pending'],
      ['hibernating', 'object-unknown', 'unknown'],
    ] as const
  ).map(
    ([state, cause, health]): Break => ({
      what: `the endpoint is ${state}`,
      hop,
      cause,
      health,
      act: set('ec2', 'consumer', 'vpcEndpoints', { state }),
    }),
  ),
  {
    what: 'the endpoint is deleted',
    hop,
    cause: 'object-gone',
    act: drop('ec2', 'consumer', 'vpcEndpoints'),
  },
  {
    what: 'the endpoint gets another security group',
    hop,
    cause: 'object-changed',
    act: set('ec2', 'consumer', 'vpcEndpoints', {
      groupIds: ['sg-0123456789abcdef0'],
    }),
  },
  {
    what: 'the endpoint loses one of its subnets',
    hop,
    cause: 'object-changed',
    health: 'degraded',
    act: scene => {
      const endpoint = only(scene.records('ec2', 'consumer').vpcEndpoints);
      endpoint.subnetIds = endpoint.subnetIds.slice(0, 1);
      scene.changed();
    },
  },
];

export const RESOURCE_ENDPOINT: Break[] = [
  ...AROUND,
  ...LATTICE,
  ...ENDPOINT_RULES,
  ...endpointBreaks('VPC endpoint'),
  {
    what: 'the provider deletes the endpoint’s association',
    hop: 'Share with the account',
    cause: 'object-gone',
    act: drop('vpc-lattice', 'provider', 'resourceEndpointAssociations'),
  },
  {
    what: 'the account is taken out of the resource share',
    hop: 'Share with the account',
    cause: 'object-gone',
    act: scene => {
      const share = only(scene.records('ram', 'provider').shares);
      share.associations = share.associations.filter(
        ({ type }: { type: string }) => type !== 'PRINCIPAL',
      );
    },
  },
  {
    what: 'the resource share fails',
    hop: 'Share with the account',
    cause: 'object-failed',
    act: set('ram', 'provider', 'shares', { status: 'FAILED' }),
  },
  {
    what: 'the resource is taken out of the resource share',
    hop: 'Share with the account',
    cause: 'object-failed',
    act: scene => {
      const share = only(scene.records('ram', 'provider').shares);
      for (const association of share.associations) {
        if (association.type === 'RESOURCE') {
          association.status = 'FAILED';
        }
      }
    },
  },
  {
    what: 'the resource share is deleted',
    hop: 'Share with the account',
    cause: 'object-gone',
    act: drop('ram', 'provider', 'shares'),
  },
];

function targetGroupsOf(scene: PathScene): any[] {
  return Object.values(
    scene.records('elasticloadbalancing', 'provider').targetGroups,
  );
}

export const PRIVATELINK: Break[] = [
  ...AROUND_IN_SHORT,
  ...ENDPOINT_RULES,
  ...endpointBreaks('Interface endpoint'),
  {
    what: 'the VPC is taken out of the zone of the database’s name',
    hop: NAMES,
    cause: 'zone-not-in-vpc',
    act: scene => {
      for (const zone of Object.values(
        scene.records('route53', 'consumer', 'aws-global').zones,
      )) {
        zone.vpcs = [];
      }
    },
  },
  {
    what: 'the record of the database’s name is deleted',
    hop: 'Name of the database in the network',
    cause: 'object-gone',
    act: scene => {
      const zone = only(
        scene.records('route53', 'consumer', 'aws-global').zones,
      );
      for (const key of Object.keys(zone.records)) {
        if (/ A$/.test(key)) {
          delete zone.records[key];
        }
      }
    },
  },
  {
    what: 'the record of the database’s name leads elsewhere, and the portal may not put it right',
    hop: 'Name of the database in the network',
    cause: 'object-failed',
    act(scene) {
      const zone = only(
        scene.records('route53', 'consumer', 'aws-global').zones,
      );
      for (const key of Object.keys(zone.records)) {
        if (/ A$/.test(key)) {
          Object.assign(zone.records[key], {
            alias: undefined,
            ttl: 60,
            values: ['192.0.2.1'],
          });
        }
      }
      scene.fault('consumer', {
        operation: 'route53:ChangeResourceRecordSets',
        kind: 'error',
        code: 'AccessDenied',
      });
    },
  },
  {
    what: 'the provider rejects the endpoint',
    hop: 'Interface endpoint',
    cause: 'object-failed',
    async act(scene) {
      const { vpcEndpointId } = only(
        scene.records('ec2', 'consumer').vpcEndpoints,
      );
      const { serviceId } = only(
        scene.records('ec2', 'provider').endpointServices,
      );
      await scene.admin('provider').ec2.send(
        new RejectVpcEndpointConnectionsCommand({
          ServiceId: serviceId,
          VpcEndpointIds: [vpcEndpointId],
        }),
      );
      scene.changed();
    },
  },
  {
    what: 'nothing is registered behind the load balancer, and the portal may register nothing',
    hop: 'Addresses of the database',
    cause: 'object-gone',
    act(scene) {
      targetGroupsOf(scene).forEach(group => {
        group.targets = [];
      });
      scene.fault('provider', {
        operation: 'elasticloadbalancing:RegisterTargets',
        kind: 'error',
        code: 'AccessDenied',
      });
      scene.changed();
    },
  },
  {
    what: 'the address behind the load balancer does not answer at its port',
    hop: 'Addresses of the database',
    cause: 'object-failed',
    async act(scene) {
      targetGroupsOf(scene).forEach(({ targets }) => {
        targets.forEach((target: { port: number }) => {
          target.port = 5433;
        });
      });
      scene.changed();
      await scene.pass(60);
      await scene.pass(60);
    },
  },
  {
    what: 'the account is taken out of the endpoint service’s permissions',
    hop: 'Accepted in the account of the database',
    cause: 'object-gone',
    act: set('ec2', 'provider', 'endpointServices', { principals: {} }),
  },
  {
    what: 'the load balancer gets other security groups',
    hop: 'Network Load Balancer',
    cause: 'object-changed',
    act: set('elasticloadbalancing', 'provider', 'loadBalancers', {
      securityGroupIds: ['sg-0123456789abcdef0'],
    }),
  },
  {
    what: 'the load balancer fails',
    hop: 'Network Load Balancer',
    cause: 'object-failed',
    act: set('elasticloadbalancing', 'provider', 'loadBalancers', {
      state: 'failed',
    }),
  },
  {
    what: 'the load balancer is impaired',
    hop: 'Network Load Balancer',
    cause: 'object-degraded',
    health: 'degraded',
    act: set('elasticloadbalancing', 'provider', 'loadBalancers', {
      state: 'active_impaired',
    }),
  },
  {
    what: 'the listener is deleted',
    hop: 'Network Load Balancer',
    cause: 'object-gone',
    act: drop('elasticloadbalancing', 'provider', 'listeners'),
  },
  {
    what: 'the listener listens at another port',
    hop: 'Network Load Balancer',
    cause: 'object-changed',
    act: set('elasticloadbalancing', 'provider', 'listeners', { port: 5433 }),
  },
  {
    what: 'the load balancer’s rule to the database is deleted',
    hop: 'Security group of the load balancer',
    cause: 'object-gone',
    act: ruleOf('nlb-egress'),
  },
];

export const NETWORK_SHARED: Break[] = [
  ...LATTICE,
  {
    what: 'the database’s association with the service network fails',
    hop: 'Service network',
    cause: 'object-failed',
    act: set('vpc-lattice', 'provider', 'serviceNetworkResourceAssociations', {
      status: 'CREATE_FAILED',
    }),
  },
  {
    what: 'the database’s association is PARTIAL',
    hop: 'Service network',
    cause: 'object-degraded',
    health: 'degraded',
    act: set('vpc-lattice', 'provider', 'serviceNetworkResourceAssociations', {
      status: 'PARTIAL',
    }),
  },
  {
    what: 'the database’s association is deleted',
    hop: 'Service network',
    cause: 'object-gone',
    act: drop('vpc-lattice', 'provider', 'serviceNetworkResourceAssociations'),
  },
];

/** Of the association that brings a VPC into a service network. */
export const OF_VPC_ASSOCIATION: Break[] = [
  {
    what: 'the VPC’s association is deleted',
    hop: 'VPC association',
    cause: 'object-gone',
    act: drop('vpc-lattice', 'consumer', 'serviceNetworkVpcAssociations'),
  },
  {
    what: 'the VPC’s association gets another security group',
    hop: 'VPC association',
    cause: 'object-changed',
    act: set('vpc-lattice', 'consumer', 'serviceNetworkVpcAssociations', {
      securityGroupIds: ['sg-0123456789abcdef0'],
    }),
  },
  {
    what: 'the VPC’s association hears of all names that anybody puts into the network',
    hop: 'VPC association',
    cause: 'object-changed',
    health: 'degraded',
    act: set('vpc-lattice', 'consumer', 'serviceNetworkVpcAssociations', {
      dnsOptions: { privateDnsPreference: 'ALL_DOMAINS' },
    }),
  },
  {
    what: 'the VPC’s association has its private names switched off',
    hop: 'VPC association',
    cause: 'object-changed',
    act: set('vpc-lattice', 'consumer', 'serviceNetworkVpcAssociations', {
      privateDnsEnabled: false,
      dnsOptions: undefined,
    }),
  },
  {
    what: 'the VPC’s association fails',
    hop: 'VPC association',
    cause: 'object-failed',
    act: set('vpc-lattice', 'consumer', 'serviceNetworkVpcAssociations', {
      status: 'UPDATE_FAILED',
    }),
  },
];

/** Of a network that an account of its own shares. */
export const CENTRAL: Break[] = [
  {
    what: 'the role in the networking account may read nothing more',
    hop: 'Service network',
    cause: 'account-unreadable',
    health: 'unknown',
    others: 'unknown',
    act: scene => mayReadNothing(scene, 'networking'),
  },
];

export const BY_ASSOCIATION: Break[] = [
  ...AROUND_IN_SHORT,
  ...NETWORK_SHARED,
  ...CENTRAL,
  ...OF_VPC_ASSOCIATION,
];

const setCluster = (change: object) =>
  set('rds', 'provider', 'clusters', change);

/** A database that is a cluster. */
export const CLUSTER: Break[] = [
  {
    what: 'the cluster’s writer is deleted and no reader takes its place',
    hop: 'Database',
    cause: 'database-without-writer',
    act(scene) {
      const { clusters, instances } = scene.records('rds', 'provider');
      delete instances[only(clusters).writerInstance];
      scene.changed();
    },
  },
  {
    what: 'none of the cluster’s instances is its writer',
    hop: 'Database',
    cause: 'database-without-writer',
    act: setCluster({ writerInstance: '' }),
  },
  {
    what: 'the cluster fails over, and nobody is its writer yet',
    hop: 'Database',
    cause: 'database-changing',
    health: 'pending',
    act: setCluster({ status: 'failing-over', writerInstance: '' }),
  },
  {
    what: 'the cluster’s writer restarts',
    hop: 'Database',
    cause: 'database-changing',
    health: 'pending',
    act(scene) {
      const { clusters, instances } = scene.records('rds', 'provider');
      instances[only(clusters).writerInstance].status = 'rebooting';
      scene.changed();
    },
  },
  ...(
    [
      ['stopped', 'database-stopped', 'broken'],
      ['migration-failed', 'database-failed', 'broken'],
      ['promoting', 'database-changing', 'pending'],
      ['modifying', 'database-changing', 'pending'],
      ['update-iam-db-auth', 'database-changing', 'pending'],
      ['hibernating', 'database-status-unknown', 'unknown'],
    ] as const
  ).map(
    ([status, cause, health]): Break => ({
      what: `the cluster is ${status}`,
      hop: 'Database',
      cause,
      health,
      act: setCluster({ status }),
    }),
  ),
];

/** A way to connect, and what is broken about it. */
export type Way = [
  connectVia: NonNullable<Wish['connectVia']>,
  join: Wish['join'],
  breaks: readonly Break[],
  options?: { engine?: 'aurora' },
];

/** Breaks each path in each of its ways, and expects the page to say so. */
export function namesWhatBroke(ways: readonly Way[]): void {
  describe('S3: whatever breaks, within one sweep the page names it first', () => {
    const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

    describe.each(ways as Way[])(
      'over %s %s',
      (connectVia, join, breaks, options = {}) => {
        let scene: PathScene;

        beforeAll(async () => {
          const knex = await databases.init('SQLITE_3');
          scene = await PathScene.create(knex, { connectVia, join }, options);
        });

        it('all is well before anybody does anything, from the clients to the database, and each hop says since when', async () => {
          const shares = await scene.shares();
          for (const pair of [VICTIM, BYSTANDER]) {
            const { hops, health } = shares.get(pair)!;
            expect(hops.filter(hop => hop.health !== 'healthy')).toEqual([]);
            expect(health).toBe('healthy');
            const names = hops.map(({ name }) => name);
            expect(names.slice(0, 3)).toEqual([
              'Security groups of the clients',
              'Names in the VPC of the clients',
              'Network ACLs of the clients’ subnets',
            ]);
            expect(names.slice(-4)).toEqual([
              'Network ACLs of the database’s subnets',
              'Security group of the database',
              'Security groups that the database has',
              'Database',
            ]);
            expect(names.length).toBeGreaterThan(8);
            for (const { name, since, readAt } of hops) {
              expect([name, Date.parse(since!) <= Date.parse(readAt!)]).toEqual(
                [name, true],
              );
            }
            expect(hops.at(-1)!.awsStatus).toMatch(/^available/);
          }
          expect(scene.reaches()).toBe(true);
        });

        // What comes back is well again, and the next one begins so.
        afterEach(async () => {
          await scene.heal();
          const { hops } = await scene.share(VICTIM);
          const left = hops.filter(each => each.health !== 'healthy');
          if (left.length > 0) {
            throw new Error(`Not well again: ${JSON.stringify(left)}`);
          }
        });

        it.each(breaks.map(each => [each.what, each] as const))(
          '%s',
          async (
            _what,
            { hop, cause, health = 'broken', others = 'healthy', act },
          ) => {
            await act(scene);
            // The longest that a sweep may be away, and the time it takes to be asked.
            await scene.pass(60);

            const shares = await scene.shares();
            const { hops, health: whole } = shares.get(VICTIM)!;
            const first = firstTrouble(hops)!;
            expect(first).toMatchObject({ name: hop, cause, health });
            expect(first.reason).toMatch(/\w/);
            expect(first.remedy).toMatch(/\w/);
            expect(whole === 'healthy' && !scene.reaches()).toBe(false);

            const { health: ofBystander } = shares.get(BYSTANDER)!;
            expect(ofBystander).toBe(others);
          },
        );
      },
    );
  });
}
