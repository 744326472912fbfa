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
import { DrivenClock } from '../__testUtils__/DrivenClock';
import { AwsSessions, ReadSession } from '../aws';
import { AccountConfig, DatabaseAccessConfig } from '../config';
import { Networks } from './Networks';

const analytics: AccountConfig = {
  accountId: '666666666666',
  name: 'analytics',
  regions: ['us-east-1'],
  allowOwnerTags: false,
  allowNetworkTags: true,
  allowOutsideOrganization: false,
  roles: { read: 'looker', provision: 'builder' },
};

const config: DatabaseAccessConfig = {
  installation: 'demo',
  accounts: new Map([[analytics.accountId, analytics]]),
  networks: [
    {
      name: 'workshop',
      title: 'Workshop',
      owner: 'group:default/analytics-team',
      accountId: analytics.accountId,
      region: 'us-east-1',
      vpcId: 'vpc-1',
      subnetIds: ['subnet-1'],
      clientSecurityGroupIds: [],
    },
  ],
};

/** An account that takes every call and never answers. */
function hangingSession(): ReadSession {
  const options = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    requestHandler: { handle: () => new Promise<never>(() => {}) },
  };
  return {
    account: analytics,
    region: 'us-east-1',
    cloudTrail: new CloudTrailClient(options),
    cloudWatch: new CloudWatchClient(options),
    cloudWatchLogs: new CloudWatchLogsClient(options),
    ec2: new EC2Client(options),
    elasticLoadBalancing: new ElasticLoadBalancingV2Client(options),
    eventBridge: new EventBridgeClient(options),
    iam: new IAMClient(options),
    lambda: new LambdaClient(options),
    organizations: new OrganizationsClient(options),
    ram: new RAMClient(options),
    rds: new RDSClient(options),
    route53: new Route53Client(options),
    serviceQuotas: new ServiceQuotasClient(options),
    vpcLattice: new VPCLatticeClient(options),
    names: { addressesOf: async () => [] },
  };
}

describe('Networks', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('does not wait long for an account that hangs, and says what may be missing', async () => {
    const networks = new Networks({
      config,
      clock: new DrivenClock(),
      sessions: { read: hangingSession } as Partial<AwsSessions> as AwsSessions,
    });

    const answer = networks.ownedBy(['group:default/analytics-team']);
    await jest.advanceTimersByTimeAsync(2_000);

    await expect(answer).resolves.toEqual({
      items: [expect.objectContaining({ name: 'workshop' })],
      findings: [
        {
          code: 'aws_unavailable',
          severity: 'warning',
          message:
            'Account 666666666666 (analytics), us-east-1, has not yet said which networks its tags declare: look again in a moment.',
        },
      ],
    });
  });
});
