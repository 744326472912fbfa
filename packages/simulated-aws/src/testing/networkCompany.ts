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

import { CreateVpcEndpointCommandInput, EC2Client } from '@aws-sdk/client-ec2';
import { CreateResourceShareCommand } from '@aws-sdk/client-ram';
import { RDSClient } from '@aws-sdk/client-rds';
import type { Doubts } from '../doubts';
import { simulatedClientConfig } from './clients';
import { latticeCompany } from './latticeCompany';

export const DATABRICKS = {
  vpcId: 'vpc-06666000000000001',
  /** In the AZ IDs use1-az2 and use1-az4; the gateway is in use1-az1 and use1-az2. */
  subnetIds: ['subnet-06666000000000011', 'subnet-06666000000000012'],
  securityGroupId: 'sg-06666000000000018',
  defaultSecurityGroupId: 'sg-06666000000000010',
};

/** The example company on a clock that stands still, with clients for EC2 and RDS. */
export function networkCompany(doubts: Partial<Doubts> = {}) {
  const company = latticeCompany(doubts);
  const { aws, clock } = company;
  return {
    ...company,
    ec2: (accountId: string, region?: string) =>
      new EC2Client(simulatedClientConfig(aws, { accountId, region })),
    rds: (accountId: string, region?: string) =>
      new RDSClient(simulatedClientConfig(aws, { accountId, region })),

    /** An ACTIVE configuration of orders-postgres that this account sees. */
    async sharedConfiguration(consumerAccountId: string) {
      const arn = await company.configuration(await company.gateway());
      await company.ram('333333333333').send(
        new CreateResourceShareCommand({
          name: 'orders-postgres',
          resourceArns: [arn],
          principals: [consumerAccountId],
        }),
      );
      // Associated first, and seen by the other account some time after that.
      for (let i = 0; i < 10; i++) {
        clock.advance(30);
        company.world.settle();
      }
      return arn;
    },
  };
}

/** What makes an endpoint in the VPC databricks for this configuration. */
export function databricksEndpoint(
  resourceConfigurationArn: string,
): CreateVpcEndpointCommandInput {
  return {
    VpcEndpointType: 'Resource',
    VpcId: DATABRICKS.vpcId,
    SubnetIds: DATABRICKS.subnetIds,
    SecurityGroupIds: [DATABRICKS.securityGroupId],
    ResourceConfigurationArn: resourceConfigurationArn,
    PrivateDnsEnabled: true,
  };
}
