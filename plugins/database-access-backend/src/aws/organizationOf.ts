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

import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import { AwsCallError } from './AwsCallError';
import { LaneClients } from './LaneClients';

/**
 * The organisation that an account belongs to; any member may ask.
 *
 * @returns undefined if the account belongs to none
 */
export async function organizationOf({
  organizations,
}: Pick<LaneClients, 'organizations'>): Promise<string | undefined> {
  try {
    const { Organization } = await organizations.send(
      new DescribeOrganizationCommand({}),
    );
    return Organization?.Id;
  } catch (error) {
    // https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html
    if (
      error instanceof AwsCallError &&
      error.awsCode === 'AWSOrganizationsNotInUseException'
    ) {
      return undefined;
    }
    throw error;
  }
}
