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
  ListAWSServiceAccessForOrganizationCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { fail, Found, ok, warn } from '../CheckResult';
import type { Patient } from '../Patient';

const RAM = 'ram.amazonaws.com';

/**
 * Whether RAM shares inside the organisation without invitations. The management account knows, and perhaps members
 * (aws.md §1.0 F7), so everybody is asked: the portal, then each account.
 */
export async function ramSharing(
  own: OrganizationsClient,
  patients: readonly Patient[],
): Promise<Found[]> {
  const clients = [
    own,
    ...patients.map(({ read, lanes }) => read(lanes[0]).organizations),
  ];
  for (const client of clients) {
    const services = await trustedServices(client);
    if (services) {
      return [
        services.includes(RAM)
          ? ok('RAM shares inside the organisation without invitations.')
          : fail(
              `RAM does not share inside the organisation: ${
                services.join(', ') || 'no service'
              } may, and ${RAM} is not among them.`,
              'In the management account, aws ram enable-sharing-with-aws-organization.',
            ),
      ];
    }
  }
  return [
    warn(
      'Nobody whom the portal could ask may say whether RAM shares inside the organisation.',
      `In the management account, aws organizations list-aws-service-access-for-organization must name ${RAM}; else aws ram enable-sharing-with-aws-organization.`,
    ),
  ];
}

/** Undefined if this one may not say, for whatever reason. */
async function trustedServices(
  client: OrganizationsClient,
): Promise<string[] | undefined> {
  try {
    const services: string[] = [];
    let NextToken: string | undefined;
    do {
      const answer = await client.send(
        new ListAWSServiceAccessForOrganizationCommand({ NextToken }),
      );
      services.push(
        ...(answer.EnabledServicePrincipals ?? []).map(
          ({ ServicePrincipal }) => ServicePrincipal!,
        ),
      );
      ({ NextToken } = answer);
    } while (NextToken);
    return services;
  } catch {
    return undefined;
  }
}
