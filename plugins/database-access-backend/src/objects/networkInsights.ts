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

import {
  CreateNetworkInsightsPathCommand,
  DeleteNetworkInsightsAnalysisCommand,
  DeleteNetworkInsightsPathCommand,
  DescribeNetworkInsightsAnalysesCommand,
  DescribeNetworkInsightsPathsCommand,
  NetworkInsightsAnalysis,
  StartNetworkInsightsAnalysisCommand,
  TagSpecification,
} from '@aws-sdk/client-ec2';
import { LaneClients } from '../aws';
import { removeOnce } from './awsAnswers';
import type { PolicyStatement } from './ObjectType';
import { OBJECT_TAG } from './ours';
import { arn, ec2TagOnCreate, IS_OURS, TAGGED_AS_OURS } from './statements';

/** A path that AWS is to analyse, and how it is found again. */
export interface PathToAnalyse {
  /** The value of the tag `database-access:object`, and what the client tokens are made of. */
  id: string;
  /** Ids of network interfaces of the account. */
  source: string;
  destination: string;
  port: number;
  /** To put on path and analysis. */
  tags: Record<string, string>;
}

/**
 * What AWS asks of whoever starts an analysis, since Reachability Analyzer reads the network in that one's name: all that
 * may lie between two interfaces, and its own queries
 * (https://docs.aws.amazon.com/vpc/latest/reachability/security_iam_required-API-permissions.html).
 */
const READ_BY_ANALYZER = [
  'ec2:DescribeAvailabilityZones',
  'ec2:DescribeCustomerGateways',
  'ec2:DescribeInstances',
  'ec2:DescribeInternetGateways',
  'ec2:DescribeManagedPrefixLists',
  'ec2:DescribeNatGateways',
  'ec2:DescribeNetworkAcls',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribePrefixLists',
  'ec2:DescribeRegions',
  'ec2:DescribeRouteTables',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeTransitGatewayAttachments',
  'ec2:DescribeTransitGatewayPeeringAttachments',
  'ec2:DescribeTransitGatewayRouteTables',
  'ec2:DescribeTransitGatewayVpcAttachments',
  'ec2:DescribeTransitGateways',
  'ec2:DescribeVpcEndpointServiceConfigurations',
  'ec2:DescribeVpcEndpoints',
  'ec2:DescribeVpcPeeringConnections',
  'ec2:DescribeVpcs',
  'ec2:DescribeVpnConnections',
  'ec2:DescribeVpnGateways',
  'ec2:GetManagedPrefixListEntries',
  'ec2:GetTransitGatewayRouteTablePropagations',
  'ec2:SearchTransitGatewayRoutes',
  'elasticloadbalancing:DescribeListeners',
  'elasticloadbalancing:DescribeLoadBalancerAttributes',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeRules',
  'elasticloadbalancing:DescribeTags',
  'elasticloadbalancing:DescribeTargetGroupAttributes',
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeTargetHealth',
  'tiros:CreateQuery',
  'tiros:GetQueryAnswer',
  'tiros:GetQueryExplanation',
];

const PATHS = arn('ec2', 'network-insights-path/*');
const ANALYSES = arn('ec2', 'network-insights-analysis/*');

/** What the role that changes things needs to have paths analysed: of what is made, only what carries our tag. */
export const ANALYZER_PERMISSIONS: PolicyStatement[] = [
  {
    actions: [
      ...READ_BY_ANALYZER,
      'ec2:DescribeNetworkInsightsAnalyses',
      'ec2:DescribeNetworkInsightsPaths',
    ],
  },
  {
    actions: ['ec2:CreateNetworkInsightsPath'],
    resources: [PATHS],
    conditions: TAGGED_AS_OURS,
  },
  {
    actions: ['ec2:CreateNetworkInsightsPath'],
    resources: [arn('ec2', 'network-interface/*')],
  },
  {
    actions: ['ec2:StartNetworkInsightsAnalysis'],
    resources: [ANALYSES],
    conditions: TAGGED_AS_OURS,
  },
  {
    actions: [
      'ec2:DeleteNetworkInsightsPath',
      'ec2:StartNetworkInsightsAnalysis',
    ],
    resources: [PATHS],
    conditions: IS_OURS,
  },
  {
    actions: ['ec2:DeleteNetworkInsightsAnalysis'],
    resources: [ANALYSES],
    conditions: IS_OURS,
  },
  ec2TagOnCreate('network-insights-path/*', ['CreateNetworkInsightsPath']),
  ec2TagOnCreate('network-insights-analysis/*', [
    'StartNetworkInsightsAnalysis',
  ]),
];

/** ONE mutating call: the same id gives the same path. @returns its id */
export async function createPath(
  { ec2 }: LaneClients,
  path: PathToAnalyse,
): Promise<string> {
  const { NetworkInsightsPath: made } = await ec2.send(
    new CreateNetworkInsightsPathCommand({
      Source: path.source,
      Destination: path.destination,
      Protocol: 'tcp',
      DestinationPort: path.port,
      ClientToken: path.id,
      TagSpecifications: tagsOf(path, 'network-insights-path'),
    }),
  );
  return made!.NetworkInsightsPathId!;
}

/** ONE mutating call, which AWS bills: the same id gives the same analysis. @returns its id */
export async function startAnalysis(
  { ec2 }: LaneClients,
  path: PathToAnalyse,
  pathId: string,
): Promise<string> {
  const { NetworkInsightsAnalysis: started } = await ec2.send(
    new StartNetworkInsightsAnalysisCommand({
      NetworkInsightsPathId: pathId,
      ClientToken: path.id,
      TagSpecifications: tagsOf(path, 'network-insights-analysis'),
    }),
  );
  return started!.NetworkInsightsAnalysisId!;
}

/** What AWS has found so far. */
export async function readAnalysis(
  { ec2 }: LaneClients,
  analysisId: string,
): Promise<NetworkInsightsAnalysis> {
  const { NetworkInsightsAnalyses: [analysis] = [] } = await ec2.send(
    new DescribeNetworkInsightsAnalysesCommand({
      NetworkInsightsAnalysisIds: [analysisId],
    }),
  );
  return analysis;
}

/** A path of which only our id is known, and its analysis: after an answer was lost. */
export async function findPath(
  { ec2 }: LaneClients,
  id: string,
): Promise<{ pathId: string; analysisId?: string } | undefined> {
  const { NetworkInsightsPaths: [path] = [] } = await ec2.send(
    new DescribeNetworkInsightsPathsCommand({
      Filters: [{ Name: `tag:${OBJECT_TAG}`, Values: [id] }],
    }),
  );
  if (!path) {
    return undefined;
  }
  const pathId = path.NetworkInsightsPathId!;
  const { NetworkInsightsAnalyses: [analysis] = [] } = await ec2.send(
    new DescribeNetworkInsightsAnalysesCommand({
      NetworkInsightsPathId: pathId,
    }),
  );
  return { pathId, analysisId: analysis?.NetworkInsightsAnalysisId };
}

/** ONE mutating call. Gone already is success. */
export function deleteAnalysis(
  aws: LaneClients,
  { id, analysisId }: { id: string; analysisId: string },
): Promise<void> {
  return removeOnce(
    () =>
      aws.ec2.send(
        new DeleteNetworkInsightsAnalysisCommand({
          NetworkInsightsAnalysisId: analysisId,
        }),
      ),
    async () => (await findPath(aws, id))?.analysisId === analysisId,
  );
}

/** ONE mutating call. Gone already is success. */
export function deletePath(
  aws: LaneClients,
  { id, pathId }: { id: string; pathId: string },
): Promise<void> {
  return removeOnce(
    () =>
      aws.ec2.send(
        new DeleteNetworkInsightsPathCommand({ NetworkInsightsPathId: pathId }),
      ),
    async () => (await findPath(aws, id))?.pathId === pathId,
  );
}

function tagsOf(
  { tags }: PathToAnalyse,
  resourceType: 'network-insights-path' | 'network-insights-analysis',
): TagSpecification[] {
  return [
    {
      ResourceType: resourceType,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    },
  ];
}
