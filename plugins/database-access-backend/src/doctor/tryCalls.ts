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

import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  CreateSecurityGroupCommand,
  CreateVpcEndpointCommand,
  CreateVpcEndpointServiceConfigurationCommand,
  DescribeNetworkAclsCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointConnectionsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcEndpointServiceConfigurationsCommand,
  DescribeVpcsCommand,
  ResourceType,
  TagSpecification,
} from '@aws-sdk/client-ec2';
import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import { GetResourceSharesCommand } from '@aws-sdk/client-ram';
import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
} from '@aws-sdk/client-rds';
import { ListServiceQuotasCommand } from '@aws-sdk/client-service-quotas';
import {
  ListResourceConfigurationsCommand,
  ListResourceGatewaysCommand,
} from '@aws-sdk/client-vpc-lattice';
import { AwsCallError, LaneClients } from '../aws';
import type { Purpose } from '../config';
import { INSTALLATION_TAG, OBJECT_TAG } from '../objects';
import { isRefused } from './CheckResult';
import type { Patient } from './Patient';

type Call = (aws: LaneClients) => Promise<unknown>;

/** Reading a page of something tells whether it may be read. */
const READS: Readonly<Record<string, Call>> = {
  'cloudtrail:LookupEvents': ({ cloudTrail }) =>
    cloudTrail.send(new LookupEventsCommand({ MaxResults: 1 })),
  'ec2:DescribeNetworkAcls': ({ ec2 }) =>
    ec2.send(new DescribeNetworkAclsCommand({ MaxResults: 5 })),
  'ec2:DescribeSecurityGroupRules': ({ ec2 }) =>
    ec2.send(new DescribeSecurityGroupRulesCommand({ MaxResults: 5 })),
  'ec2:DescribeSecurityGroups': ({ ec2 }) =>
    ec2.send(new DescribeSecurityGroupsCommand({ MaxResults: 5 })),
  'ec2:DescribeSubnets': ({ ec2 }) =>
    ec2.send(new DescribeSubnetsCommand({ MaxResults: 5 })),
  'ec2:DescribeVpcEndpointConnections': ({ ec2 }) =>
    ec2.send(new DescribeVpcEndpointConnectionsCommand({ MaxResults: 5 })),
  'ec2:DescribeVpcEndpointServiceConfigurations': ({ ec2 }) =>
    ec2.send(
      new DescribeVpcEndpointServiceConfigurationsCommand({ MaxResults: 5 }),
    ),
  'ec2:DescribeVpcEndpoints': ({ ec2 }) =>
    ec2.send(new DescribeVpcEndpointsCommand({ MaxResults: 5 })),
  'ec2:DescribeVpcs': ({ ec2 }) =>
    ec2.send(new DescribeVpcsCommand({ MaxResults: 5 })),
  'elasticloadbalancing:DescribeLoadBalancers': ({ elasticLoadBalancing }) =>
    elasticLoadBalancing.send(
      new DescribeLoadBalancersCommand({ PageSize: 1 }),
    ),
  'elasticloadbalancing:DescribeTargetGroups': ({ elasticLoadBalancing }) =>
    elasticLoadBalancing.send(new DescribeTargetGroupsCommand({ PageSize: 1 })),
  'organizations:DescribeOrganization': ({ organizations }) =>
    organizations.send(new DescribeOrganizationCommand({})),
  'ram:GetResourceShares': ({ ram }) =>
    ram.send(
      new GetResourceSharesCommand({ resourceOwner: 'SELF', maxResults: 1 }),
    ),
  'rds:DescribeDBClusters': ({ rds }) =>
    rds.send(new DescribeDBClustersCommand({ MaxRecords: 20 })),
  'rds:DescribeDBInstances': ({ rds }) =>
    rds.send(new DescribeDBInstancesCommand({ MaxRecords: 20 })),
  'servicequotas:ListServiceQuotas': ({ serviceQuotas }) =>
    serviceQuotas.send(
      new ListServiceQuotasCommand({ ServiceCode: 'vpc', MaxResults: 1 }),
    ),
  'vpc-lattice:ListResourceConfigurations': ({ vpcLattice }) =>
    vpcLattice.send(new ListResourceConfigurationsCommand({ maxResults: 1 })),
  'vpc-lattice:ListResourceGateways': ({ vpcLattice }) =>
    vpcLattice.send(new ListResourceGatewaysCommand({ maxResults: 1 })),
};

/** EC2 says whether it would do something, and does not do it. */
type DryRun = (aws: LaneClients, place: DryRunPlace) => Promise<unknown>;

interface DryRunPlace {
  vpcId: string;
  tagged: (type: ResourceType) => TagSpecification[];
}

const NAME = 'dba-doctor-dry-run';

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonParameters.html, DryRun */
const DRY_RUNS: Readonly<Record<string, DryRun>> = {
  'ec2:CreateSecurityGroup': ({ ec2 }, { vpcId, tagged }) =>
    ec2.send(
      new CreateSecurityGroupCommand({
        DryRun: true,
        GroupName: NAME,
        Description: NAME,
        VpcId: vpcId,
        TagSpecifications: tagged('security-group'),
      }),
    ),
  'ec2:CreateVpcEndpoint': ({ ec2, region }, { vpcId, tagged }) =>
    ec2.send(
      new CreateVpcEndpointCommand({
        DryRun: true,
        VpcEndpointType: 'Interface',
        VpcId: vpcId,
        ServiceName: `com.amazonaws.vpce.${region}.vpce-svc-00000000000000000`,
        TagSpecifications: tagged('vpc-endpoint'),
      }),
    ),
  'ec2:CreateVpcEndpointServiceConfiguration': (
    { ec2, account, region },
    { tagged },
  ) =>
    ec2.send(
      new CreateVpcEndpointServiceConfigurationCommand({
        DryRun: true,
        NetworkLoadBalancerArns: [
          `arn:aws:elasticloadbalancing:${region}:${account.accountId}:loadbalancer/net/${NAME}/0000000000000000`,
        ],
        TagSpecifications: tagged('vpc-endpoint-service'),
      }),
    ),
};

/** Tries what can be tried without changing anything. */
export async function tryCalls(
  patient: Patient,
  purpose: Purpose,
  actions: readonly string[],
): Promise<{ denied: string[]; untested: string[] }> {
  const calls =
    purpose === 'read' ? readsOf(patient) : await dryRunsOf(patient);
  const denied: string[] = [];
  for (const action of actions) {
    if (calls.has(action) && (await isDenied(calls.get(action)!))) {
      denied.push(action);
    }
  }
  return { denied, untested: actions.filter(action => !calls.has(action)) };
}

function readsOf(patient: Patient): Map<string, () => Promise<unknown>> {
  const aws = patient.read(patient.lanes[0]);
  return new Map(
    Object.entries(READS).map(([action, call]) => [action, () => call(aws)]),
  );
}

async function dryRunsOf(
  patient: Patient,
): Promise<Map<string, () => Promise<unknown>>> {
  const { lanes, sessions, config } = patient;
  const [lane] = lanes;
  const vpcId = await aVpc(patient);
  if (!vpcId) {
    return new Map();
  }
  const objectId = 'doctor';
  const aws = sessions.provision(lane, {
    shareId: objectId,
    requestId: objectId,
    personRef: 'system',
    objectIds: [objectId],
  });
  const tagged = (type: ResourceType): TagSpecification[] => [
    {
      ResourceType: type,
      Tags: [
        { Key: INSTALLATION_TAG, Value: config.installation },
        { Key: OBJECT_TAG, Value: objectId },
      ],
    },
  ];
  return new Map(
    Object.entries(DRY_RUNS).map(([action, call]) => [
      action,
      () => call(aws, { vpcId, tagged }),
    ]),
  );
}

async function aVpc({ read, lanes }: Patient): Promise<string | undefined> {
  try {
    const { Vpcs } = await read(lanes[0]).ec2.send(
      new DescribeVpcsCommand({ MaxResults: 5 }),
    );
    return Vpcs?.[0]?.VpcId;
  } catch (error) {
    if (error instanceof AwsCallError) {
      return undefined;
    }
    throw error;
  }
}

/** Whatever else AWS has against the call, it has let the role make it. */
async function isDenied(call: () => Promise<unknown>): Promise<boolean> {
  try {
    await call();
    return false;
  } catch (error) {
    if (!(error instanceof AwsCallError)) {
      throw error;
    }
    return isRefused(error);
  }
}
