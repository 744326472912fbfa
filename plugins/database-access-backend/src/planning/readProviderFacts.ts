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

import { DatabaseFacts } from '@towpath/backstage-plugin-database-access-common';
import { LaneClients, organizationOf } from '../aws';
import { readAcls, readSecurityGroups, readSubnets } from '../objects';
import { ProviderFacts } from './sides';

/**
 * Asks AWS what is around a database.
 *
 * @throws AwsCallError if AWS does not say
 */
export async function readProviderFacts(
  session: LaneClients,
  database: Pick<DatabaseFacts, 'subnetIds' | 'securityGroupIds'>,
): Promise<ProviderFacts> {
  const [subnets, securityGroups, acls, organizationId] = await Promise.all([
    readSubnets(session, database.subnetIds),
    readSecurityGroups(session, database.securityGroupIds),
    readAcls(session, database.subnetIds),
    organizationOf(session),
  ]);
  return { subnets, securityGroups, acls, organizationId };
}
