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

/* eslint-disable jest/no-standalone-expect, jest/expect-expect -- the rows of the tables hold the bodies of the tests */

import { State } from '@aws-sdk/client-ec2';
import { readFileSync } from 'fs';
import { join } from 'path';
import { exampleCompany } from './company/exampleCompany';
import { DOUBTS } from './doubts';
import { resolveName } from './network/dns';
import { sendTraffic } from './services/cloudwatch/traffic';
import { makeD } from './testing/patternD';
import { makeNetwork, NETWORKING } from './testing/networkStage';
import { refusalOf } from './testing/refusalOf';
import {
  configurationOf,
  databricksToOrders,
  endpointOf,
  inDatabricks,
  make,
  Stage,
  startStage,
  tcp,
  Where,
} from './testing/stage';

/**
 * Where AWS bites. Each row cites the line of the project's AWS fact sheet (aws.md) that it comes from, and is tried
 * with AWS's own clients against the whole company.
 */
interface Trap {
  source: string;
  says: string;
  bites: (stage: Stage) => Promise<void>;
}

const { accounts } = exampleCompany;
const { analytics, billing, catalog, partner, payments, quarantine } = accounts;
const orders = accounts['orders-prod'];
const home = orders.vpcs.orders;

const ordersGateway = {
  name: 'orders',
  vpcIdentifier: home.id,
  subnetIds: home.subnets.map(subnet => subnet.id),
};

const inPartner: Where = {
  accountId: partner.id,
  vpcId: partner.vpcs.partner.id,
  subnetIds: [partner.vpcs.partner.subnets[0].id],
  clientGroupId: partner.vpcs.partner.securityGroups.apps.id,
};

async function outcomes(times: number, call: () => Promise<unknown>) {
  const seen: string[] = [];
  for (let i = 0; i < times; i += 1) {
    seen.push((await refusalOf(call())).split(':')[0]);
  }
  return seen;
}

function brokenHops(stage: Stage, from = databricksToOrders.from): string[] {
  return stage
    .reach({ ...databricksToOrders, from })
    .hops.filter(hop => !hop.ok)
    .map(hop => hop.name);
}

/** Credentials of a role that may do what these statements say. */
async function withPolicy(
  stage: Stage,
  accountId: string,
  statements: object[],
) {
  const arn = `arn:aws:iam::${accountId}:role/limited`;
  await stage.iam(accountId).createRole({
    RoleName: 'limited',
    AssumeRolePolicyDocument: policy([
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accountId}:root` },
        Action: ['sts:AssumeRole'],
      },
    ]),
  });
  await stage.iam(accountId).putRolePolicy({
    RoleName: 'limited',
    PolicyName: 'limited',
    PolicyDocument: policy(statements),
  });
  const { Credentials: credentials } = await stage
    .sts(accountId)
    .assumeRole({ RoleArn: arn, RoleSessionName: 'limited' });
  return { credentials };
}

function policy(statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

const ours = { 'database-access:installation': 'demo' };

/** Delete and update only what carries our tag: the shape of AWS's own tag-scoped policies. */
const onlyOurs = [
  {
    Effect: 'Allow',
    Action: ['vpc-lattice:Get*', 'vpc-lattice:List*', 'ec2:Describe*'],
    Resource: '*',
  },
  {
    Effect: 'Allow',
    Action: ['vpc-lattice:Create*', 'vpc-lattice:TagResource'],
    Resource: '*',
    Condition: {
      StringEquals: { 'aws:RequestTag/database-access:installation': 'demo' },
    },
  },
  {
    Effect: 'Allow',
    Action: ['vpc-lattice:Delete*'],
    Resource: '*',
    Condition: {
      StringEquals: { 'aws:ResourceTag/database-access:installation': 'demo' },
    },
  },
];

async function invitePartner(stage: Stage) {
  const gateway = await make.gateway(stage);
  const configuration = await make.configuration(stage, gateway.id);
  const shareArn = await make.share(stage, configuration.arn, partner.id);
  const { resourceShareInvitations = [] } = await stage
    .ram(partner.id)
    .getResourceShareInvitations({ resourceShareArns: [shareArn] });
  const arn = resourceShareInvitations[0].resourceShareInvitationArn!;
  return { gateway, configuration, shareArn, arn };
}

const names: Array<[string, string, string]> = [
  ['§1.1 A2', 'two characters are too few', 'ab'],
  ['§1.1 A2', 'forty-one are too many', 'a'.repeat(41)],
  ['§1.1 A2', 'capitals are refused', 'Orders'],
  ['§1.1 A2', 'a leading hyphen is refused', '-orders'],
  ['§1.1 A2', 'a trailing hyphen is refused', 'orders-'],
  ['§1.1 A2', 'a double hyphen is refused', 'orders--gateway'],
  ['§1.1 A2', 'AWS`s own prefix is refused', 'rgw-orders'],
];

const nameTraps: Trap[] = names.map(([source, says, name]) => ({
  source,
  says: `in a gateway's name ${says}`,
  async bites(stage) {
    const create = stage
      .lattice(orders.id)
      .createResourceGateway({ ...ordersGateway, name });
    await expect(create).rejects.toMatchObject({
      name: 'ValidationException',
      fieldList: [{ name: 'name' }],
    });
  },
}));

const validation: Trap[] = [
  {
    source: '§1.1 A4',
    says: 'a configuration`s name may not start with rcfg-',
    async bites(stage) {
      const { id } = await make.gateway(stage);
      const lattice = stage.lattice(orders.id);
      const input = configurationOf(id, 'rcfg-orders');
      expect(
        await refusalOf(lattice.createResourceConfiguration(input)),
      ).toMatch(/^ValidationException/);
    },
  },
  {
    source: '§1.1 A2',
    says: 'two gateways of an account cannot have one name',
    async bites(stage) {
      const { id } = await make.gateway(stage, 'orders');
      const again = stage
        .lattice(orders.id)
        .createResourceGateway(ordersGateway);
      await expect(again).rejects.toMatchObject({
        name: 'ConflictException',
        resourceId: id,
      });
    },
  },
  {
    source: '§1.6',
    says: 'a gateway takes five security groups and not six',
    async bites(stage) {
      const securityGroupIds = Array(6).fill(home.defaultSecurityGroupId);
      const create = stage
        .lattice(orders.id)
        .createResourceGateway({ ...ordersGateway, securityGroupIds });
      expect(await refusalOf(create)).toMatch(/^ValidationException/);
    },
  },
  {
    source: '§1.0 F3',
    says: 'Lattice has no gateways in use1-az3',
    async bites(stage) {
      const edge = payments.vpcs.edge;
      const create = stage.lattice(payments.id).createResourceGateway({
        name: 'edge',
        vpcIdentifier: edge.id,
        subnetIds: [edge.subnets[0].id],
      });
      expect(await refusalOf(create)).toMatch(
        /^ValidationException: .*use1-az3/,
      );
    },
  },
  {
    source: '§0.1 item 2',
    says: 'a publicly accessible database cannot be a resource',
    async bites(stage) {
      const lattice = stage.lattice(billing.id);
      const { id } = await lattice.createResourceGateway({
        name: 'billing',
        vpcIdentifier: billing.vpcs.billing.id,
        subnetIds: [billing.vpcs.billing.subnets[0].id],
      });
      stage.settle();
      const of = (arn: string) => ({
        ...configurationOf(id!, 'billing'),
        resourceConfigurationDefinition: { arnResource: { arn } },
      });
      const { databases } = billing;
      expect(
        await refusalOf(
          lattice.createResourceConfiguration(
            of(databases['billing-public'].arn),
          ),
        ),
      ).toMatch(/^ValidationException: .*publicly accessible/);
      await lattice.createResourceConfiguration(
        of(databases['billing-mysql'].arn),
      );
    },
  },
  {
    source: '§1.1 A4',
    says: 'a configuration for an ARN takes no port ranges',
    async bites(stage) {
      const { id } = await make.gateway(stage);
      const create = stage.lattice(orders.id).createResourceConfiguration({
        ...configurationOf(id),
        portRanges: ['5432'],
      });
      expect(await refusalOf(create)).toMatch(/^ValidationException: /);
    },
  },
  {
    source: '§1.6',
    says: 'a gateway that resolves IN_VPC cannot carry an ARN',
    async bites(stage) {
      const lattice = stage.lattice(orders.id);
      const { id } = await lattice.createResourceGateway({
        ...ordersGateway,
        resourceConfigDnsResolution: 'IN_VPC',
      });
      stage.settle();
      const create = lattice.createResourceConfiguration(configurationOf(id!));
      expect(await refusalOf(create)).toMatch(/^ValidationException/);
    },
  },
  {
    source: '§3.3',
    says: 'endpoint associations are not listed without a configuration',
    async bites(stage) {
      const list = stage.lattice(orders.id).listResourceEndpointAssociations({
        resourceConfigurationIdentifier: undefined,
      });
      expect(await refusalOf(list)).toMatch(/^ValidationException/);
    },
  },
];

const endpoints: Trap[] = [
  {
    source: '§6',
    says: 'who forgets the endpoint`s type gets a gateway endpoint, which has no subnets',
    async bites(stage) {
      const create = stage.ec2(analytics.id).createVpcEndpoint({
        ...endpointOf(
          'arn:aws:vpc-lattice:us-east-1:333333333333:resourceconfiguration/rcfg-00000000000000000',
        ),
        VpcEndpointType: undefined,
      });
      expect(await refusalOf(create)).toBe(
        'InvalidParameter: Subnet IDs are only supported for Interface and GatewayLoadBalancer type VPC Endpoints.',
      );
    },
  },
  {
    source: '§6',
    says: 'who forgets the type for a service hears of the type that he did not mean',
    async bites(stage) {
      const create = stage.ec2(analytics.id).createVpcEndpoint({
        VpcId: inDatabricks.vpcId,
        ServiceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-00000000000000000',
      });
      expect(await refusalOf(create)).toBe(
        'InvalidParameter: Endpoint type (Gateway) does not match service type (Interface).',
      );
    },
  },
  {
    source: '§1.1 (conditions)',
    says: 'no endpoint is made in the gateway`s own VPC',
    async bites(stage) {
      const gateway = await make.gateway(stage);
      const { arn } = await make.configuration(stage, gateway.id);
      const create = stage.ec2(orders.id).createVpcEndpoint({
        ...endpointOf(arn),
        VpcId: home.id,
        SubnetIds: [home.subnets[0].id],
      });
      expect(await refusalOf(create)).toMatch(/^InvalidParameter: .*gateway/);
    },
  },
  {
    source: '§1.6',
    says: 'endpoint and gateway need one AZ ID in common',
    async bites(stage) {
      const { configuration, arn } = await invitePartner(stage);
      await stage
        .ram(partner.id)
        .acceptResourceShareInvitation({ resourceShareInvitationArn: arn });
      stage.settle();
      const [common, foreign] = partner.vpcs.partner.subnets;
      const create = (subnetId: string) =>
        stage.ec2(partner.id).createVpcEndpoint({
          ...endpointOf(configuration.arn, inPartner),
          SubnetIds: [subnetId],
        });
      expect(await refusalOf(create(foreign.id))).toMatch(
        /^InvalidParameter: .*does not support the availability zone of the subnet: subnet-/,
      );
      await create(common.id);
    },
  },
  {
    source: '§1.1 A10',
    says: 'one subnet per zone, not two',
    async bites(stage) {
      const gateway = await make.gateway(stage);
      const { arn } = await make.configuration(stage, gateway.id);
      await make.share(stage, arn, payments.id);
      const create = stage.ec2(payments.id).createVpcEndpoint({
        ...endpointOf(arn),
        VpcId: payments.vpcs.edge.id,
        SubnetIds: payments.vpcs.edge.subnets.map(subnet => subnet.id),
      });
      expect(await refusalOf(create)).toMatch(/^DuplicateSubnetsInSameZone/);
    },
  },
  {
    source: '§1.0 F3',
    says: 'one zone has another name in every account, and one AZ ID',
    async bites(stage) {
      const zonesOf = async (accountId: string) => {
        const { AvailabilityZones = [] } = await stage
          .ec2(accountId)
          .describeAvailabilityZones({});
        return AvailabilityZones;
      };
      const ofOrders = await zonesOf(orders.id);
      const ofAnalytics = await zonesOf(analytics.id);
      const named = (zones: typeof ofOrders) =>
        zones.find(zone => zone.ZoneName === 'us-east-1a')?.ZoneId;
      expect(named(ofOrders)).not.toBe(named(ofAnalytics));
      expect(ofOrders.map(zone => zone.ZoneId).sort()).toEqual(
        ofAnalytics.map(zone => zone.ZoneId).sort(),
      );
    },
  },
  {
    source: '§6',
    says: 'a second endpoint for one database conflicts with the first one`s DNS domain',
    async bites(stage) {
      const { configuration } = await make.patternA(stage);
      const create = stage
        .ec2(analytics.id)
        .createVpcEndpoint(endpointOf(configuration.arn));
      const host = orders.databases['orders-postgres'].host;
      expect(await refusalOf(create)).toBe(
        `InvalidParameter: private-dns-enabled cannot be set because there is already a conflicting DNS domain for ${host} in the VPC ${inDatabricks.vpcId}`,
      );
    },
  },
  {
    source: '§0.1 item 2',
    says: 'private DNS of a database cannot be turned off',
    async bites(stage) {
      const gateway = await make.gateway(stage);
      const { arn } = await make.configuration(stage, gateway.id);
      await make.share(stage, arn, analytics.id);
      const { VpcEndpoint } = await stage
        .ec2(analytics.id)
        .createVpcEndpoint({ ...endpointOf(arn), PrivateDnsEnabled: false });
      expect(VpcEndpoint?.PrivateDnsEnabled).toBe(true);
    },
  },
  {
    source: '§6',
    says: 'a subnet without addresses makes the endpoint fail later, with a reason',
    async bites(stage) {
      const gateway = await make.gateway(stage);
      const { arn } = await make.configuration(stage, gateway.id);
      await make.share(stage, arn, analytics.id);
      const ec2 = stage.ec2(analytics.id);
      const { VpcEndpoint } = await ec2.createVpcEndpoint({
        ...endpointOf(arn),
        VpcId: analytics.vpcs.full.id,
        SubnetIds: analytics.vpcs.full.subnets.map(subnet => subnet.id),
      });
      expect(VpcEndpoint?.State).toBe('pending');
      stage.settle();
      const { VpcEndpoints = [] } = await ec2.describeVpcEndpoints({
        VpcEndpointIds: [VpcEndpoint!.VpcEndpointId!],
      });
      expect(VpcEndpoints[0]).toMatchObject({
        State: 'failed',
        LastError: { Code: 'InsufficientFreeAddressesInSubnet' },
      });
    },
  },
  {
    source: '§0.1 item 8',
    says: 'EC2 answers states in camelCase, and not as its SDK spells them',
    async bites(stage) {
      const { endpoint } = await make.patternA(stage);
      const { VpcEndpoints = [] } = await stage
        .ec2(analytics.id)
        .describeVpcEndpoints({ VpcEndpointIds: [endpoint.id] });
      expect(VpcEndpoints[0].State).toBe('available');
      expect(VpcEndpoints[0].State).not.toBe(State.Available);
    },
  },
  {
    source: '§1.6',
    says: 'a configuration of one Region cannot be used from another',
    async bites(stage) {
      const gateway = await make.gateway(stage);
      const { arn } = await make.configuration(stage, gateway.id);
      await make.share(stage, arn, payments.id);
      const { dublin } = payments.vpcs;
      const create = stage.ec2(payments.id, 'eu-west-1').createVpcEndpoint({
        ...endpointOf(arn),
        VpcId: dublin.id,
        SubnetIds: [dublin.subnets[0].id],
      });
      expect(await refusalOf(create)).toMatch(/NotFound/);
    },
  },
  {
    source: '§1.6',
    says: 'overlapping addresses do not matter',
    async bites(stage) {
      const gateway = await make.gateway(stage);
      const { arn } = await make.configuration(stage, gateway.id);
      await make.share(stage, arn, payments.id);
      const vpc = payments.vpcs.payments;
      expect(brokenHops(stage, vpc.id)).toEqual(['address']);
      await make.endpoint(stage, arn, {
        accountId: payments.id,
        vpcId: vpc.id,
        subnetIds: vpc.subnets.map(subnet => subnet.id),
        clientGroupId: vpc.securityGroups.apps.id,
      });
      expect(brokenHops(stage, vpc.id)).toEqual([]);
    },
  },
];

const deletion: Trap[] = [
  {
    source: '§1.1 Teardown A',
    says: 'a configuration with endpoints cannot be deleted',
    async bites(stage) {
      const { configuration } = await make.patternA(stage);
      const remove = stage.lattice(orders.id).deleteResourceConfiguration({
        resourceConfigurationIdentifier: configuration.id,
      });
      await expect(remove).rejects.toMatchObject({
        name: 'ConflictException',
        resourceId: configuration.id,
      });
    },
  },
  {
    source: '§1.1 Teardown A',
    says: 'a gateway with configurations cannot be deleted',
    async bites(stage) {
      const gateway = await make.gateway(stage);
      await make.configuration(stage, gateway.id);
      const remove = stage
        .lattice(orders.id)
        .deleteResourceGateway({ resourceGatewayIdentifier: gateway.id });
      expect(await refusalOf(remove)).toMatch(/^ConflictException/);
    },
  },
  {
    source: '§6',
    says: 'the endpoint`s security group cannot be deleted until its interfaces have drained',
    async bites(stage) {
      const { endpoint } = await make.patternA(stage);
      const ec2 = stage.ec2(analytics.id);
      const remove = () =>
        ec2.deleteSecurityGroup({ GroupId: endpoint.groupId });
      expect(await refusalOf(remove())).toMatch(/^DependencyViolation/);
      await ec2.deleteVpcEndpoints({ VpcEndpointIds: [endpoint.id] });
      stage.advance(70);
      expect(
        await refusalOf(
          ec2.describeVpcEndpoints({ VpcEndpointIds: [endpoint.id] }),
        ),
      ).toMatch(/^InvalidVpcEndpointId.NotFound/);
      expect(await refusalOf(remove())).toMatch(/^DependencyViolation/);
      stage.settle();
      await remove();
    },
  },
  {
    source: '§6',
    says: 'the gateway`s security group cannot be deleted until its interfaces have drained',
    async bites(stage) {
      const gateway = await make.gateway(stage);
      const ec2 = stage.ec2(orders.id);
      const remove = () =>
        ec2.deleteSecurityGroup({ GroupId: gateway.groupId });
      await ec2.revokeSecurityGroupIngress({
        GroupId: home.securityGroups['orders-postgres'].id,
        SecurityGroupRuleIds: [gateway.ruleId],
      });
      await stage
        .lattice(orders.id)
        .deleteResourceGateway({ resourceGatewayIdentifier: gateway.id });
      expect(await refusalOf(remove())).toMatch(/^DependencyViolation/);
      stage.settle();
      await remove();
    },
  },
  {
    source: '§6',
    says: 'a security group that a rule of another one names cannot be deleted',
    async bites(stage) {
      const ec2 = stage.ec2(orders.id);
      const { GroupId } = await ec2.createSecurityGroup({
        GroupName: 'named',
        Description: 'Named by another',
        VpcId: home.id,
      });
      await ec2.authorizeSecurityGroupIngress({
        GroupId: home.securityGroups['orders-postgres'].id,
        IpPermissions: [tcp(5432, GroupId!)],
      });
      expect(await refusalOf(ec2.deleteSecurityGroup({ GroupId }))).toMatch(
        /^DependencyViolation/,
      );
    },
  },
  {
    source: '§0.1 item 7',
    says: 'DeleteVpcEndpoints answers 200 and lists what it did not do',
    async bites(stage) {
      const { endpoint } = await make.patternA(stage);
      const gone = 'vpce-00000000000000000';
      const { $metadata, Unsuccessful } = await stage
        .ec2(analytics.id)
        .deleteVpcEndpoints({ VpcEndpointIds: [endpoint.id, gone] });
      expect($metadata.httpStatusCode).toBe(200);
      expect(Unsuccessful).toMatchObject([
        {
          ResourceId: gone,
          Error: { Code: expect.stringMatching(/NotFound$/) },
        },
      ]);
    },
  },
  {
    source: '§4.4 gotcha',
    says: 'under a tag-scoped policy, deleting what is gone is AccessDenied, and reading it is NotFound',
    async bites(stage) {
      const lattice = stage.lattice(
        await withPolicy(stage, orders.id, onlyOurs),
      );
      const { id: resourceGatewayIdentifier } =
        await lattice.createResourceGateway({ ...ordersGateway, tags: ours });
      stage.settle();
      await lattice.deleteResourceGateway({ resourceGatewayIdentifier });
      stage.settle();
      expect(
        await refusalOf(
          lattice.deleteResourceGateway({ resourceGatewayIdentifier }),
        ),
      ).toMatch(/^AccessDeniedException/);
      expect(
        await refusalOf(
          lattice.getResourceGateway({ resourceGatewayIdentifier }),
        ),
      ).toMatch(/^ResourceNotFoundException/);
    },
  },
  {
    source: '§4.4',
    says: 'a tag-scoped policy makes nothing without the tag',
    async bites(stage) {
      const lattice = stage.lattice(
        await withPolicy(stage, orders.id, onlyOurs),
      );
      const untagged = lattice.createResourceGateway(ordersGateway);
      expect(await refusalOf(untagged)).toMatch(/^AccessDeniedException/);
    },
  },
  {
    source: '§0.1 item 4',
    says: 'unsharing cuts nothing; it only stops new endpoints',
    async bites(stage) {
      const { shareArn, configuration } = await make.patternA(stage);
      await stage
        .ram(orders.id)
        .deleteResourceShare({ resourceShareArn: shareArn });
      stage.settle();
      expect(brokenHops(stage)).toEqual([]);
      const create = stage.ec2(analytics.id).createVpcEndpoint({
        ...endpointOf(configuration.arn),
        VpcId: analytics.vpcs.full.id,
        SubnetIds: [analytics.vpcs.full.subnets[0].id],
      });
      expect(await refusalOf(create)).toMatch(/NotFound/);
    },
  },
  {
    source: '§2.2 revoke one consumer',
    says: 'the provider cuts alone with DeleteResourceEndpointAssociation, and the consumer keeps a rejected endpoint',
    async bites(stage) {
      const { configuration, endpoint } = await make.patternA(stage);
      const lattice = stage.lattice(orders.id);
      const { items = [] } = await lattice.listResourceEndpointAssociations({
        resourceConfigurationIdentifier: configuration.id,
      });
      expect(items).toMatchObject([{ vpcEndpointId: endpoint.id }]);
      await lattice.deleteResourceEndpointAssociation({
        resourceEndpointAssociationIdentifier: items[0].id!,
      });
      expect(stage.reach(databricksToOrders).reachable).toBe(false);
      const { VpcEndpoints = [] } = await stage
        .ec2(analytics.id)
        .describeVpcEndpoints({ VpcEndpointIds: [endpoint.id] });
      expect(VpcEndpoints[0].State).toBe('rejected');
    },
  },
  {
    source: '§1.1 Teardown A',
    says: 'deleting the endpoint cuts at once, before it is gone',
    async bites(stage) {
      const { endpoint } = await make.patternA(stage);
      const ec2 = stage.ec2(analytics.id);
      expect(brokenHops(stage)).toEqual([]);
      await ec2.deleteVpcEndpoints({ VpcEndpointIds: [endpoint.id] });
      const { VpcEndpoints = [] } = await ec2.describeVpcEndpoints({
        VpcEndpointIds: [endpoint.id],
      });
      expect(VpcEndpoints[0].State).toBe('deleting');
      expect(stage.reach(databricksToOrders).reachable).toBe(false);
    },
  },
];

const wires: Trap[] = [
  {
    source: '§6 first line',
    says: 'without the gateway`s rule on the database`s security group all is ACTIVE and no packet passes',
    async bites(stage) {
      const { gateway, configuration, endpoint } = await make.patternA(stage);
      await stage.ec2(orders.id).revokeSecurityGroupIngress({
        GroupId: home.securityGroups['orders-postgres'].id,
        SecurityGroupRuleIds: [gateway.ruleId],
      });
      const lattice = stage.lattice(orders.id);
      const statuses = [
        (
          await lattice.getResourceGateway({
            resourceGatewayIdentifier: gateway.id,
          })
        ).status,
        (
          await lattice.getResourceConfiguration({
            resourceConfigurationIdentifier: configuration.id,
          })
        ).status,
      ];
      const { VpcEndpointAssociations = [] } = await stage
        .ec2(analytics.id)
        .describeVpcEndpointAssociations({ VpcEndpointIds: [endpoint.id] });
      expect(statuses).toEqual(['ACTIVE', 'ACTIVE']);
      expect(VpcEndpointAssociations[0].AssociatedResourceAccessibility).toBe(
        'Accessible',
      );
      expect(brokenHops(stage)).toEqual(['database security group']);
    },
  },
  {
    source: '§1.7 row A',
    says: 'the endpoint`s security group must let the client in',
    async bites(stage) {
      const { endpoint } = await make.patternA(stage);
      await stage.ec2(analytics.id).revokeSecurityGroupIngress({
        GroupId: endpoint.groupId,
        IpPermissions: [tcp(5432, inDatabricks.clientGroupId)],
      });
      expect(brokenHops(stage)).toEqual(['endpoint security group']);
    },
  },
  {
    source: '§1.7 row A',
    says: 'the gateway`s security group must let it out',
    async bites(stage) {
      const { gateway } = await make.patternA(stage);
      await stage.ec2(orders.id).revokeSecurityGroupEgress({
        GroupId: gateway.groupId,
        IpPermissions: [
          { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
        ],
      });
      expect(brokenHops(stage)).toEqual(['gateway security group']);
    },
  },
  {
    source: '§6',
    says: 'VPC DNS attributes that are off lead the real name astray',
    async bites(stage) {
      await make.patternA(stage);
      await stage.ec2(analytics.id).modifyVpcAttribute({
        VpcId: inDatabricks.vpcId,
        EnableDnsHostnames: { Value: false },
      });
      expect(brokenHops(stage)).toEqual(['address']);
    },
  },
  {
    source: '§1.7 row A',
    says: 'a network ACL must let the answer back in',
    async bites(stage) {
      const gateway = await make.gateway(stage);
      const { arn } = await make.configuration(stage, gateway.id);
      await make.share(stage, arn, analytics.id);
      const [endpointSubnet, clientSubnet] = inDatabricks.subnetIds;
      await make.endpoint(stage, arn, {
        ...inDatabricks,
        subnetIds: [endpointSubnet],
      });
      const question = { ...databricksToOrders, subnet: clientSubnet };
      expect(stage.reach(question).reachable).toBe(true);
      await stage.ec2(analytics.id).createNetworkAclEntry({
        NetworkAclId: analytics.vpcs.databricks.networkAclId,
        RuleNumber: 50,
        Protocol: '6',
        RuleAction: 'deny',
        Egress: false,
        CidrBlock: '0.0.0.0/0',
        PortRange: { From: 32768, To: 60999 },
      });
      const broken = stage.reach(question).hops.filter(hop => !hop.ok);
      expect(broken.map(hop => hop.name)).toEqual(['client network ACL']);
    },
  },
];

const tokens: Trap[] = [
  {
    source: '§1',
    says: 'one token with the same parameters makes one gateway',
    async bites(stage) {
      const lattice = stage.lattice(orders.id);
      const input = { ...ordersGateway, clientToken: 'token' };
      const first = await lattice.createResourceGateway(input);
      const second = await lattice.createResourceGateway(input);
      expect(second.id).toBe(first.id);
    },
  },
  {
    source: '§1',
    says: 'one token with other parameters is an error',
    async bites(stage) {
      const lattice = stage.lattice(orders.id);
      const input = { ...ordersGateway, clientToken: 'token' };
      await lattice.createResourceGateway(input);
      expect(
        await refusalOf(
          lattice.createResourceGateway({ ...input, name: 'other' }),
        ),
      ).toMatch(/^ConflictException/);
    },
  },
  {
    source: '§1 (after a timeout)',
    says: 'a lost answer of Lattice: the same token finds the gateway, another one meets its name',
    async bites(stage) {
      const lattice = stage.lattice(orders.id);
      const input = { ...ordersGateway, clientToken: 'token' };
      stage.meets({
        operation: 'vpc-lattice:CreateResourceGateway',
        kind: 'lost-answer',
      });
      await expect(lattice.createResourceGateway(input)).rejects.toThrow();
      const { id } = await lattice.createResourceGateway(input);
      expect(
        await refusalOf(
          lattice.createResourceGateway({ ...input, clientToken: 'another' }),
        ),
      ).toMatch(/^ConflictException/);
      const { items = [] } = await lattice.listResourceGateways({});
      expect(items.map(item => item.id)).toEqual([id]);
    },
  },
  {
    source: '§1.1 A10',
    says: 'a lost answer of EC2: the same token finds the endpoint, another one meets its DNS domain',
    async bites(stage) {
      const gateway = await make.gateway(stage);
      const { arn } = await make.configuration(stage, gateway.id);
      await make.share(stage, arn, analytics.id);
      const ec2 = stage.ec2(analytics.id);
      const input = { ...endpointOf(arn), ClientToken: 'token' };
      stage.meets({ operation: 'ec2:CreateVpcEndpoint', kind: 'lost-answer' });
      await expect(ec2.createVpcEndpoint(input)).rejects.toThrow();
      const { VpcEndpoint } = await ec2.createVpcEndpoint(input);
      expect(
        await refusalOf(
          ec2.createVpcEndpoint({ ...input, ClientToken: 'another' }),
        ),
      ).toMatch(/conflicting DNS domain/);
      const { VpcEndpoints = [] } = await ec2.describeVpcEndpoints({});
      expect(VpcEndpoints.map(e => e.VpcEndpointId)).toEqual([
        VpcEndpoint?.VpcEndpointId,
      ]);
    },
  },
  {
    source: '§1.1 A10',
    says: 'EC2 refuses one token with other parameters',
    async bites(stage) {
      const gateway = await make.gateway(stage);
      const { arn } = await make.configuration(stage, gateway.id);
      await make.share(stage, arn, analytics.id);
      const ec2 = stage.ec2(analytics.id);
      const input = { ...endpointOf(arn), ClientToken: 'token' };
      await ec2.createVpcEndpoint(input);
      const [SubnetId] = inDatabricks.subnetIds;
      expect(
        await refusalOf(
          ec2.createVpcEndpoint({ ...input, SubnetIds: [SubnetId] }),
        ),
      ).toMatch(/^IdempotentParameterMismatch/);
    },
  },
  {
    source: '§1.1 A5',
    says: 'a lost answer of RAM: the same token finds the share, another one makes a second of the same name',
    async bites(stage) {
      const ram = stage.ram(orders.id);
      const input = { name: 'orders-postgres', clientToken: 'token' };
      const shares = async () => {
        const found = await ram.getResourceShares({ resourceOwner: 'SELF' });
        return found.resourceShares?.length;
      };
      stage.meets({
        operation: 'ram:CreateResourceShare',
        kind: 'lost-answer',
      });
      await expect(ram.createResourceShare(input)).rejects.toThrow();
      await ram.createResourceShare(input);
      expect(await shares()).toBe(1);
      await ram.createResourceShare({ ...input, clientToken: 'another' });
      expect(await shares()).toBe(2);
    },
  },
  {
    source: '§1',
    says: 'RAM refuses one token with other parameters',
    async bites(stage) {
      const ram = stage.ram(orders.id);
      await ram.createResourceShare({ name: 'one', clientToken: 'token' });
      expect(
        await refusalOf(
          ram.createResourceShare({ name: 'other', clientToken: 'token' }),
        ),
      ).toMatch(/^IdempotentParameterMismatchException/);
    },
  },
  {
    source: '§1.1 A1',
    says: 'a security group has no token: its name is taken',
    async bites(stage) {
      const ec2 = stage.ec2(orders.id);
      const input = {
        GroupName: 'gateway',
        Description: 'Gateway',
        VpcId: home.id,
      };
      stage.meets({
        operation: 'ec2:CreateSecurityGroup',
        kind: 'lost-answer',
      });
      await expect(ec2.createSecurityGroup(input)).rejects.toThrow();
      expect(await refusalOf(ec2.createSecurityGroup(input))).toMatch(
        /^InvalidGroup.Duplicate/,
      );
    },
  },
  {
    source: '§1.1 A3',
    says: 'a rule that is there already is refused as a duplicate',
    async bites(stage) {
      await make.gateway(stage);
      const { GroupId, UserIdGroupPairs } = await stage
        .ec2(orders.id)
        .describeSecurityGroups({
          GroupIds: [home.securityGroups['orders-postgres'].id],
        })
        .then(({ SecurityGroups = [] }) => ({
          GroupId: SecurityGroups[0].GroupId,
          UserIdGroupPairs:
            SecurityGroups[0].IpPermissions?.[0].UserIdGroupPairs,
        }));
      const again = stage.ec2(orders.id).authorizeSecurityGroupIngress({
        GroupId,
        IpPermissions: [tcp(5432, UserIdGroupPairs?.[0].GroupId ?? '')],
      });
      expect(await refusalOf(again)).toMatch(/^InvalidPermission.Duplicate/);
    },
  },
];

const throttles: Trap[] = [
  {
    source: '§0.1 item 6',
    says: 'CreateVpcEndpoint: four at once, then 0.3 a second, per account and Region',
    async bites(stage) {
      const create = (accountId: string) => () =>
        stage.ec2(accountId).createVpcEndpoint({
          ...endpointOf('arn:unknown'),
          VpcId: 'vpc-00000000000000000',
        });
      const five = await outcomes(5, create(analytics.id));
      expect(
        five.filter(outcome => outcome === 'RequestLimitExceeded'),
      ).toHaveLength(1);
      expect(five[4]).toBe('RequestLimitExceeded');
      stage.advance(3);
      expect(await outcomes(1, create(analytics.id))).toEqual([
        'RequestLimitExceeded',
      ]);
      stage.advance(0.4);
      expect(await outcomes(2, create(analytics.id))).toEqual([
        five[0],
        'RequestLimitExceeded',
      ]);
      expect(await outcomes(1, create(payments.id))).toEqual([five[0]]);
    },
  },
  {
    source: '§3.3',
    says: 'DeleteVpcEndpoints: four at once, but one call takes many ids',
    async bites(stage) {
      const ids = Array.from(
        { length: 25 },
        (_, i) => `vpce-${String(i).padStart(17, '0')}`,
      );
      const remove = () =>
        stage.ec2(analytics.id).deleteVpcEndpoints({ VpcEndpointIds: ids });
      const { Unsuccessful } = await remove();
      expect(Unsuccessful).toHaveLength(25);
      expect(await outcomes(4, remove)).toEqual([
        'no refusal',
        'no refusal',
        'no refusal',
        'RequestLimitExceeded',
      ]);
    },
  },
  {
    source: '§3.3',
    says: 'DescribeSecurityGroups: a hundred with a filter, fifty without',
    async bites(stage) {
      const ec2 = stage.ec2(orders.id);
      const all = await outcomes(51, () => ec2.describeSecurityGroups({}));
      expect(all.indexOf('RequestLimitExceeded')).toBe(50);
      const Filters = [{ Name: 'vpc-id', Values: [home.id] }];
      const some = await outcomes(101, () =>
        ec2.describeSecurityGroups({ Filters }),
      );
      expect(some.indexOf('RequestLimitExceeded')).toBe(100);
    },
  },
  {
    source: '§3.3',
    says: 'changes: fifty at once, five a second',
    async bites(stage) {
      const ec2 = stage.ec2(orders.id);
      const change = () =>
        ec2.deleteSecurityGroup({ GroupId: 'sg-00000000000000000' });
      const seen = await outcomes(51, change);
      expect(seen.indexOf('RequestLimitExceeded')).toBe(50);
      stage.advance(1);
      expect(await outcomes(6, change)).toEqual([
        ...Array(5).fill(seen[0]),
        'RequestLimitExceeded',
      ]);
    },
  },
];

const sharing: Trap[] = [
  {
    source: '§1.1 A8',
    says: 'a shared configuration is not visible at once',
    async bites(stage) {
      const gateway = await make.gateway(stage);
      const { arn } = await make.configuration(stage, gateway.id);
      await stage.ram(orders.id).createResourceShare({
        name: 'orders',
        resourceArns: [arn],
        principals: [analytics.id],
      });
      const read = () =>
        stage
          .lattice(analytics.id)
          .getResourceConfiguration({ resourceConfigurationIdentifier: arn });
      expect(await refusalOf(read())).toMatch(/^AccessDeniedException/);
      stage.advance(10);
      expect(await refusalOf(read())).toMatch(/^AccessDeniedException/);
      stage.settle();
      expect((await read()).status).toBe('ACTIVE');
    },
  },
  {
    source: '§1.1 A6',
    says: 'nobody is invited within the organisation',
    async bites(stage) {
      await make.patternA(stage);
      const { resourceShareInvitations } = await stage
        .ram(analytics.id)
        .getResourceShareInvitations({});
      expect(resourceShareInvitations).toEqual([]);
    },
  },
  {
    source: '§1.1 A6',
    says: 'an invitation is seen by the account that it invites, not by its sender',
    async bites(stage) {
      const { arn } = await invitePartner(stage);
      expect(arn).toMatch(/resource-share-invitation/);
      const { resourceShareInvitations } = await stage
        .ram(orders.id)
        .getResourceShareInvitations({});
      expect(resourceShareInvitations).toEqual([]);
    },
  },
  {
    source: '§1.1 A7',
    says: 'an invitation is over after twelve hours',
    async bites(stage) {
      const { arn } = await invitePartner(stage);
      stage.advance(12 * 3600);
      const accept = stage
        .ram(partner.id)
        .acceptResourceShareInvitation({ resourceShareInvitationArn: arn });
      expect(await refusalOf(accept)).toMatch(
        /^ResourceShareInvitationExpiredException/,
      );
    },
  },
  {
    source: '§1.1 A7',
    says: 'associating the principal again makes a new invitation',
    async bites(stage) {
      const { arn, shareArn } = await invitePartner(stage);
      stage.advance(12 * 3600);
      await stage.ram(orders.id).associateResourceShare({
        resourceShareArn: shareArn,
        principals: [partner.id],
      });
      stage.settle();
      const { resourceShareInvitations = [] } = await stage
        .ram(partner.id)
        .getResourceShareInvitations({ resourceShareArns: [shareArn] });
      const pending = resourceShareInvitations.filter(
        i => i.status === 'PENDING',
      );
      expect(pending).toHaveLength(1);
      expect(pending[0].resourceShareInvitationArn).not.toBe(arn);
    },
  },
  {
    source: '§1.1 A7',
    says: 'an invitation is accepted once',
    async bites(stage) {
      const { arn } = await invitePartner(stage);
      const accept = () =>
        stage
          .ram(partner.id)
          .acceptResourceShareInvitation({ resourceShareInvitationArn: arn });
      await accept();
      expect(await refusalOf(accept())).toMatch(
        /^ResourceShareInvitationAlreadyAcceptedException/,
      );
    },
  },
  {
    source: '§1.6',
    says: 'an account has twenty pending invitations and no more',
    async bites(stage) {
      const ram = stage.ram(orders.id);
      const principals = Array.from({ length: 21 }, (_, i) =>
        String(880000000000 + i),
      );
      const share = (some: string[]) =>
        ram.createResourceShare({ name: 'many', principals: some });
      await share(principals.slice(0, 20));
      expect(await refusalOf(share(principals.slice(20)))).toMatch(
        /^ResourceShareLimitExceededException/,
      );
    },
  },
  {
    source: '§1.1 A5',
    says: 'without allowExternalPrincipals nobody outside the organisation is let in',
    async bites(stage) {
      const create = stage.ram(orders.id).createResourceShare({
        name: 'inside',
        allowExternalPrincipals: false,
        principals: [partner.id],
      });
      expect(await refusalOf(create)).toMatch(
        /^OperationNotPermittedException/,
      );
    },
  },
  {
    source: '§3.3 RAM paging trap',
    says: 'a page of RAM may be empty while there is a next one',
    async bites(stage) {
      const ram = stage.ram(orders.id);
      for (let i = 0; i < 3; i += 1) {
        await ram.createResourceShare({ name: `share-${i}` });
      }
      const page = (nextToken?: string) =>
        ram.getResourceShares({
          resourceOwner: 'SELF',
          name: 'share-2',
          maxResults: 1,
          nextToken,
        });
      const pages = [await page()];
      while (pages.at(-1)?.nextToken) {
        pages.push(await page(pages.at(-1)?.nextToken));
      }
      expect(
        pages.some(p => p.resourceShares?.length === 0 && p.nextToken),
      ).toBe(true);
      expect(pages.flatMap(p => p.resourceShares).map(s => s?.name)).toEqual([
        'share-2',
      ]);
    },
  },
  {
    source: '§1.1 A10',
    says: 'what is not shared does not exist for EC2, and is denied by Lattice',
    async bites(stage) {
      const gateway = await make.gateway(stage);
      const { arn } = await make.configuration(stage, gateway.id);
      expect(
        await refusalOf(
          stage.ec2(analytics.id).createVpcEndpoint(endpointOf(arn)),
        ),
      ).toMatch(/NotFound/);
      const read = stage
        .lattice(analytics.id)
        .getResourceConfiguration({ resourceConfigurationIdentifier: arn });
      expect(await refusalOf(read)).toMatch(/^AccessDeniedException/);
    },
  },
];

const sessions: Trap[] = [
  {
    source: '§4.2',
    says: 'the right ExternalId opens the account',
    async bites(stage) {
      const { Credentials: credentials } = await stage.portalIn('orders-prod');
      const who = await stage.sts({ credentials }).getCallerIdentity({});
      expect(who.Account).toBe(orders.id);
    },
  },
  {
    source: '§4.1',
    says: 'another account`s ExternalId is AccessDenied, without a reason',
    async bites(stage) {
      const ExternalId = billing.readRole.externalId;
      expect(
        await refusalOf(stage.portalIn('orders-prod', { ExternalId })),
      ).toBe(
        'AccessDenied: User: arn:aws:iam::111111111111:root is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::333333333333:role/database-access-read',
      );
    },
  },
  {
    source: '§4.1',
    says: 'no ExternalId is AccessDenied',
    async bites(stage) {
      expect(
        await refusalOf(
          stage.portalIn('orders-prod', { ExternalId: undefined }),
        ),
      ).toMatch(/^AccessDenied: /);
    },
  },
  {
    source: '§4.1',
    says: 'quarantine`s role does not trust the portal, whatever ExternalId it brings',
    async bites(stage) {
      const { externalId } = quarantine.readRole;
      expect(
        await refusalOf(
          stage.portalIn('quarantine', { ExternalId: externalId }),
        ),
      ).toMatch(/^AccessDenied: /);
    },
  },
  {
    source: '§4.1',
    says: 'a chain of roles gets an hour and not more',
    async bites(stage) {
      const hop = await withPolicy(stage, exampleCompany.portalAccountId, [
        { Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: '*' },
      ]);
      const { id, readRole } = orders;
      const assume = (DurationSeconds: number) =>
        stage.sts(hop).assumeRole({
          RoleArn: `arn:aws:iam::${id}:role/${readRole.name}`,
          RoleSessionName: 'chained',
          ExternalId: readRole.externalId,
          DurationSeconds,
        });
      expect(await refusalOf(assume(7200))).toBe(
        'ValidationError: The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining',
      );
      expect((await assume(3600)).Credentials?.AccessKeyId).toMatch(/^ASIA/);
    },
  },
  {
    source: '§4.1',
    says: 'a session ends with its hour',
    async bites(stage) {
      const { Credentials: credentials } = await stage.portalIn('orders-prod');
      const ec2 = stage.ec2({ credentials });
      await ec2.describeVpcs({});
      stage.advance(3600);
      expect(await refusalOf(ec2.describeVpcs({}))).toMatch(
        /^RequestExpired|^ExpiredToken/,
      );
    },
  },
  {
    source: '§4.1',
    says: 'tags need sts:TagSession in the trust policy',
    async bites(stage) {
      await withPolicy(stage, orders.id, onlyOurs);
      const assume = stage.sts(orders.id).assumeRole({
        RoleArn: `arn:aws:iam::${orders.id}:role/limited`,
        RoleSessionName: 'tagged',
        Tags: [{ Key: 'request', Value: '1' }],
      });
      expect(await refusalOf(assume)).toMatch(
        /^AccessDenied: .*sts:TagSession/,
      );
    },
  },
  {
    source: '§4.1',
    says: 'a session may do what role and session policy both allow',
    async bites(stage) {
      const { Credentials: credentials } = await stage.portalIn('orders-prod', {
        Policy: policy([
          { Effect: 'Allow', Action: ['ec2:DescribeVpcs'], Resource: '*' },
        ]),
      });
      const ec2 = stage.ec2({ credentials });
      await ec2.describeVpcs({});
      expect(await refusalOf(ec2.describeSubnets({}))).toMatch(
        /^UnauthorizedOperation/,
      );
    },
  },
  {
    source: '§4.4',
    says: 'the read role changes nothing',
    async bites(stage) {
      const { Credentials: credentials } = await stage.portalIn('orders-prod');
      const create = stage.ec2({ credentials }).createSecurityGroup({
        GroupName: 'x',
        Description: 'x',
        VpcId: home.id,
      });
      expect(await refusalOf(create)).toMatch(/^UnauthorizedOperation/);
      const gateway = stage
        .lattice({ credentials })
        .createResourceGateway(ordersGateway);
      expect(await refusalOf(gateway)).toMatch(/^AccessDeniedException/);
    },
  },
];

const databases: Trap[] = [
  {
    source: '§0.1 item 3',
    says: 'a failover moves the database`s address, and the gateway follows it',
    async bites(stage) {
      await make.patternA(stage);
      const { host } = orders.databases['orders-postgres'];
      const before = resolveName(stage.world, { name: host }).addresses;
      await stage.rds(orders.id).rebootDBInstance({
        DBInstanceIdentifier: 'orders-postgres',
        ForceFailover: true,
      });
      stage.settle();
      expect(brokenHops(stage)).toEqual([]);
      const after = resolveName(stage.world, { name: host }).addresses;
      expect(after).toHaveLength(1);
      expect(after).not.toEqual(before);
    },
  },
  {
    source: '§3.1 RDS instance',
    says: 'a stopped database answers nobody, though Lattice says ACTIVE',
    async bites(stage) {
      const { configuration } = await make.patternA(stage);
      await stage
        .rds(orders.id)
        .stopDBInstance({ DBInstanceIdentifier: 'orders-postgres' });
      expect(brokenHops(stage)).toEqual(['database']);
      const { status } = await stage
        .lattice(orders.id)
        .getResourceConfiguration({
          resourceConfigurationIdentifier: configuration.id,
        });
      expect(status).toBe('ACTIVE');
    },
  },
  {
    source: '§1.0 F2',
    says: 'databases come in pages of 20 to 100',
    async bites(stage) {
      const read = stage.rds(orders.id).describeDBInstances({ MaxRecords: 19 });
      expect(await refusalOf(read)).toMatch(/^InvalidParameterValue/);
    },
  },
  {
    source: '§1.4 D15 (writes fail after failover)',
    says: 'after a cluster`s failover its former writer only reads',
    async bites(stage) {
      const aurora = catalog.databases['catalog-aurora'];
      const vpc = catalog.vpcs.catalog;
      const writes = (host: string) =>
        stage
          .reach({ from: vpc.id, to: aurora.arn, name: host })
          .hops.find(hop => hop.name === 'writer')?.ok;
      const [first, second] = aurora.cluster.instances;
      expect([writes(first.host), writes(second.host)]).toEqual([true, false]);
      await stage
        .rds(catalog.id)
        .failoverDBCluster({ DBClusterIdentifier: 'catalog-aurora' });
      stage.settle();
      expect([writes(first.host), writes(second.host)]).toEqual([false, true]);
      expect(writes(aurora.host)).toBe(true);
    },
  },
];

const traps: Trap[] = [
  ...databases,
  ...nameTraps,
  ...validation,
  ...endpoints,
  ...deletion,
  ...wires,
  ...tokens,
  ...throttles,
  ...sharing,
  ...sessions,
];

describe('where AWS bites, simulated AWS bites', () => {
  it.each(traps)('aws.md $source: $says', async ({ bites }) => {
    await bites(startStage());
  });

  it('in more than forty ways', () => {
    expect(traps.length).toBeGreaterThan(40);
    expect(new Set(traps.map(trap => trap.says)).size).toBe(traps.length);
  });
});

/** From a client to something in its VPC. */
async function analysisTo(stage: Stage, destination: string) {
  const ec2 = stage.ec2(analytics.id);
  const { NetworkInsightsPath } = await ec2.createNetworkInsightsPath({
    Source: analytics.vpcs.databricks.clients[0].id,
    Destination: destination,
    Protocol: 'tcp',
    DestinationPort: 5432,
    ClientToken: 'path',
  });
  await ec2.startNetworkInsightsAnalysis({
    NetworkInsightsPathId: NetworkInsightsPath!.NetworkInsightsPathId,
    ClientToken: 'analysis',
  });
  stage.settle();
  const { NetworkInsightsAnalyses } = await ec2.describeNetworkInsightsAnalyses(
    {},
  );
  return NetworkInsightsAnalyses![0];
}

async function analysisToEndpoint(stage: Stage) {
  const { endpoint } = await make.patternA(stage);
  return analysisTo(stage, endpoint.id);
}

/** What the event history says by the id of a gateway. */
async function eventsOfGateway(stage: Stage) {
  const { id } = await make.gateway(stage);
  const { Events } = await stage.cloudTrail(orders.id).lookupEvents({
    LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: id }],
  });
  return Events!.map(({ EventName }) => EventName);
}

/** What an access log says of one connection over pattern A. */
async function loggedConnection(stage: Stage) {
  const { configuration } = await make.patternA(stage);
  const owner = accounts['orders-prod'].id;
  const logs = stage.logs(owner);
  await logs.createLogGroup({ logGroupName: 'orders' });
  await stage.lattice(owner).createAccessLogSubscription({
    resourceIdentifier: configuration.id,
    destinationArn: `arn:aws:logs:us-east-1:${owner}:log-group:orders`,
  });
  sendTraffic(stage.world, {
    ...databricksToOrders,
    bytesToDatabase: 1,
    bytesToClient: 1,
  });
  stage.advance(120);
  const { events } = await logs.filterLogEvents({ logGroupName: 'orders' });
  return { configuration, line: JSON.parse(events![0].message!) };
}

type DoubtRows = {
  [Name in keyof typeof DOUBTS]: Record<
    (typeof DOUBTS)[Name]['answers'][number],
    (stage: Stage) => Promise<void>
  >;
};

/** A doubt that is added without both its answers here does not compile. */
const doubtRows: DoubtRows = {
  'trail-lattice-resources': {
    found: async stage => {
      expect(await eventsOfGateway(stage)).toEqual(['CreateResourceGateway']);
    },
    'not-found': async stage => {
      expect(await eventsOfGateway(stage)).toEqual([]);
    },
  },
  'analyzer-lattice-interfaces': {
    analysed: async stage => {
      expect(await analysisToEndpoint(stage)).toMatchObject({
        Status: 'succeeded',
        NetworkPathFound: true,
      });
    },
    'not-supported': async stage => {
      expect(await analysisToEndpoint(stage)).toMatchObject({
        Status: 'failed',
        StatusMessage: 'The network configuration is not supported.',
      });
    },
  },
  'insights-path-of-missing': {
    refused: async stage => {
      expect(
        await refusalOf(analysisTo(stage, 'eni-0123456789abcdef0')),
      ).toMatch(/^InvalidNetworkInterfaceID.NotFound/);
    },
    'analysis-fails': async stage => {
      expect(await analysisTo(stage, 'eni-0123456789abcdef0')).toMatchObject({
        Status: 'failed',
        StatusMessage:
          'The request failed due to missing component eni-0123456789abcdef0.',
      });
    },
  },
  'access-log-configuration': {
    shared: async stage => {
      const { line, configuration } = await loggedConnection(stage);
      expect(line.resourceConfigurationArn).toBe(configuration.arn);
    },
    child: async stage => {
      const { line, configuration } = await loggedConnection(stage);
      const { items } = await stage
        .lattice(accounts['orders-prod'].id)
        .listResourceConfigurations({
          resourceConfigurationGroupIdentifier: configuration.id,
        });
      expect(items!.map(({ arn }) => arn)).toContain(
        line.resourceConfigurationArn,
      );
    },
  },
  'access-log-source-vpc': {
    named: async stage => {
      const { line } = await loggedConnection(stage);
      expect(line.sourceVpcArn).toMatch(/:vpc\/vpc-/);
    },
    absent: async stage => {
      const { line } = await loggedConnection(stage);
      expect(line.sourceVpcArn).toBeUndefined();
    },
  },
  'resource-endpoint-metrics': {
    none: async stage => {
      expect(await metricsAfterTraffic(stage, 'analytics')).toEqual([]);
    },
    published: async stage => {
      expect(await metricsAfterTraffic(stage, 'analytics')).toContain(
        'AWS/PrivateLinkEndpoints BytesProcessed',
      );
    },
  },
  'resource-gateway-metrics': {
    none: async stage => {
      expect(await metricsAfterTraffic(stage, 'orders-prod')).not.toContain(
        'AWS/VpcLattice BytesProcessed',
      );
    },
    published: async stage => {
      expect(await metricsAfterTraffic(stage, 'orders-prod')).toContain(
        'AWS/VpcLattice BytesProcessed',
      );
    },
  },
  'gateways-per-vpc': {
    '500': stage => fillWithGateways(stage, 101, 'no refusal'),
    '100': stage =>
      fillWithGateways(stage, 101, 'ServiceQuotaExceededException'),
  },
  'consumer-may-disassociate': {
    yes: async stage => {
      const { shareArn } = await acceptedShare(stage);
      await leave(stage, shareArn);
    },
    OperationNotPermittedException: async stage => {
      const { shareArn } = await acceptedShare(stage);
      expect(await refusalOf(leave(stage, shareArn))).toMatch(
        /^OperationNotPermittedException/,
      );
    },
  },
  'resource-endpoint-pending-acceptance': {
    never: async stage => {
      expect(await firstState(stage)).toBe('pending');
    },
    first: async stage => {
      expect(await firstState(stage)).toBe('pendingAcceptance');
      stage.settle();
      const { VpcEndpoints = [] } = await stage
        .ec2(analytics.id)
        .describeVpcEndpoints({});
      expect(VpcEndpoints[0].State).toBe('available');
    },
  },
  'member-sees-service-access': {
    denied: async stage => {
      expect(await refusalOf(serviceAccess(stage))).toMatch(
        /^AccessDeniedException/,
      );
    },
    allowed: async stage => {
      const { EnabledServicePrincipals = [] } = await serviceAccess(stage);
      expect(EnabledServicePrincipals[0].ServicePrincipal).toBe(
        'ram.amazonaws.com',
      );
    },
  },
  'shared-configuration-tags': {
    hidden: async stage => {
      expect(await refusalOf(sharedTags(stage))).toMatch(
        /^AccessDeniedException/,
      );
    },
    visible: async stage => {
      expect(await sharedTags(stage)).toEqual(ours);
    },
  },
  'child-configuration-name': {
    'rcfg-id': async stage => {
      const { parent, child } = await childOf(stage);
      expect(child).toBe(`${parent}-orders-postgres`);
    },
    'without-prefix': async stage => {
      const { parent, child } = await childOf(stage);
      expect(child).toMatch(/-orders-postgres$/);
      expect(child).not.toContain(parent);
    },
  },
  'accept-accepted-connection': {
    Unsuccessful: async stage => {
      expect(await acceptTwice(stage)).toEqual([true]);
    },
    success: async stage => {
      expect(await acceptTwice(stage)).toEqual([]);
    },
  },
  'rds-name-over-vpc-association': {
    resolves: async stage => {
      await makeNetwork.patternB(stage, 'association');
      const answer = stage.reach({ ...databricksToOrders, tls: 'verify-full' });
      expect(answer.reachable).toBe(true);
    },
    'generated-name-only': async stage => {
      const { resourceId } = await makeNetwork.patternB(stage, 'association');
      expect(stage.reach(databricksToOrders).reachable).toBe(false);
      const { dnsEntry } = await stage
        .lattice(orders.id)
        .getServiceNetworkResourceAssociation({
          serviceNetworkResourceAssociationIdentifier: resourceId,
        });
      const generated = { ...databricksToOrders, name: dnsEntry?.domainName };
      expect(stage.reach(generated).reachable).toBe(true);
      // The database's certificate is for its own name.
      expect(stage.reach({ ...generated, tls: 'verify-full' }).reachable).toBe(
        false,
      );
    },
  },
  'delete-network-with-endpoints': {
    ConflictException: async stage => {
      const { refused } = await deleteNetworkWithEndpoint(stage);
      expect(refused).toMatch(/^ConflictException/);
    },
    'rejects-the-endpoints': async stage => {
      const { refused, endpointId } = await deleteNetworkWithEndpoint(stage);
      expect(refused).toBe('no refusal');
      const { VpcEndpoints = [] } = await stage
        .ec2(analytics.id)
        .describeVpcEndpoints({ VpcEndpointIds: [endpointId] });
      expect(VpcEndpoints[0].State).toBe('rejected');
    },
  },
  'update-association-private-dns': {
    changed: async stage => {
      const { id } = await associatedVpc(stage);
      await turnPrivateDnsOff(stage, id);
    },
    refused: async stage => {
      const { id } = await associatedVpc(stage);
      expect(await refusalOf(turnPrivateDnsOff(stage, id))).toMatch(
        /^ValidationException/,
      );
    },
  },
  'association-arn-account': {
    creator: async stage => {
      expect(await arnSeenByOwner(stage)).toContain(`:${analytics.id}:`);
    },
    viewer: async stage => {
      expect(await arnSeenByOwner(stage)).toContain(`:${NETWORKING}:`);
    },
  },
  'refused-resource-association': {
    ValidationException: async stage => {
      expect(await associateClosed(stage)).toMatch(/^ValidationException/);
    },
    AccessDeniedException: async stage => {
      expect(await associateClosed(stage)).toMatch(/^AccessDeniedException/);
    },
  },
  'association-security-group': {
    DependencyViolation: async stage => {
      const { groupId } = await associatedVpc(stage);
      expect(await refusalOf(deleteGroup(stage, groupId))).toMatch(
        /^DependencyViolation/,
      );
    },
    deleted: async stage => {
      const { groupId } = await associatedVpc(stage);
      await deleteGroup(stage, groupId);
    },
  },
  'delete-configuration-in-use': {
    ConflictException: async stage => {
      const { configuration } = await make.patternA(stage);
      expect(
        await refusalOf(removeConfiguration(stage, configuration.id)),
      ).toMatch(/^ConflictException/);
    },
    DELETE_FAILED: async stage => {
      const { configuration, endpoint } = await make.patternA(stage);
      await removeConfiguration(stage, configuration.id);
      stage.settle();
      const found = await stage.lattice(orders.id).getResourceConfiguration({
        resourceConfigurationIdentifier: configuration.id,
      });
      expect(found.status).toBe('DELETE_FAILED');
      await stage
        .ec2(analytics.id)
        .deleteVpcEndpoints({ VpcEndpointIds: [endpoint.id] });
      stage.settle();
      await removeConfiguration(stage, configuration.id);
    },
  },
};

/** VPC databricks in a network of its own account. */
async function associatedVpc(stage: Stage) {
  const network = await makeNetwork.network(stage, analytics.id);
  return makeNetwork.association(stage, network);
}

async function deleteNetworkWithEndpoint(stage: Stage) {
  const network = await makeNetwork.network(stage, analytics.id);
  const { id: endpointId } = await makeNetwork.endpoint(stage, network);
  const refused = await refusalOf(
    stage
      .lattice(analytics.id)
      .deleteServiceNetwork({ serviceNetworkIdentifier: network.id }),
  );
  return { refused, endpointId };
}

function turnPrivateDnsOff(stage: Stage, id: string) {
  return stage.lattice(analytics.id).updateServiceNetworkVpcAssociation({
    serviceNetworkVpcAssociationIdentifier: id,
    privateDnsEnabled: false,
  });
}

function deleteGroup(stage: Stage, GroupId: string) {
  return stage.ec2(analytics.id).deleteSecurityGroup({ GroupId });
}

/** VPC databricks in a network of the networking account, as that account sees it. */
async function arnSeenByOwner(stage: Stage) {
  const network = await makeNetwork.network(stage);
  await makeNetwork.share(stage, NETWORKING, network.arn, [analytics.id]);
  const { id } = await makeNetwork.association(stage, network);
  const { arn } = await stage
    .lattice(NETWORKING)
    .getServiceNetworkVpcAssociation({
      serviceNetworkVpcAssociationIdentifier: id,
    });
  return arn;
}

/** A configuration that shareable networks may not hold, into one that could be shared. */
async function associateClosed(stage: Stage) {
  const network = await makeNetwork.network(stage, orders.id);
  const configuration = await makeNetwork.configuration(stage, false);
  return refusalOf(
    stage.lattice(orders.id).createServiceNetworkResourceAssociation({
      serviceNetworkIdentifier: network.id,
      resourceConfigurationIdentifier: configuration.id,
    }),
  );
}

/** What Accept says of a connection that is accepted already. */
async function acceptTwice(stage: Stage) {
  const { service, endpoint } = await makeD.patternD(stage);
  const unsuccessful = await makeD.acceptance(stage, service.id, endpoint.id);
  return unsuccessful?.map(({ ResourceId }) => ResourceId === endpoint.id);
}

async function fillWithGateways(stage: Stage, count: number, last: string) {
  const lattice = stage.lattice(orders.id);
  let made = 0;
  const seen = await outcomes(count, () => {
    made += 1;
    return lattice.createResourceGateway({
      ...ordersGateway,
      name: `gateway-${made}`,
    });
  });
  expect(seen.slice(0, 100)).toEqual(Array(100).fill('no refusal'));
  expect(seen.at(-1)).toBe(last);
}

async function acceptedShare(stage: Stage) {
  const invited = await invitePartner(stage);
  await stage
    .ram(partner.id)
    .acceptResourceShareInvitation({ resourceShareInvitationArn: invited.arn });
  stage.settle();
  return invited;
}

function leave(stage: Stage, resourceShareArn: string) {
  return stage
    .ram(partner.id)
    .disassociateResourceShare({ resourceShareArn, principals: [partner.id] });
}

async function firstState(stage: Stage) {
  const gateway = await make.gateway(stage);
  const { arn } = await make.configuration(stage, gateway.id);
  await make.share(stage, arn, analytics.id);
  const { VpcEndpoint } = await stage
    .ec2(analytics.id)
    .createVpcEndpoint(endpointOf(arn));
  return VpcEndpoint?.State;
}

/** Namespaces and names of what this account has metrics of, after a client used a resource endpoint. */
async function metricsAfterTraffic(
  stage: Stage,
  account: 'analytics' | 'orders-prod',
) {
  await make.patternA(stage);
  sendTraffic(stage.world, {
    ...databricksToOrders,
    bytesToDatabase: 10,
    bytesToClient: 90,
  });
  // A metric may take a quarter of an hour until it is listed.
  stage.settle();
  stage.settle();
  const { Metrics = [] } = await stage
    .cloudwatch(accounts[account].id)
    .listMetrics({});
  return Metrics.map(
    ({ Namespace, MetricName }) => `${Namespace} ${MetricName}`,
  );
}

function serviceAccess(stage: Stage) {
  return stage.organizations(orders.id).listAWSServiceAccessForOrganization({});
}

async function sharedTags(stage: Stage) {
  const gateway = await make.gateway(stage);
  const { arn } = await make.configuration(stage, gateway.id);
  await stage.lattice(orders.id).tagResource({ resourceArn: arn, tags: ours });
  await make.share(stage, arn, analytics.id);
  const { tags } = await stage
    .lattice(analytics.id)
    .listTagsForResource({ resourceArn: arn });
  return tags;
}

async function childOf(stage: Stage) {
  const gateway = await make.gateway(stage);
  const { id } = await make.configuration(stage, gateway.id);
  const { items = [] } = await stage
    .lattice(orders.id)
    .listResourceConfigurations({ resourceConfigurationGroupIdentifier: id });
  return { parent: id, child: items[0].name };
}

function removeConfiguration(
  stage: Stage,
  resourceConfigurationIdentifier: string,
) {
  return stage
    .lattice(orders.id)
    .deleteResourceConfiguration({ resourceConfigurationIdentifier });
}

const doubts = Object.entries(doubtRows).flatMap(([name, answers]) =>
  Object.entries(answers).map(([answer, bites]) => ({ name, answer, bites })),
);

describe('where AWS is in doubt, simulated AWS does either', () => {
  it.each(doubts)('$name: $answer', async ({ name, answer, bites }) => {
    await bites(startStage({ doubts: { [name]: answer } }));
  });

  it.each(Object.entries(DOUBTS))(
    'and docs/limits.md owns up to %s',
    (name, { question, answers }) => {
      const limits = readFileSync(
        join(__dirname, '../../../docs/limits.md'),
        'utf8',
      );
      const row = limits.split('\n').find(line => line.includes(`\`${name}\``));
      expect(row).toContain(question);
      expect(row).toContain(answers.map(a => `\`${a}\``).join(', '));
    },
  );
});
