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

import type { CreateVpcEndpointServiceConfigurationCommandInput } from '@aws-sdk/client-ec2';
import { exampleCompany } from '../company/exampleCompany';
import { resolveName } from '../network/dns';
import { inDatabricks, Stage, tcp, Where } from './stage';

const { accounts } = exampleCompany;
const orders = accounts['orders-prod'];
const home = orders.vpcs.orders;

export const ordersPostgres = orders.databases['orders-postgres'];

/** Where a database's name leads now. */
export function addressOfDatabase(stage: Stage, name = ordersPostgres.host) {
  stage.world.settle();
  return resolveName(stage.world, { name }).addresses[0];
}

/** The parts of pattern D, each by the calls that make it (aws.md §1.4). All of it leads to orders-postgres. */
export const makeD = {
  /** The load balancer's own group, and the rule that lets it into the database. */
  async group(stage: Stage) {
    const ec2 = stage.ec2(orders.id);
    const { GroupId } = await ec2.createSecurityGroup({
      GroupName: 'load-balancer',
      Description: 'Who may use the load balancer',
      VpcId: home.id,
    });
    const { SecurityGroupRules = [] } = await ec2.authorizeSecurityGroupIngress(
      {
        GroupId: home.securityGroups['orders-postgres'].id,
        IpPermissions: [tcp(ordersPostgres.port, GroupId!)],
      },
    );
    return {
      groupId: GroupId!,
      ruleId: SecurityGroupRules[0].SecurityGroupRuleId!,
    };
  },

  /** D2 */
  async targetGroup(stage: Stage, Name = 'orders-postgres') {
    const { TargetGroups = [] } = await stage
      .elb(orders.id)
      .createTargetGroup(targetGroupOf(Name));
    return TargetGroups[0].TargetGroupArn!;
  },

  /** D3; active when it returns. */
  async loadBalancer(
    stage: Stage,
    securityGroupIds: string[],
    Name = 'orders-postgres',
  ) {
    const { LoadBalancers = [] } = await stage
      .elb(orders.id)
      .createLoadBalancer(loadBalancerOf(securityGroupIds, Name));
    stage.settle();
    return LoadBalancers[0].LoadBalancerArn!;
  },

  /** D4 */
  async target(stage: Stage, TargetGroupArn: string) {
    const Id = addressOfDatabase(stage);
    await stage
      .elb(orders.id)
      .registerTargets({ TargetGroupArn, Targets: [{ Id }] });
    return Id;
  },

  /** D5 */
  async listener(
    stage: Stage,
    LoadBalancerArn: string,
    TargetGroupArn: string,
    Port: number = ordersPostgres.port,
  ) {
    const { Listeners = [] } = await stage.elb(orders.id).createListener({
      LoadBalancerArn,
      Port,
      Protocol: 'TCP',
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    });
    return Listeners[0].ListenerArn!;
  },

  /** D2 to D5, with a healthy target. */
  async balanced(stage: Stage) {
    const group = await makeD.group(stage);
    const targetGroupArn = await makeD.targetGroup(stage);
    const loadBalancerArn = await makeD.loadBalancer(stage, [group.groupId]);
    const address = await makeD.target(stage, targetGroupArn);
    const listenerArn = await makeD.listener(
      stage,
      loadBalancerArn,
      targetGroupArn,
    );
    stage.settle();
    return { group, targetGroupArn, loadBalancerArn, listenerArn, address };
  },

  /** D7; available when it returns. */
  async service(
    stage: Stage,
    loadBalancerArn: string,
    change: Partial<CreateVpcEndpointServiceConfigurationCommandInput> = {},
  ) {
    const { ServiceConfiguration } = await stage
      .ec2(orders.id)
      .createVpcEndpointServiceConfiguration({
        NetworkLoadBalancerArns: [loadBalancerArn],
        AcceptanceRequired: true,
        ...change,
      });
    stage.settle();
    return {
      id: ServiceConfiguration!.ServiceId!,
      name: ServiceConfiguration!.ServiceName!,
    };
  },

  /** D8; seen by the account when it returns. */
  async permission(stage: Stage, ServiceId: string, accountId: string) {
    await stage.ec2(orders.id).modifyVpcEndpointServicePermissions({
      ServiceId,
      AddAllowedPrincipals: [`arn:aws:iam::${accountId}:root`],
    });
    stage.settle();
  },

  /** D10, D11: into VPC databricks unless told; it waits to be accepted. */
  async endpoint(
    stage: Stage,
    serviceName: string,
    where: Where = inDatabricks,
  ) {
    const ec2 = stage.ec2(where.accountId);
    const { GroupId } = await ec2.createSecurityGroup({
      GroupName: 'endpoint',
      Description: 'Who may use the endpoint',
      VpcId: where.vpcId,
    });
    await ec2.authorizeSecurityGroupIngress({
      GroupId,
      IpPermissions: [tcp(ordersPostgres.port, where.clientGroupId)],
    });
    const { VpcEndpoint } = await ec2.createVpcEndpoint({
      ...interfaceEndpointOf(serviceName, where),
      SecurityGroupIds: [GroupId!],
    });
    return { id: VpcEndpoint!.VpcEndpointId!, groupId: GroupId! };
  },

  /** D12; available when it returns. */
  async acceptance(stage: Stage, ServiceId: string, endpointId: string) {
    const { Unsuccessful } = await stage
      .ec2(orders.id)
      .acceptVpcEndpointConnections({
        ServiceId,
        VpcEndpointIds: [endpointId],
      });
    stage.settle();
    return Unsuccessful;
  },

  /** Everything, from orders-postgres to VPC databricks. */
  async patternD(stage: Stage) {
    const balanced = await makeD.balanced(stage);
    const service = await makeD.service(stage, balanced.loadBalancerArn);
    await makeD.permission(stage, service.id, inDatabricks.accountId);
    const endpoint = await makeD.endpoint(stage, service.name);
    await makeD.acceptance(stage, service.id, endpoint.id);
    return { ...balanced, service, endpoint };
  },
};

export function interfaceEndpointOf(
  serviceName: string,
  where: Where = inDatabricks,
) {
  return {
    VpcEndpointType: 'Interface' as const,
    VpcId: where.vpcId,
    SubnetIds: where.subnetIds,
    ServiceName: serviceName,
  };
}

export function targetGroupOf(Name: string) {
  return {
    Name,
    Protocol: 'TCP' as const,
    Port: ordersPostgres.port,
    VpcId: home.id,
    TargetType: 'ip' as const,
    HealthCheckProtocol: 'TCP' as const,
    HealthCheckIntervalSeconds: 10,
    HealthyThresholdCount: 2,
    UnhealthyThresholdCount: 2,
  };
}

export function loadBalancerOf(SecurityGroups: string[], Name: string) {
  return {
    Name,
    Type: 'network' as const,
    Scheme: 'internal' as const,
    Subnets: home.subnets.map(subnet => subnet.id),
    SecurityGroups,
  };
}
