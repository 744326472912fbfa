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

import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { RAMClient } from '@aws-sdk/client-ram';
import { RDSClient } from '@aws-sdk/client-rds';
import { Route53Client } from '@aws-sdk/client-route-53';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { VPCLatticeClient } from '@aws-sdk/client-vpc-lattice';
import { AccountConfig } from '../config';
import { NameResolver } from './NameResolver';

/** Clients of one lane, all with the credentials of one session. What they throw are `AwsCallError`s. */
export interface LaneClients {
  account: AccountConfig;
  region: string;
  cloudTrail: CloudTrailClient;
  cloudWatch: CloudWatchClient;
  cloudWatchLogs: CloudWatchLogsClient;
  ec2: EC2Client;
  elasticLoadBalancing: ElasticLoadBalancingV2Client;
  eventBridge: EventBridgeClient;
  iam: IAMClient;
  lambda: LambdaClient;
  organizations: OrganizationsClient;
  ram: RAMClient;
  rds: RDSClient;
  route53: Route53Client;
  serviceQuotas: ServiceQuotasClient;
  vpcLattice: VPCLatticeClient;
  /** Says where a name leads now: databases move, and nothing but DNS tells where to. */
  names: NameResolver;
}
