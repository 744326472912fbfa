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

import { CreateVpcEndpointCommand } from '@aws-sdk/client-ec2';
import { ANALYTICS, CATALOG, ORDERS } from '../../testing/latticeCompany';
import {
  databricksEndpoint,
  networkCompany,
} from '../../testing/networkCompany';
import { rdsObjects } from '../rds/objects';
import { ec2Objects } from './objects';

describe('the objects of EC2 and RDS', () => {
  it('are those of all accounts, with their kind, state and tags', async () => {
    const company = networkCompany();
    const arn = await company.sharedConfiguration(ANALYTICS);
    await company
      .ec2(ANALYTICS)
      .send(new CreateVpcEndpointCommand(databricksEndpoint(arn)));
    const objects = ec2Objects(company.world);
    expect(new Set(objects.map(object => object.type))).toEqual(
      new Set([
        'ec2/vpc',
        'ec2/subnet',
        'ec2/network-acl',
        'ec2/security-group',
        'ec2/security-group-rule',
        'ec2/network-interface',
        'ec2/vpc-endpoint',
      ]),
    );
    expect(objects).toContainEqual({
      accountId: ANALYTICS,
      region: 'us-east-1',
      type: 'ec2/vpc-endpoint',
      id: expect.stringMatching(/^vpce-/),
      state: 'pending',
      tags: {},
    });
    expect(objects).toContainEqual(
      expect.objectContaining({
        accountId: ORDERS,
        type: 'ec2/vpc',
        tags: { Name: 'orders' },
      }),
    );
    expect(rdsObjects(company.world)).toContainEqual(
      expect.objectContaining({
        accountId: CATALOG,
        type: 'rds/db-cluster',
        id: 'catalog-aurora',
        state: 'available',
      }),
    );
  });
});
