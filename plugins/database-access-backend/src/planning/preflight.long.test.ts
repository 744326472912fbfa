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

import { CreateNetworkAclEntryCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateLoadBalancerCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateHostedZoneCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import {
  CreateResourceGatewayCommand,
  CreateServiceNetworkCommand,
  CreateServiceNetworkVpcAssociationCommand,
  TagResourceCommand,
  VPCLatticeClient,
} from '@aws-sdk/client-vpc-lattice';
import { TestDatabases } from '@backstage/backend-test-utils';
import {
  ConnectVia,
  Plan,
} from '@towpath/backstage-plugin-database-access-common';
import { exampleCompany, simulatedClientConfig } from '@towpath/simulated-aws';
import { requestBench, requester } from '../__testUtils__/requestBench';
import { ANALYTICS, ORDERS, REGION } from '../__testUtils__/simulatedCompany';
import { SideReader } from './SideReader';

jest.setTimeout(120_000);

const VPC = exampleCompany.accounts.analytics.vpcs.databricks.id;
const DATABASE_VPC = exampleCompany.accounts['orders-prod'].vpcs.orders;
const { host } =
  exampleCompany.accounts['orders-prod'].databases['orders-postgres'];

/** What a refusal is called, by the service. */
const DENIED: Record<string, string> = {
  'ec2:DescribeVpcEndpoints': 'UnauthorizedOperation',
  'iam:SimulatePrincipalPolicy': 'AccessDenied',
  'route53:ListHostedZonesByVPC': 'AccessDenied',
};

describe('before a request', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  async function setup() {
    const bench = await requestBench(await databases.init('SQLITE_3'));
    const { company, clock } = bench;
    const { planner } = bench.replica();
    const options = (accountId: string) =>
      simulatedClientConfig(company.aws, { accountId });
    const planSoonAgain = async (connectVia?: ConnectVia): Promise<Plan> => {
      const { plan } = await planner.plan(
        {
          databaseRef: 'resource:default/orders-postgres',
          network: 'analytics',
          durationSeconds: 86_400,
          connectVia,
          overrideReason: 'We need it so.',
        },
        requester,
      );
      return plan;
    };
    return {
      company,
      planSoonAgain,
      /** As AWS is now: nothing that was read before is remembered. */
      plan(connectVia?: ConnectVia): Promise<Plan> {
        clock.advance(601);
        return planSoonAgain(connectVia);
      },
      /** How often each operation was called in each account since this was last asked. */
      calls(): Record<string, Record<string, number>> {
        const counts: Record<string, Record<string, number>> = {};
        for (const call of company.world.calls.toJSON()) {
          // Sessions are kept, and so are the words of who they are.
          if (call.operation.startsWith('sts:')) {
            continue;
          }
          (counts[call.accountId] ??= {})[call.operation] = call.count;
        }
        company.world.calls.clear();
        return counts;
      },
      sides: new SideReader({
        sessions: company.sessions,
        clock,
        installation: company.config.installation,
      }),
      ec2: (accountId: string) => new EC2Client(options(accountId)),
      elb: (accountId: string) =>
        new ElasticLoadBalancingV2Client(options(accountId)),
      iam: (accountId: string) => new IAMClient(options(accountId)),
      lattice: (accountId: string) => new VPCLatticeClient(options(accountId)),
      route53: (accountId: string) => new Route53Client(options(accountId)),
    };
  }

  it('a plan costs so many calls and no more, and another one soon after costs none', async () => {
    const { calls, plan, planSoonAgain } = await setup();
    expect((await plan()).findings).toEqual([]);
    const { [ORDERS]: provider, [ANALYTICS]: consumer } = calls();
    // VPCs are listed for the networks that have their names by tags.
    expect(provider).toEqual({
      'ec2:DescribeNetworkAcls': 1,
      'ec2:DescribeSecurityGroups': 1,
      'ec2:DescribeSubnets': 2,
      'ec2:DescribeVpcs': 1,
      'elasticloadbalancing:DescribeLoadBalancers': 1,
      'elasticloadbalancing:DescribeTargetGroups': 1,
      'iam:SimulatePrincipalPolicy': 2,
      'organizations:DescribeOrganization': 1,
      'organizations:ListAWSServiceAccessForOrganization': 1,
      'rds:DescribeDBInstances': 1,
      'servicequotas:ListServiceQuotas': 3,
      'vpc-lattice:ListResourceConfigurations': 1,
      'vpc-lattice:ListResourceGateways': 1,
    });
    expect(consumer).toEqual({
      'ec2:DescribeNetworkAcls': 1,
      'ec2:DescribeSecurityGroups': 1,
      'ec2:DescribeSubnets': 1,
      'ec2:DescribeVpcAttribute': 2,
      'ec2:DescribeVpcEndpoints': 1,
      'ec2:DescribeVpcs': 1,
      'iam:SimulatePrincipalPolicy': 3,
      'organizations:DescribeOrganization': 1,
      'organizations:ListAWSServiceAccessForOrganization': 1,
      'route53:ListHostedZonesByVPC': 1,
      'servicequotas:ListServiceQuotas': 2,
      'vpc-lattice:ListServiceNetworkVpcAssociations': 1,
      // For a service network of its own, which is compared as well.
      'vpc-lattice:ListServiceNetworks': 1,
    });
    await planSoonAgain();
    expect(calls()).toEqual({});
  });

  it.each<[ConnectVia, string]>([
    ['lattice', 'us-east-1.rds.amazonaws.com'],
    ['privatelink', 'rds.amazonaws.com'],
  ])(
    'a private zone above the name is a warning over %s',
    async (way, name) => {
      const { plan, route53 } = await setup();
      await makeZone(route53(ANALYTICS), name);
      const { findings, digest } = await plan(way);
      expect(findings).toEqual([
        expect.objectContaining({
          code: 'name_shadowed',
          severity: 'warning',
          message: expect.stringContaining(`${VPC} in account ${ANALYTICS}`),
        }),
      ]);
      expect(digest).toBeDefined();
    },
  );

  it('a private zone of the name itself blocks, and AWS would say the same', async () => {
    const { company, plan, route53 } = await setup();
    await makeZone(route53(ANALYTICS), host);
    for (const way of ['lattice', 'privatelink'] as const) {
      const { findings, digest } = await plan(way);
      expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
        ['name_shadowed', 'blocking'],
      ]);
      expect(digest).toBe(undefined);
    }
    company.clock.advance(5);
    await expect(makeZone(route53(ANALYTICS), host)).rejects.toThrow(
      /already been associated/,
    );
  });

  it('a network ACL of the database’s subnets that denies is a warning', async () => {
    const { ec2, plan } = await setup();
    await ec2(ORDERS).send(
      new CreateNetworkAclEntryCommand({
        NetworkAclId: DATABASE_VPC.networkAclId,
        RuleNumber: 1,
        Protocol: '6',
        RuleAction: 'deny',
        Egress: false,
        CidrBlock: '0.0.0.0/0',
        PortRange: { From: 5432, To: 5432 },
      }),
    );
    const { findings } = await plan();
    expect(findings).toEqual([
      expect.objectContaining({
        code: 'network_acl_denies',
        severity: 'warning',
        message: expect.stringMatching(
          /in account 333333333333 does not let TCP 5432 in and TCP 1024-65535 in pass between the subnets of orders-postgres/,
        ),
      }),
    ]);
  });

  it('a quota that is nearly used up is a warning, and one that is used up blocks what it is of', async () => {
    const { company, elb, plan } = await setup();
    const [one, two] = DATABASE_VPC.subnets;
    const balancers = elb(ORDERS);
    let made = 0;
    const fillUpTo = async (count: number) => {
      for (let i = made; i < count; i += 1, made += 1) {
        company.clock.advance(6);
        await balancers.send(
          new CreateLoadBalancerCommand({
            Name: `own-${i}`,
            Type: 'network',
            Scheme: 'internal',
            Subnets: [one.id, two.id],
          }),
        );
      }
    };
    await fillUpTo(39);
    expect((await plan('privatelink')).findings).toEqual([]);
    await fillUpTo(40);
    expect((await plan('privatelink')).findings).toEqual([
      expect.objectContaining({
        code: 'aws_quota_exceeded',
        severity: 'warning',
        message: expect.stringContaining(
          "account 333333333333 (orders-prod) uses 40 of 50 of the quota 'Network Load Balancers per Region' (L-69A177A2)",
        ),
      }),
    ]);
    await fillUpTo(50);
    const full = await plan('privatelink');
    expect(full.digest).toBe(undefined);
    expect(full.findings).toEqual([
      expect.objectContaining({
        code: 'aws_quota_exceeded',
        severity: 'blocking',
        remedy: expect.stringContaining(
          '--service-code elasticloadbalancing --quota-code L-69A177A2',
        ),
      }),
    ]);
    // VPC Lattice needs none.
    expect((await plan('lattice')).digest).toBeDefined();
  });

  it('a name that somebody else took blocks, and one of ours does not', async () => {
    const { lattice, plan } = await setup();
    const { objects } = await plan('lattice');
    const gateway = objects.find(({ key }) => key === 'resource-gateway')!;
    const client = lattice(ORDERS);
    const made = await client.send(
      new CreateResourceGatewayCommand({
        name: gateway.name,
        vpcIdentifier: DATABASE_VPC.id,
        subnetIds: [DATABASE_VPC.subnets[0].id],
        ipAddressType: 'IPV4',
      }),
    );
    expect((await plan('lattice')).findings).toEqual([
      expect.objectContaining({
        code: 'aws_object_foreign',
        severity: 'blocking',
        message: expect.stringContaining(
          `The name ${gateway.name}, which the resource gateway would have, is taken in account 333333333333 (orders-prod), us-east-1: ${made.id}`,
        ),
      }),
    ]);
    await client.send(
      new TagResourceCommand({
        resourceArn: made.arn,
        tags: {
          'database-access:installation': exampleCompany.installation,
        },
      }),
    );
    expect((await plan('lattice')).findings).toEqual([]);
  });

  it.each<[ConnectVia, string, string]>([
    ['lattice', ORDERS, 'vpc-lattice:CreateResourceGateway'],
    ['lattice', ANALYTICS, 'ec2:CreateVpcEndpoint'],
    ['privatelink', ORDERS, 'elasticloadbalancing:CreateListener'],
    ['privatelink', ANALYTICS, 'route53:CreateHostedZone'],
  ])(
    'over %s, a role of account %s that may not do %s blocks, and is named',
    async (way, accountId, action) => {
      const { iam, plan } = await setup();
      expect((await plan(way)).findings).toEqual([]);
      await iam(accountId).send(
        new PutRolePolicyCommand({
          RoleName: 'database-access-provision',
          PolicyName: 'forbids',
          PolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [{ Effect: 'Deny', Action: action, Resource: '*' }],
          }),
        }),
      );
      const { digest, findings } = await plan(way);
      expect(digest).toBe(undefined);
      expect(findings).toEqual([
        expect.objectContaining({
          code: 'role_permission_missing',
          severity: 'blocking',
          message: expect.stringMatching(
            new RegExp(
              `account ${accountId} .* does not let its role database-access-provision do ${action}: a policy denies it`,
            ),
          ),
        }),
      ]);
    },
  );

  it.each([true, false])(
    'the service network that the VPC is in is known, ours or not: %s',
    async ours => {
      const { lattice, sides } = await setup();
      const client = lattice(ANALYTICS);
      const network = await client.send(
        new CreateServiceNetworkCommand({ name: 'databases' }),
      );
      const { id } = await client.send(
        new CreateServiceNetworkVpcAssociationCommand({
          serviceNetworkIdentifier: network.arn,
          vpcIdentifier: VPC,
          tags: ours
            ? { 'database-access:installation': exampleCompany.installation }
            : {},
        }),
      );
      const { facts } = await sides.consumer({
        name: 'analytics',
        title: 'analytics',
        owner: 'group:default/analytics-team',
        accountId: ANALYTICS,
        accountName: 'analytics',
        region: REGION,
        vpcId: VPC,
        subnetIds: ['subnet-06666000000000011'],
        clientSecurityGroupIds: [],
        source: 'config',
      });
      expect(facts!.serviceNetwork).toEqual({
        id,
        serviceNetworkArn: network.arn,
        status: 'CREATE_IN_PROGRESS',
        ours,
        names: [],
      });
    },
  );

  it.each([
    'elasticloadbalancing:DescribeLoadBalancers',
    'iam:SimulatePrincipalPolicy',
    'organizations:ListAWSServiceAccessForOrganization',
    'route53:ListHostedZonesByVPC',
    'servicequotas:ListServiceQuotas',
    'servicequotas:ListAWSDefaultServiceQuotas',
    'vpc-lattice:ListResourceGateways',
    'vpc-lattice:ListServiceNetworkVpcAssociations',
  ])('a role that may not do %s hides nothing but advice', async operation => {
    const { company, plan } = await setup();
    company.world.faults.add({
      operation,
      kind: 'error',
      code: DENIED[operation] ?? 'AccessDeniedException',
      count: 20,
    });
    const { digest, findings } = await plan();
    expect(findings).toEqual([]);
    expect(digest).toBeDefined();
  });

  it('what only advises may be throttled, and a plan is made all the same', async () => {
    const { company, plan } = await setup();
    company.world.faults.add({
      operation: 'servicequotas:*',
      kind: 'throttle',
      count: 100,
    });
    expect((await plan()).digest).toBeDefined();
  });
});

function makeZone(client: Route53Client, Name: string) {
  return client.send(
    new CreateHostedZoneCommand({
      Name,
      CallerReference: `by hand ${Math.random()}`,
      VPC: { VPCId: VPC, VPCRegion: REGION },
    }),
  );
}
