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

import { paginateListAWSServiceAccessForOrganization } from '@aws-sdk/client-organizations';
import { AwsCallError, LaneClients } from '../aws';
import { unlessRefused } from './unlessRefused';

/** As RAM is called where an organisation trusts it: https://docs.aws.amazon.com/organizations/latest/userguide/services-that-can-integrate-ram.html */
const RAM = 'ram.amazonaws.com';

/**
 * Whether RAM shares inside the account's organisation without invitations: `EnableSharingWithAwsOrganization` was called
 * once in its management account. AWS tells that account and delegated administrators; whether it tells members, too, is a
 * doubt (aws.md §1.0 F7).
 *
 * @returns undefined if AWS does not tell this account, or if it is in no organisation
 */
export async function readOrganizationSharing(
  session: LaneClients,
): Promise<boolean | undefined> {
  try {
    return await unlessRefused(trustsRam(session));
  } catch (error) {
    if (
      error instanceof AwsCallError &&
      error.awsCode === 'AWSOrganizationsNotInUseException'
    ) {
      return undefined;
    }
    throw error;
  }
}

async function trustsRam({
  organizations: client,
}: LaneClients): Promise<boolean> {
  for await (const page of paginateListAWSServiceAccessForOrganization(
    { client },
    {},
  )) {
    const services = page.EnabledServicePrincipals ?? [];
    if (services.some(({ ServicePrincipal }) => ServicePrincipal === RAM)) {
      return true;
    }
  }
  return false;
}
