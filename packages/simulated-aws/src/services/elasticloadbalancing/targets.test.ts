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

import { exampleCompany } from '../../company/exampleCompany';
import {
  addressOfDatabase,
  makeD,
  ordersPostgres,
} from '../../testing/patternD';
import { startStage, tcp } from '../../testing/stage';

const orders = exampleCompany.accounts['orders-prod'];
const home = orders.vpcs.orders;

/** A group with the database as its target, behind a listener; nothing has been checked yet. */
async function setup(groups?: { open?: boolean }) {
  const stage = startStage();
  const { groupId, ruleId } = await makeD.group(stage);
  const TargetGroupArn = await makeD.targetGroup(stage);
  const loadBalancerArn = await makeD.loadBalancer(
    stage,
    groups?.open ? [] : [groupId],
  );
  const elb = stage.elb(orders.id);
  const healths = async () => {
    const { TargetHealthDescriptions = [] } = await elb.describeTargetHealth({
      TargetGroupArn,
    });
    return TargetHealthDescriptions.map(({ TargetHealth }) =>
      [TargetHealth?.State, TargetHealth?.Reason].filter(Boolean).join(' '),
    );
  };
  return {
    stage,
    elb,
    ec2: stage.ec2(orders.id),
    rds: stage.rds(orders.id),
    groupId,
    ruleId,
    TargetGroupArn,
    loadBalancerArn,
    healths,
    listen: () => makeD.listener(stage, loadBalancerArn, TargetGroupArn),
    register: (...ids: string[]) =>
      elb.registerTargets({
        TargetGroupArn,
        Targets: ids.map(Id => ({ Id })),
      }),
    deregister: (Id: string) =>
      elb.deregisterTargets({ TargetGroupArn, Targets: [{ Id }] }),
    async healthy() {
      const address = await makeD.target(stage, TargetGroupArn);
      await makeD.listener(stage, loadBalancerArn, TargetGroupArn);
      stage.settle();
      expect(await healths()).toEqual(['healthy']);
      return address;
    },
  };
}

describe('a target', () => {
  it('is unused without a listener, then initial, then healthy after two checks of ten seconds', async () => {
    const { stage, healths, listen, TargetGroupArn } = await setup();
    await makeD.target(stage, TargetGroupArn);
    stage.settle();
    expect(await healths()).toEqual(['unused Target.NotInUse']);
    await listen();
    expect(await healths()).toEqual(['initial Elb.RegistrationInProgress']);
    stage.advance(15);
    expect(await healths()).toEqual(['initial Elb.InitialHealthChecking']);
    stage.advance(19);
    expect(await healths()).toEqual(['initial Elb.InitialHealthChecking']);
    stage.advance(1);
    expect(await healths()).toEqual(['healthy']);
  });

  it('waits for a load balancer that is still provisioning', async () => {
    const stage = startStage();
    const elb = stage.elb(orders.id);
    const { groupId } = await makeD.group(stage);
    const TargetGroupArn = await makeD.targetGroup(stage);
    const { LoadBalancers } = await elb.createLoadBalancer({
      Name: 'young',
      Type: 'network',
      Scheme: 'internal',
      Subnets: home.subnets.map(s => s.id),
      SecurityGroups: [groupId],
    });
    await makeD.target(stage, TargetGroupArn);
    await makeD.listener(
      stage,
      LoadBalancers![0].LoadBalancerArn!,
      TargetGroupArn,
    );
    const health = async () =>
      (await elb.describeTargetHealth({ TargetGroupArn }))
        .TargetHealthDescriptions![0].TargetHealth;
    stage.advance(119);
    expect(await health()).toMatchObject({
      State: 'initial',
      Reason: 'Elb.RegistrationInProgress',
    });
    stage.advance(1 + 15 + 20);
    expect(await health()).toEqual({ State: 'healthy' });
  });

  it('becomes unhealthy when the database closes its door, even if nobody looks meanwhile', async () => {
    const { stage, ec2, ruleId, groupId, healths, healthy } = await setup();
    await healthy();
    const database = home.securityGroups['orders-postgres'].id;
    await ec2.revokeSecurityGroupIngress({
      GroupId: database,
      SecurityGroupRuleIds: [ruleId],
    });
    stage.advance(19);
    expect(await healths()).toEqual(['healthy']);
    stage.advance(1);
    expect(await healths()).toEqual(['unhealthy Target.Timeout']);
    await ec2.authorizeSecurityGroupIngress({
      GroupId: database,
      IpPermissions: [tcp(ordersPostgres.port, groupId)],
    });
    stage.advance(20);
    expect(await healths()).toEqual(['healthy']);
  });

  it('fails its checks when the load balancer may not send, and not when nobody may send to that', async () => {
    const { stage, ec2, groupId, healths, healthy } = await setup();
    // The group has no inbound rule at all: health checks do not ask for one.
    await healthy();
    const { SecurityGroups } = await ec2.describeSecurityGroups({
      GroupIds: [groupId],
    });
    await ec2.revokeSecurityGroupEgress({
      GroupId: groupId,
      IpPermissions: SecurityGroups![0].IpPermissionsEgress,
    });
    stage.advance(20);
    expect(await healths()).toEqual(['unhealthy Target.Timeout']);
  });

  it('of a load balancer without groups is let in by address only', async () => {
    const { stage, ec2, healths, listen, TargetGroupArn } = await setup({
      open: true,
    });
    await makeD.target(stage, TargetGroupArn);
    await listen();
    stage.settle();
    expect(await healths()).toEqual(['unhealthy Target.Timeout']);
    await ec2.authorizeSecurityGroupIngress({
      GroupId: home.securityGroups['orders-postgres'].id,
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 5432,
          ToPort: 5432,
          IpRanges: [{ CidrIp: home.cidr }],
        },
      ],
    });
    stage.settle();
    expect(await healths()).toEqual(['healthy']);
  });

  it('that listens to nobody refuses: the standby, and a stopped database', async () => {
    const { stage, ec2, rds, register, healths, listen } = await setup();
    const writer = addressOfDatabase(stage);
    const { NetworkInterfaces } = await ec2.describeNetworkInterfaces({
      Filters: [{ Name: 'description', Values: ['RDSNetworkInterface'] }],
    });
    const addresses = NetworkInterfaces!.map(eni => eni.PrivateIpAddress!);
    expect(addresses).toHaveLength(2);
    const [standby] = addresses.filter(address => address !== writer);
    await register(standby);
    await register(writer);
    await listen();
    stage.settle();
    expect(await healths()).toEqual([
      'unhealthy Target.FailedHealthChecks',
      'healthy',
    ]);
    await rds.stopDBInstance({ DBInstanceIdentifier: 'orders-postgres' });
    stage.settle();
    expect(await healths()).toEqual(
      Array(2).fill('unhealthy Target.FailedHealthChecks'),
    );
  });

  it('drains for the deregistration delay and is gone then; registered again it starts anew', async () => {
    const {
      stage,
      elb,
      register,
      deregister,
      healths,
      healthy,
      TargetGroupArn,
    } = await setup();
    const address = await healthy();
    await elb.modifyTargetGroupAttributes({
      TargetGroupArn,
      Attributes: [
        { Key: 'deregistration_delay.timeout_seconds', Value: '60' },
      ],
    });
    await deregister(address);
    expect(await healths()).toEqual([
      'draining Target.DeregistrationInProgress',
    ]);
    stage.advance(30);
    await register(address);
    expect(await healths()).toEqual(['initial Elb.RegistrationInProgress']);
    stage.settle();
    expect(await healths()).toEqual(['healthy']);
    await deregister(address);
    stage.advance(60);
    expect(await healths()).toEqual([]);
    await deregister(address);
  });

  it('is registered once, whatever is asked twice, and told if it is unknown', async () => {
    const { stage, elb, register, healthy, healths, TargetGroupArn } =
      await setup();
    const address = await healthy();
    await register(address);
    expect(await healths()).toEqual(['healthy']);
    stage.settle();
    const { TargetHealthDescriptions } = await elb.describeTargetHealth({
      TargetGroupArn,
      Targets: [{ Id: address, Port: 5432 }, { Id: '10.20.0.200' }],
    });
    expect(TargetHealthDescriptions).toMatchObject([
      { Target: { Id: address, Port: 5432 }, HealthCheckPort: '5432' },
      {
        TargetHealth: { State: 'unused', Reason: 'Target.NotRegistered' },
      },
    ]);
  });

  it.each([
    ['a name', 'orders-postgres', 'ValidationError'],
    [
      'an address that the VPC does not have',
      '10.99.0.1',
      'InvalidTargetException',
    ],
  ])('cannot be %s', async (_what, id, name) => {
    const { register } = await setup();
    await expect(register(id)).rejects.toMatchObject({ name });
  });

  it('cannot be an address in a group for instances, as AWS makes one when no type is said', async () => {
    const { elb, stage } = await setup();
    const { TargetGroups } = await elb.createTargetGroup({
      Name: 'forgotten',
      Protocol: 'TCP',
      Port: 5432,
      VpcId: home.id,
    });
    expect(TargetGroups![0].TargetType).toBe('instance');
    await expect(
      makeD.target(stage, TargetGroups![0].TargetGroupArn!),
    ).rejects.toMatchObject({
      name: 'InvalidTargetException',
      message: expect.stringMatching(/^Instance ID '.*' is not valid/),
    });
  });

  it('in a zone where the load balancer is not is unused, unless it sends across zones', async () => {
    const stage = startStage();
    const elb = stage.elb(orders.id);
    const { groupId } = await makeD.group(stage);
    const TargetGroupArn = await makeD.targetGroup(stage);
    const writer = addressOfDatabase(stage);
    const [elsewhere] = home.subnets.filter(
      subnet =>
        !writer.startsWith(subnet.cidr.split('.').slice(0, 3).join('.')),
    );
    const { LoadBalancers } = await elb.createLoadBalancer({
      Name: 'elsewhere',
      Type: 'network',
      Scheme: 'internal',
      Subnets: [elsewhere.id],
      SecurityGroups: [groupId],
    });
    const LoadBalancerArn = LoadBalancers![0].LoadBalancerArn!;
    await makeD.target(stage, TargetGroupArn);
    await makeD.listener(stage, LoadBalancerArn, TargetGroupArn);
    const health = async () => {
      stage.settle();
      const { TargetHealthDescriptions } = await elb.describeTargetHealth({
        TargetGroupArn,
      });
      return TargetHealthDescriptions![0].TargetHealth?.State;
    };
    expect(await health()).toBe('unused');
    const across = (Value: string) =>
      elb.modifyTargetGroupAttributes({
        TargetGroupArn,
        Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value }],
      });
    await across('true');
    expect(await health()).toBe('healthy');
    await across('use_load_balancer_configuration');
    expect(await health()).toBe('unused');
    await elb.modifyLoadBalancerAttributes({
      LoadBalancerArn,
      Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }],
    });
    expect(await health()).toBe('healthy');
  });
});
