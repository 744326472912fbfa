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
} from '@towpath/backstage-plugin-database-access-common';
import { blocking } from './findings';
import { providerAclFindings } from './providerAclFindings';
import { BothSides } from './sides';
import { OWNER_TAGS } from '../objects';

/** What every way to connect needs of the two sides together. */
export function pathFindings(sides: BothSides): Finding[] {
  return [
    ...placeFindings(sides),
    ...groupFindings(sides),
    ...providerAclFindings(sides),
  ];
}

function placeFindings({ database, network }: BothSides): Finding[] {
  if (!database.vpcId || database.vpcId !== network.vpcId) {
    return [];
  }
  // https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html
  return [
    blocking(ERROR_CODES.sameVpc, {
      message: `${database.identifier} lies in the network's own VPC ${network.vpcId}: there is nothing to connect, and AWS makes no resource endpoint in the VPC of the gateway.`,
      remedy: `Let the database's security group admit the clients' security group; no share is needed.`,
    }),
  ];
}

function groupFindings({ database, provider }: BothSides): Finding[] {
  const { securityGroups } = provider;
  if (securityGroups.some(group => group.shareable)) {
    return [];
  }
  const ids = securityGroups.map(group => group.id).join(', ') || 'none';
  return [
    blocking(ERROR_CODES.securityGroupNotShareable, {
      message: `None of the security groups of ${database.identifier} in account ${database.accountId} (${ids}) carries the tag ${OWNER_TAGS.shareable}=true, so none may take a rule of ours.`,
      remedy: `Its owners add the tag ${OWNER_TAGS.shareable}=true to one security group that guards only this database.`,
    }),
  ];
}
