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

import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { EC2 } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAM } from '@aws-sdk/client-iam';
import { Organizations } from '@aws-sdk/client-organizations';
import { RAM } from '@aws-sdk/client-ram';
import { RDS } from '@aws-sdk/client-rds';
import { Route53 } from '@aws-sdk/client-route-53';
import { AssumeRoleCommandInput, STS } from '@aws-sdk/client-sts';
import { VPCLattice } from '@aws-sdk/client-vpc-lattice';
import { exampleCompany } from '../company/exampleCompany';
import { populate } from '../company/populate';
import { SimulatedClock } from '../core/clock';
import type { Fault } from '../core/Faults';
import { World } from '../core/World';
import type { Doubts } from '../doubts';
import { ReachabilityQuestion } from '../network/question';
import { reachable } from '../network/reachable';
import { SimulatedAws } from '../SimulatedAws';
import { simulatedClientConfig, SimulatedClientOptions } from './clients';

const { accounts } = exampleCompany;

/** Who calls: the admin of an account, or what AssumeRole answered. */
type Who = string | Pick<SimulatedClientOptions, 'credentials' | 'region'>;

/** Longer than anything takes that AWS does by itself, shorter than any invitation lives. */
const AGES_SECONDS = 600;

export type Stage = ReturnType<typeof startStage>;

/** The whole company on a clock that stands still, and real SDK clients for everyone in it. */
export function startStage(options: { doubts?: Partial<Doubts> } = {}) {
  const clock = SimulatedClock.frozen();
  const world = new World({ clock, doubts: options.doubts });
  populate(world);
  const aws = SimulatedAws.create({
    world,
    onDefect: error => {
      throw error;
    },
  });
  const config = (who: Who, region?: string) =>
    simulatedClientConfig(
      aws,
      typeof who === 'string' ? { accountId: who, region } : who,
    );
  return {
    world,
    cloudTrail: (who: Who) => new CloudTrail(config(who)),
    cloudwatch: (who: Who, region?: string) =>
      new CloudWatch(config(who, region)),
    ec2: (who: Who, region?: string) => new EC2(config(who, region)),
    elb: (who: Who, region?: string) =>
      new ElasticLoadBalancingV2(config(who, region)),
    lattice: (who: Who, region?: string) => new VPCLattice(config(who, region)),
    logs: (who: Who) => new CloudWatchLogs(config(who)),
    ram: (who: Who) => new RAM(config(who)),
    rds: (who: Who) => new RDS(config(who)),
    route53: (who: Who) => new Route53(config(who)),
    sts: (who: Who) => new STS(config(who)),
    iam: (who: Who) => new IAM(config(who)),
    organizations: (who: Who) => new Organizations(config(who)),
    advance: (seconds: number) => clock.advance(seconds),
    settle: () => clock.advance(AGES_SECONDS),
    meets: (fault: Fault) => world.faults.add(fault),
    reach(question: ReachabilityQuestion) {
      world.settle();
      return reachable(world, question);
    },
    /** The portal, in an account that lets it in. */
    async portalIn(
      name: keyof typeof accounts,
      input: Partial<AssumeRoleCommandInput> = {},
    ) {
      const { id, readRole } = accounts[name];
      return new STS(config(exampleCompany.portalAccountId)).assumeRole({
        RoleArn: `arn:aws:iam::${id}:role/${readRole.name}`,
        RoleSessionName: 'portal',
        ExternalId: readRole.externalId,
        ...input,
      });
    },
  };
}

const orders = accounts['orders-prod'];

export interface Where {
  accountId: string;
  vpcId: string;
  subnetIds: string[];
  clientGroupId: string;
  /** Where that is not us-east-1. */
  region?: 'eu-west-1';
}

export const inDatabricks: Where = {
  accountId: accounts.analytics.id,
  vpcId: accounts.analytics.vpcs.databricks.id,
  subnetIds: accounts.analytics.vpcs.databricks.subnets.map(s => s.id),
  clientGroupId: accounts.analytics.vpcs.databricks.securityGroups.workspace.id,
};

/** The parts of pattern A, each by the calls that make it (aws.md §1.1). */
export const make = {
  /** A1, A2: a gateway in front of orders-postgres, and the rules on both sides of it. */
  async gateway(stage: Stage, name = 'orders') {
    const ec2 = stage.ec2(orders.id);
    const { id: vpcId, subnets, securityGroups } = orders.vpcs.orders;
    const databaseGroup = securityGroups['orders-postgres'].id;
    const { GroupId } = await ec2.createSecurityGroup({
      GroupName: `gateway-${name}`,
      Description: 'What the gateway may reach',
      VpcId: vpcId,
    });
    const { SecurityGroupRules = [] } = await ec2.authorizeSecurityGroupIngress(
      {
        GroupId: databaseGroup,
        IpPermissions: [tcp(5432, GroupId!)],
      },
    );
    const { id } = await stage.lattice(orders.id).createResourceGateway({
      name,
      vpcIdentifier: vpcId,
      subnetIds: subnets.map(subnet => subnet.id),
      securityGroupIds: [GroupId!],
    });
    stage.settle();
    return {
      id: id!,
      groupId: GroupId!,
      ruleId: SecurityGroupRules[0].SecurityGroupRuleId!,
    };
  },

  /** A4 */
  async configuration(
    stage: Stage,
    gatewayId: string,
    name = 'orders-postgres',
  ) {
    const { id, arn } = await stage
      .lattice(orders.id)
      .createResourceConfiguration(configurationOf(gatewayId, name));
    stage.settle();
    return { id: id!, arn: arn! };
  },

  /** A5 */
  async share(stage: Stage, arn: string, accountId: string) {
    const { resourceShare } = await stage.ram(orders.id).createResourceShare({
      name: 'orders-postgres',
      resourceArns: [arn],
      principals: [accountId],
    });
    stage.settle();
    return resourceShare!.resourceShareArn!;
  },

  /** A9, A10: into the first VPC of analytics unless told. */
  async endpoint(stage: Stage, arn: string, where: Where = inDatabricks) {
    const ec2 = stage.ec2(where.accountId);
    const { GroupId } = await ec2.createSecurityGroup({
      GroupName: 'endpoint',
      Description: 'Who may use the endpoint',
      VpcId: where.vpcId,
    });
    await ec2.authorizeSecurityGroupIngress({
      GroupId,
      IpPermissions: [tcp(5432, where.clientGroupId)],
    });
    const { VpcEndpoint } = await ec2.createVpcEndpoint({
      ...endpointOf(arn, where),
      SecurityGroupIds: [GroupId!],
    });
    stage.settle();
    return { id: VpcEndpoint!.VpcEndpointId!, groupId: GroupId! };
  },

  /** Everything, from orders-postgres to VPC databricks. */
  async patternA(stage: Stage) {
    const gateway = await make.gateway(stage);
    const configuration = await make.configuration(stage, gateway.id);
    const shareArn = await make.share(
      stage,
      configuration.arn,
      accounts.analytics.id,
    );
    const endpoint = await make.endpoint(stage, configuration.arn);
    return { gateway, configuration, shareArn, endpoint };
  },
};

export const databricksToOrders: ReachabilityQuestion = {
  from: inDatabricks.vpcId,
  to: orders.databases['orders-postgres'].arn,
};

export function configurationOf(gatewayId: string, name = 'orders-postgres') {
  const { arn } = orders.databases['orders-postgres'];
  return {
    name,
    type: 'ARN' as const,
    resourceGatewayIdentifier: gatewayId,
    resourceConfigurationDefinition: { arnResource: { arn } },
  };
}

export function endpointOf(arn: string, where: Where = inDatabricks) {
  return {
    VpcEndpointType: 'Resource' as const,
    VpcId: where.vpcId,
    SubnetIds: where.subnetIds,
    ResourceConfigurationArn: arn,
    PrivateDnsEnabled: true,
  };
}

export function tcp(port: number, groupId: string) {
  return {
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    UserIdGroupPairs: [{ GroupId: groupId }],
  };
}
