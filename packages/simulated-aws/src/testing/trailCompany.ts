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

import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { EC2 } from '@aws-sdk/client-ec2';
import { IAM } from '@aws-sdk/client-iam';
import { AssumeRoleCommandInput, STS } from '@aws-sdk/client-sts';
import { exampleCompany } from '../company/exampleCompany';
import { populate } from '../company/populate';
import { SimulatedClock } from '../core/clock';
import { World } from '../core/World';
import { SimulatedAws } from '../SimulatedAws';
import { simulatedClientConfig, SimulatedClientOptions } from './clients';

const orders = exampleCompany.accounts['orders-prod'];

/** People of orders-prod who change something, and the event history that tells of them. */
export function trailCompany() {
  const clock = SimulatedClock.frozen();
  const world = new World({ clock });
  populate(world);
  const aws = SimulatedAws.create({
    world,
    onDefect: error => {
      throw error;
    },
  });
  const clients = (options: SimulatedClientOptions) => {
    const config = simulatedClientConfig(aws, options);
    return {
      cloudTrail: new CloudTrail(config),
      ec2: new EC2(config),
      iam: new IAM(config),
    };
  };
  const admin = (accountId: string, region?: string) =>
    clients({ accountId, region });
  const as = admin(orders.id);
  return {
    admin,
    as,
    advance: (seconds: number) => clock.advance(seconds),
    now: () => clock.now(),
    async makeGroup(name: string): Promise<string> {
      const { GroupId } = await as.ec2.createSecurityGroup({
        GroupName: name,
        Description: name,
        VpcId: orders.vpcs.orders.id,
      });
      return GroupId!;
    },
    async portal(
      input: Partial<AssumeRoleCommandInput>,
      work: (as: ReturnType<typeof clients>) => Promise<unknown>,
      purpose: 'read' | 'provision' = 'read',
    ): Promise<void> {
      const sts = new STS(
        simulatedClientConfig(aws, {
          accountId: exampleCompany.portalAccountId,
        }),
      );
      const { Credentials: credentials } = await sts.assumeRole({
        RoleArn: `arn:aws:iam::${orders.id}:role/${
          orders[`${purpose}Role`].name
        }`,
        RoleSessionName: 'portal',
        ExternalId: orders.readRole.externalId,
        ...input,
      });
      await work(clients({ credentials }));
    },
  };
}
