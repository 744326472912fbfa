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
import { loadBalancerOf, makeD, targetGroupOf } from '../../testing/patternD';
import { startStage } from '../../testing/stage';
import { latticeCompany } from '../../testing/latticeCompany';
import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import { elbBuckets } from './buckets';

const orders = exampleCompany.accounts['orders-prod'];
const ours = [{ Key: 'installation', Value: 'demo' }];

/** AWS's own shape of a tag-scoped role (aws.md §4.4, provider write of pattern D). */
const onlyOurs = [
  {
    Effect: 'Allow',
    Action: ['elasticloadbalancing:Create*', 'elasticloadbalancing:AddTags'],
    Resource: '*',
    Condition: { StringEquals: { 'aws:RequestTag/installation': 'demo' } },
  },
  {
    Effect: 'Allow',
    Action: ['elasticloadbalancing:Delete*', 'elasticloadbalancing:Register*'],
    Resource: '*',
    Condition: { StringEquals: { 'aws:ResourceTag/installation': 'demo' } },
  },
];

const reading = {
  Effect: 'Allow',
  Action: ['elasticloadbalancing:Describe*', 'ec2:Describe*'],
  Resource: '*',
};

const ownRole = {
  Effect: 'Allow',
  Action: ['iam:CreateServiceLinkedRole'],
  Resource: '*',
  Condition: {
    StringEquals: {
      'iam:AWSServiceName': 'elasticloadbalancing.amazonaws.com',
    },
  },
};

async function clientWith(statements: object[]) {
  const company = latticeCompany();
  return new ElasticLoadBalancingV2(
    await company.asRole(orders.id, statements),
  );
}

const denied = (action: string) => ({
  name: 'AccessDenied',
  message: expect.stringContaining(`not authorized to perform: ${action}`),
});

describe('who is held to tags', () => {
  it('makes what carries them, and removes only that', async () => {
    const elb = await clientWith([...onlyOurs, reading, ownRole]);
    await expect(
      elb.createTargetGroup(targetGroupOf('bare')),
    ).rejects.toMatchObject(denied('elasticloadbalancing:CreateTargetGroup'));
    const { TargetGroups } = await elb.createTargetGroup({
      ...targetGroupOf('tagged'),
      Tags: ours,
    });
    const { TargetGroupArn } = TargetGroups![0];
    await elb.deleteTargetGroup({ TargetGroupArn });
    // What is gone has no tags: the second time is denied, and not told that it is gone.
    await expect(
      elb.deleteTargetGroup({ TargetGroupArn }),
    ).rejects.toMatchObject(denied('elasticloadbalancing:DeleteTargetGroup'));
  });

  it('may make a listener on a load balancer that others made, if it is tagged', async () => {
    const elb = await clientWith([...onlyOurs, reading, ownRole]);
    const { LoadBalancers } = await elb.createLoadBalancer({
      ...loadBalancerOf([], 'tagged'),
      Tags: ours,
    });
    const { TargetGroups } = await elb.createTargetGroup({
      ...targetGroupOf('tagged'),
      Tags: ours,
    });
    const listener = {
      LoadBalancerArn: LoadBalancers![0].LoadBalancerArn,
      Protocol: 'TCP' as const,
      Port: 5432,
      DefaultActions: [
        {
          Type: 'forward' as const,
          TargetGroupArn: TargetGroups![0].TargetGroupArn,
        },
      ],
    };
    await expect(elb.createListener(listener)).rejects.toMatchObject(
      denied('elasticloadbalancing:CreateListener'),
    );
    await elb.createListener({ ...listener, Tags: ours });
  });
});

describe('ELB looks at EC2 with the rights of its caller', () => {
  it('who therefore may not make a load balancer without them', async () => {
    const elb = await clientWith([...onlyOurs, ownRole]);
    await expect(
      elb.createLoadBalancer({ ...loadBalancerOf([], 'blind'), Tags: ours }),
    ).rejects.toMatchObject(denied('ec2:DescribeAccountAttributes'));
  });

  it('and makes its own role at an account`s first load balancer', async () => {
    const elb = await clientWith([...onlyOurs, reading]);
    await expect(
      elb.createLoadBalancer({ ...loadBalancerOf([], 'first'), Tags: ours }),
    ).rejects.toMatchObject(denied('iam:CreateServiceLinkedRole'));
    const stage = startStage();
    await makeD.loadBalancer(stage, []);
    const { Role } = await stage
      .iam(orders.id)
      .getRole({ RoleName: 'AWSServiceRoleForElasticLoadBalancing' });
    expect(Role?.Path).toBe(
      '/aws-service-role/elasticloadbalancing.amazonaws.com/',
    );
  });
});

describe('the buckets of Elastic Load Balancing', () => {
  it('give ten load balancers at once and one more every five seconds', async () => {
    const stage = startStage();
    const elb = stage.elb(orders.id);
    const attempt = () =>
      elb.createLoadBalancer(loadBalancerOf([], 'same')).then(
        () => 'ok',
        error => error.name,
      );
    const granted = async (count: number) => {
      const outcomes: string[] = [];
      for (let i = 0; i < count; i++) {
        outcomes.push(await attempt());
      }
      return outcomes.filter(o => o !== 'ThrottlingException').length;
    };
    expect(await granted(12)).toBe(10);
    stage.advance(10);
    expect(await granted(5)).toBe(2);
  });

  it('are one for all reads, and one for everything beside', async () => {
    const stage = startStage();
    const elb = stage.elb(orders.id);
    for (let i = 0; i < 20; i++) {
      await elb.describeLoadBalancers({});
      await elb.describeTargetGroups({});
    }
    await expect(elb.describeTargetGroups({})).rejects.toMatchObject({
      name: 'ThrottlingException',
    });
    await expect(
      elb.createTargetGroup(targetGroupOf('late')),
    ).rejects.toMatchObject({ name: 'ThrottlingException' });
  });

  it.each([
    ['CreateLoadBalancer', 10, 0.2],
    ['SetSubnets', 10, 0.2],
    ['RegisterTargets', 20, 4],
    ['DeregisterTargets', 20, 4],
    ['DescribeTargetHealth', 40, 10],
    ['CreateListener', 20, 3],
    ['DeleteTargetGroup', 20, 3],
  ])(
    'hold for %s: %d, and %d per second',
    (operation, burst, refillPerSecond) => {
      expect(elbBuckets(operation)[0].size).toEqual({ burst, refillPerSecond });
    },
  );
});
