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

import type { CreateLoadBalancerCommandInput } from '@aws-sdk/client-elastic-load-balancing-v2';
import { exampleCompany } from '../../company/exampleCompany';
import {
  loadBalancerOf,
  makeD,
  ordersPostgres,
  targetGroupOf,
} from '../../testing/patternD';
import { startStage } from '../../testing/stage';

const orders = exampleCompany.accounts['orders-prod'];
const home = orders.vpcs.orders;
const { billing } = exampleCompany.accounts;

async function setup() {
  const stage = startStage();
  const { groupId, ruleId } = await makeD.group(stage);
  const elb = stage.elb(orders.id);
  return {
    stage,
    elb,
    groupId,
    ruleId,
    create: (change: Partial<CreateLoadBalancerCommandInput> = {}) =>
      elb.createLoadBalancer({
        ...loadBalancerOf([groupId], 'orders'),
        ...change,
      }),
  };
}

describe('a Network Load Balancer', () => {
  it('is provisioning first and active after two minutes', async () => {
    const { stage, elb, create, groupId } = await setup();
    const { LoadBalancers } = await create();
    expect(LoadBalancers).toMatchObject([
      {
        LoadBalancerName: 'orders',
        LoadBalancerArn: expect.stringMatching(
          /^arn:aws:elasticloadbalancing:us-east-1:333333333333:loadbalancer\/net\/orders\/[0-9a-f]{16}$/,
        ),
        DNSName: expect.stringMatching(
          /^orders-[0-9a-f]{16}\.elb\.us-east-1\.amazonaws\.com$/,
        ),
        Type: 'network',
        Scheme: 'internal',
        VpcId: home.id,
        State: { Code: 'provisioning' },
        SecurityGroups: [groupId],
        EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'on',
      },
    ]);
    expect(LoadBalancers![0].AvailabilityZones).toHaveLength(3);
    stage.advance(119);
    const state = async () =>
      (await elb.describeLoadBalancers({})).LoadBalancers![0].State?.Code;
    expect(await state()).toBe('provisioning');
    stage.advance(1);
    expect(await state()).toBe('active');
  });

  it('has an interface in each of its subnets, which keeps its group in use a while after it is gone', async () => {
    const { stage, elb, create, groupId, ruleId } = await setup();
    const ec2 = stage.ec2(orders.id);
    const { LoadBalancers } = await create();
    const LoadBalancerArn = LoadBalancers![0].LoadBalancerArn!;
    const interfaces = async () =>
      (
        await ec2.describeNetworkInterfaces({
          Filters: [{ Name: 'group-id', Values: [groupId] }],
        })
      ).NetworkInterfaces!;
    expect(await interfaces()).toMatchObject(
      Array(3).fill({
        InterfaceType: 'network_load_balancer',
        Description: expect.stringMatching(/^ELB net\/orders\/[0-9a-f]{16}$/),
      }),
    );
    await elb.deleteLoadBalancer({ LoadBalancerArn });
    await ec2.revokeSecurityGroupIngress({
      GroupId: home.securityGroups['orders-postgres'].id,
      SecurityGroupRuleIds: [ruleId],
    });
    await expect(
      ec2.deleteSecurityGroup({ GroupId: groupId }),
    ).rejects.toMatchObject({ name: 'DependencyViolation' });
    stage.advance(60);
    expect(await interfaces()).toEqual([]);
    await ec2.deleteSecurityGroup({ GroupId: groupId });
  });

  it('is the same one for the same name and settings, and refused for others', async () => {
    const { create } = await setup();
    const [first] = (await create()).LoadBalancers!;
    const [again] = (await create()).LoadBalancers!;
    expect(again.LoadBalancerArn).toBe(first.LoadBalancerArn);
    await expect(
      create({ Subnets: [home.subnets[0].id] }),
    ).rejects.toMatchObject({
      name: 'DuplicateLoadBalancerNameException',
      message: expect.stringContaining(
        "A load balancer with the same name 'orders' exists, but with different settings",
      ),
    });
    await expect(create({ SecurityGroups: [] })).rejects.toMatchObject({
      name: 'DuplicateLoadBalancerNameException',
    });
  });

  it.each([
    ['a'.repeat(33), "cannot be longer than '32' characters"],
    ['-orders', "cannot begin or end with '-'"],
    ['orders-', "cannot begin or end with '-'"],
    ['orders_1', 'alphanumeric characters or hyphens'],
    ['internal-orders', "cannot begin with 'internal-'"],
  ])('cannot be called %s', async (Name, why) => {
    const { create } = await setup();
    await expect(create({ Name })).rejects.toMatchObject({
      name: 'ValidationError',
      message: expect.stringContaining(why),
    });
  });

  it.each<[string, Partial<CreateLoadBalancerCommandInput>, string]>([
    [
      'a subnet that does not exist',
      { Subnets: ['subnet-0'] },
      'SubnetNotFoundException',
    ],
    [
      'subnets of two VPCs',
      { Subnets: [home.subnets[0].id, billing.vpcs.billing.subnets[1].id] },
      'SubnetNotFoundException',
    ],
    ['no subnet', { Subnets: [] }, 'ValidationError'],
    [
      'the internet, without an internet gateway',
      { Scheme: 'internet-facing' },
      'InvalidSubnetException',
    ],
    [
      'a security group that does not exist',
      { SecurityGroups: ['sg-0'] },
      'InvalidSecurityGroupException',
    ],
    [
      'another type',
      { Type: 'application' },
      'InvalidConfigurationRequestException',
    ],
    [
      'IPv6',
      { IpAddressType: 'dualstack' },
      'InvalidConfigurationRequestException',
    ],
  ])('cannot be made with %s', async (_what, change, name) => {
    const { create } = await setup();
    await expect(create(change)).rejects.toMatchObject({ name });
  });

  it('gets no security groups later, and other ones only if it was made with some', async () => {
    const { stage, elb, create, groupId } = await setup();
    const { LoadBalancers } = await create({
      Name: 'open',
      SecurityGroups: [],
    });
    const open = LoadBalancers![0];
    expect(open.SecurityGroups).toBeUndefined();
    await expect(
      elb.setSecurityGroups({
        LoadBalancerArn: open.LoadBalancerArn,
        SecurityGroups: [groupId],
      }),
    ).rejects.toMatchObject({ name: 'InvalidConfigurationRequestException' });
    const arn = await makeD.loadBalancer(stage, [groupId]);
    const set = await elb.setSecurityGroups({
      LoadBalancerArn: arn,
      SecurityGroups: [home.defaultSecurityGroupId],
      EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off',
    });
    expect(set).toMatchObject({
      SecurityGroupIds: [home.defaultSecurityGroupId],
      EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off',
    });
    const { NetworkInterfaces } = await stage
      .ec2(orders.id)
      .describeNetworkInterfaces({
        Filters: [
          { Name: 'interface-type', Values: ['network_load_balancer'] },
          { Name: 'group-id', Values: [home.defaultSecurityGroupId] },
        ],
      });
    expect(NetworkInterfaces).toHaveLength(3);
  });

  it('goes with its listeners, not before its protection is off, and a second time without a word', async () => {
    const { stage, elb } = await setup();
    const targetGroupArn = await makeD.targetGroup(stage);
    const arn = await makeD.loadBalancer(stage, []);
    await makeD.listener(stage, arn, targetGroupArn);
    const protect = (Value: string) =>
      elb.modifyLoadBalancerAttributes({
        LoadBalancerArn: arn,
        Attributes: [{ Key: 'deletion_protection.enabled', Value }],
      });
    await protect('true');
    const remove = () => elb.deleteLoadBalancer({ LoadBalancerArn: arn });
    await expect(remove()).rejects.toMatchObject({
      name: 'OperationNotPermittedException',
    });
    await expect(protect('maybe')).rejects.toMatchObject({
      name: 'InvalidConfigurationRequestException',
    });
    await protect('false');
    await expect(
      elb.deleteTargetGroup({ TargetGroupArn: targetGroupArn }),
    ).rejects.toMatchObject({
      name: 'ResourceInUseException',
      message: expect.stringContaining(
        'is currently in use by a listener or a rule',
      ),
    });
    await remove();
    await remove();
    await expect(
      elb.describeLoadBalancers({ LoadBalancerArns: [arn] }),
    ).rejects.toMatchObject({ name: 'LoadBalancerNotFoundException' });
    await elb.deleteTargetGroup({ TargetGroupArn: targetGroupArn });
    await elb.deleteTargetGroup({ TargetGroupArn: targetGroupArn });
  });

  it('is limited to fifty, and asked for in pages', async () => {
    const { stage, elb } = await setup();
    for (let i = 0; i < 50; i++) {
      await elb.createLoadBalancer(loadBalancerOf([], `lb-${i}`));
      stage.advance(5);
    }
    stage.settle();
    await expect(
      elb.createLoadBalancer(loadBalancerOf([], 'one-more')),
    ).rejects.toMatchObject({ name: 'TooManyLoadBalancersException' });
    const seen: string[] = [];
    let Marker: string | undefined;
    do {
      const page = await elb.describeLoadBalancers({ PageSize: 20, Marker });
      seen.push(...page.LoadBalancers!.map(b => b.LoadBalancerName!));
      Marker = page.NextMarker;
    } while (Marker);
    expect(new Set(seen).size).toBe(50);
    const named = await elb.describeLoadBalancers({ Names: ['lb-7'] });
    expect(named.LoadBalancers).toHaveLength(1);
    await expect(
      elb.describeLoadBalancers({ Names: ['nobody'] }),
    ).rejects.toMatchObject({ name: 'LoadBalancerNotFoundException' });
  });
});

describe('a listener', () => {
  it('forwards to one group; the same again is no other one', async () => {
    const { stage, elb } = await setup();
    const group = await makeD.targetGroup(stage);
    const other = await makeD.targetGroup(stage, 'other');
    const arn = await makeD.loadBalancer(stage, []);
    const listener = await makeD.listener(stage, arn, group);
    expect(await makeD.listener(stage, arn, group)).toBe(listener);
    await expect(makeD.listener(stage, arn, other)).rejects.toMatchObject({
      name: 'DuplicateListenerException',
      message: expect.stringContaining(
        `A listener already exists on this port for this load balancer '${arn}'`,
      ),
    });
    await elb.modifyListener({
      ListenerArn: listener,
      Port: 15432,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: other }],
    });
    const { Listeners } = await elb.describeListeners({ LoadBalancerArn: arn });
    expect(Listeners).toMatchObject([
      {
        ListenerArn: listener,
        Port: 15432,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: other }],
      },
    ]);
    const { TargetGroups } = await elb.describeTargetGroups({
      LoadBalancerArn: arn,
    });
    expect(TargetGroups).toMatchObject([
      { TargetGroupName: 'other', LoadBalancerArns: [arn] },
    ]);
    await elb.deleteListener({ ListenerArn: listener });
    await expect(
      elb.deleteListener({ ListenerArn: listener }),
    ).rejects.toMatchObject({ name: 'ListenerNotFoundException' });
  });

  it('cannot forward to a group of another load balancer, nor otherwise than by TCP', async () => {
    const { stage, elb } = await setup();
    const group = await makeD.targetGroup(stage);
    const one = await makeD.loadBalancer(stage, [], 'one');
    const two = await makeD.loadBalancer(stage, [], 'two');
    await makeD.listener(stage, one, group);
    await expect(makeD.listener(stage, two, group)).rejects.toMatchObject({
      name: 'TargetGroupAssociationLimitException',
    });
    const create = (change: object) =>
      elb.createListener({
        LoadBalancerArn: two,
        Protocol: 'TCP',
        Port: 5432,
        DefaultActions: [{ Type: 'forward', TargetGroupArn: group }],
        ...change,
      });
    await expect(create({ Protocol: 'HTTP' })).rejects.toMatchObject({
      name: 'ValidationError',
    });
    await expect(create({ Protocol: 'TLS' })).rejects.toMatchObject({
      name: 'UnsupportedProtocolException',
    });
    await expect(
      create({
        DefaultActions: [
          { Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_301' } },
        ],
      }),
    ).rejects.toMatchObject({ name: 'InvalidLoadBalancerActionException' });
    await expect(create({ DefaultActions: [] })).rejects.toMatchObject({
      name: 'ValidationError',
    });
  });
});

describe('a target group', () => {
  it('is the same one for the same name and settings, and refused for others', async () => {
    const { elb, stage } = await setup();
    const arn = await makeD.targetGroup(stage);
    expect(await makeD.targetGroup(stage)).toBe(arn);
    await expect(
      elb.createTargetGroup({
        ...targetGroupOf('orders-postgres'),
        Port: 5433,
      }),
    ).rejects.toMatchObject({
      name: 'DuplicateTargetGroupNameException',
      message: expect.stringContaining(
        "A target group with the same name 'orders-postgres' exists, but with different settings",
      ),
    });
  });

  it('has AWS`s defaults, and takes changes of its health check and attributes', async () => {
    const { elb } = await setup();
    const { TargetGroups } = await elb.createTargetGroup({
      Name: 'plain',
      Protocol: 'TCP',
      Port: ordersPostgres.port,
      VpcId: home.id,
      TargetType: 'ip',
    });
    expect(TargetGroups![0]).toMatchObject({
      HealthCheckProtocol: 'TCP',
      HealthCheckPort: 'traffic-port',
      HealthCheckIntervalSeconds: 30,
      HealthCheckTimeoutSeconds: 10,
      HealthyThresholdCount: 5,
      UnhealthyThresholdCount: 2,
      LoadBalancerArns: [],
    });
    const { TargetGroupArn } = TargetGroups![0];
    const modified = await elb.modifyTargetGroup({
      TargetGroupArn,
      HealthCheckIntervalSeconds: 5,
      HealthyThresholdCount: 3,
    });
    expect(modified.TargetGroups![0]).toMatchObject({
      HealthCheckIntervalSeconds: 5,
      HealthyThresholdCount: 3,
      UnhealthyThresholdCount: 2,
    });
    const valueOf = async (key: string) =>
      (
        await elb.describeTargetGroupAttributes({ TargetGroupArn })
      ).Attributes!.find(({ Key }) => Key === key)?.Value;
    expect(await valueOf('deregistration_delay.timeout_seconds')).toBe('300');
    expect(await valueOf('preserve_client_ip.enabled')).toBe('false');
    expect(await valueOf('load_balancing.cross_zone.enabled')).toBe(
      'use_load_balancer_configuration',
    );
    const set = (Key: string, Value: string) =>
      elb.modifyTargetGroupAttributes({
        TargetGroupArn,
        Attributes: [{ Key, Value }],
      });
    await set('deregistration_delay.timeout_seconds', '30');
    expect(await valueOf('deregistration_delay.timeout_seconds')).toBe('30');
    for (const [key, value] of [
      ['deregistration_delay.timeout_seconds', '3601'],
      ['no.such.key', 'true'],
    ]) {
      await expect(set(key, value)).rejects.toMatchObject({
        name: 'InvalidConfigurationRequestException',
      });
    }
  });

  it.each([
    ['without a VPC', { VpcId: undefined }],
    ['with a VPC of nobody', { VpcId: 'vpc-0' }],
    ['without a port', { Port: undefined }],
    ['with an interval of a second', { HealthCheckIntervalSeconds: 1 }],
    ['with one good answer', { HealthyThresholdCount: 1 }],
    ['with a check at no port', { HealthCheckPort: 'db' }],
    [
      'with a timeout longer than the interval',
      { HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 10 },
    ],
    ['without health checks', { HealthCheckEnabled: false }],
  ])('cannot be made %s', async (_what, change) => {
    const { elb } = await setup();
    await expect(
      elb.createTargetGroup({ ...targetGroupOf('orders'), ...change }),
    ).rejects.toMatchObject({ name: 'ValidationError' });
  });

  it.each(['a'.repeat(33), '-orders', 'orders-', 'orders_1'])(
    'cannot be called %s',
    async Name => {
      const { elb } = await setup();
      await expect(
        elb.createTargetGroup(targetGroupOf(Name)),
      ).rejects.toMatchObject({ name: 'ValidationError' });
    },
  );

  it('that is asked for in two ways, or does not exist, is an error', async () => {
    const { elb, stage } = await setup();
    const arn = await makeD.targetGroup(stage);
    await expect(
      elb.describeTargetGroups({ Names: ['nobody'] }),
    ).rejects.toMatchObject({ name: 'TargetGroupNotFoundException' });
    await expect(
      elb.describeTargetGroups({ Names: ['nobody'], TargetGroupArns: [arn] }),
    ).rejects.toMatchObject({ name: 'ValidationError' });
    const found = await elb.describeTargetGroups({
      Names: ['orders-postgres'],
    });
    expect(found.TargetGroups).toMatchObject([{ TargetGroupArn: arn }]);
  });
});

describe('tags of Elastic Load Balancing', () => {
  it('are given at creation, added, removed and told by ARN', async () => {
    const { elb, stage } = await setup();
    const { TargetGroups } = await elb.createTargetGroup({
      ...targetGroupOf('tagged'),
      Tags: [{ Key: 'made-by', Value: 'test' }],
    });
    const group = TargetGroups![0].TargetGroupArn!;
    const loadBalancer = await makeD.loadBalancer(stage, []);
    const listener = await makeD.listener(stage, loadBalancer, group);
    const ResourceArns = [group, loadBalancer, listener];
    const told = async () =>
      (await elb.describeTags({ ResourceArns })).TagDescriptions!.map(
        ({ Tags }) => Tags!.map(({ Key, Value }) => `${Key}=${Value}`),
      );
    expect(await told()).toEqual([['made-by=test'], [], []]);
    await elb.addTags({ ResourceArns, Tags: [{ Key: 'tier', Value: 'gold' }] });
    await elb.removeTags({ ResourceArns, TagKeys: ['made-by'] });
    expect(await told()).toEqual(Array(3).fill(['tier=gold']));
    await expect(
      elb.addTags({
        ResourceArns,
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'a', Value: '2' },
        ],
      }),
    ).rejects.toMatchObject({ name: 'DuplicateTagKeysException' });
    await expect(
      elb.addTags({
        ResourceArns: [group],
        Tags: Array.from({ length: 50 }, (_, i) => ({ Key: `${i}` })),
      }),
    ).rejects.toMatchObject({ name: 'TooManyTagsException' });
    await expect(
      elb.addTags({ ResourceArns, Tags: [{ Key: 'aws:x', Value: '' }] }),
    ).rejects.toMatchObject({ name: 'ValidationError' });
    await elb.deleteLoadBalancer({ LoadBalancerArn: loadBalancer });
    await expect(told()).rejects.toMatchObject({
      name: 'LoadBalancerNotFoundException',
    });
  });
});
