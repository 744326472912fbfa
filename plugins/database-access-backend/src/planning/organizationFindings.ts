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
  ERROR_CODES,
  Finding,
  Plan,
} from '@towpath/backstage-plugin-database-access-common';
import { DatabaseAccessConfig } from '../config';
import { blocking, info } from './findings';
import { BothSides, inOneOrganization } from './sides';

/** Whether the two accounts of a plan were found in different organisations. */
export function isOutside({ findings }: Pick<Plan, 'findings'>): boolean {
  return findings.some(({ code }) => code === ERROR_CODES.outsideOrganization);
}

/** Nothing leaves the organisation of a database unless config says so of the account that it would go to. */
export function organizationFindings(
  { accounts }: Pick<DatabaseAccessConfig, 'accounts'>,
  sides: BothSides,
): Finding[] {
  if (inOneOrganization(sides)) {
    return [];
  }
  const { database, network } = sides;
  const outside = `Account ${network.accountId} (${network.accountName}) is not in one organisation with account ${database.accountId}`;
  if (accounts.get(network.accountId)?.allowOutsideOrganization) {
    return [
      info(
        ERROR_CODES.outsideOrganization,
        `${outside}, and config allows it: over VPC Lattice AWS sends an invitation, which Towpath accepts in account ${network.accountId}.`,
      ),
    ];
  }
  return [
    blocking(ERROR_CODES.outsideOrganization, {
      message: `${outside} of ${database.identifier}, and nothing is shared outside of an organisation unless config allows it.`,
      remedy: `Ask from a network in the organisation, or have those who run the portal set allowOutsideOrganization: true for account ${network.accountId} in databaseAccess.accounts.`,
    }),
  ];
}
