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
  CreateResourceConfigurationCommand,
  CreateResourceGatewayCommand,
  VPCLatticeClient,
} from '@aws-sdk/client-vpc-lattice';
import { RAMClient } from '@aws-sdk/client-ram';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { populate } from '../company/populate';
import { SimulatedClock } from '../core/clock';
import { GLOBAL_REGION } from '../core/state';
import { World } from '../core/World';
import type { Doubts } from '../doubts';
import { iamState } from '../services/iam/state';
import { SimulatedAws } from '../SimulatedAws';
import { simulatedClientConfig } from './clients';

export const ORDERS = '333333333333';
export const BILLING = '444444444444';
export const CATALOG = '555555555555';
export const ANALYTICS = '666666666666';
export const PAYMENTS = '777777777777';
export const PARTNER = '888888888888';

export const ORDERS_POSTGRES =
  'arn:aws:rds:us-east-1:333333333333:db:orders-postgres';

/** The example company on a clock that stands still, with clients for Lattice and RAM. */
export function latticeCompany(doubts: Partial<Doubts> = {}) {
  const clock = SimulatedClock.frozen();
  const world = new World({ clock, doubts });
  populate(world);
  const aws = SimulatedAws.create({
    world,
    onDefect: error => {
      throw error;
    },
  });

  const lattice = (accountId: string, region?: string) =>
    new VPCLatticeClient(simulatedClientConfig(aws, { accountId, region }));

  return {
    clock,
    world,
    aws,
    lattice,
    ram: (accountId: string, region?: string) =>
      new RAMClient(simulatedClientConfig(aws, { accountId, region })),

    /** The configuration of a client that may do what this policy says in the account. */
    async asRole(accountId: string, statements: object[]) {
      const roleName = 'dbaccess-write';
      const arn = `arn:aws:iam::${accountId}:role/${roleName}`;
      iamState.of(world, { accountId, region: GLOBAL_REGION }).roles[roleName] =
        {
          roleName,
          roleId: 'AROATESTROLE',
          arn,
          path: '/',
          createdAt: clock.now(),
          trustPolicy: policy([
            {
              Effect: 'Allow',
              Principal: { AWS: `arn:aws:iam::${accountId}:root` },
              Action: 'sts:AssumeRole',
            },
          ]),
          inlinePolicies: { write: policy(statements) },
          maxSessionSeconds: 3600,
        };
      const sts = new STSClient(simulatedClientConfig(aws, { accountId }));
      const { Credentials } = await sts.send(
        new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: 'test' }),
      );
      return simulatedClientConfig(aws, { credentials: Credentials });
    },

    /** An ACTIVE gateway in the VPC of orders-postgres. */
    async gateway(name = 'orders-gateway') {
      const { id } = await lattice(ORDERS).send(
        new CreateResourceGatewayCommand({
          ...ordersGateway,
          name,
        }),
      );
      clock.advance(15);
      return id!;
    },

    /** An ACTIVE configuration of orders-postgres behind this gateway. */
    async configuration(gatewayId: string, name = 'orders-postgres') {
      const { arn } = await lattice(ORDERS).send(
        new CreateResourceConfigurationCommand({
          ...ordersConfiguration,
          name,
          resourceGatewayIdentifier: gatewayId,
        }),
      );
      clock.advance(15);
      return arn!;
    },
  };
}

export const ordersGateway = {
  name: 'orders-gateway',
  vpcIdentifier: 'vpc-03333000000000001',
  subnetIds: ['subnet-03333000000000011', 'subnet-03333000000000012'],
  securityGroupIds: ['sg-03333000000000019'],
};

export const ordersConfiguration = {
  name: 'orders-postgres',
  type: 'ARN' as const,
  resourceConfigurationDefinition: { arnResource: { arn: ORDERS_POSTGRES } },
};

function policy(statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
