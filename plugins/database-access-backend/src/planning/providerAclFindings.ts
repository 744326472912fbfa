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
import { warning } from './findings';
import { EPHEMERAL, refusingAcls } from '../packets';
import { BothSides } from './sides';

/**
 * What stops packets between what every way puts into the database's subnets, a gateway or a load balancer, and the
 * database. Which of these subnets the database is in changes with each failover, so all of them count.
 */
export function providerAclFindings({
  database,
  provider,
}: BothSides): Finding[] {
  const { accountId, identifier, port, vpcId } = database;
  const { acls, subnets } = provider;
  const own = new Set(subnets.map(({ subnetId }) => subnetId));
  return refusingAcls({ acls, subnets, port }).map(({ subnetIds, refused }) => {
    // By its subnets, whose ids are masked for those who do not own the database.
    const guarded = subnetIds.filter(id => own.has(id)).join(', ');
    return warning(ERROR_CODES.networkAclDenies, {
      message: `The network ACL of ${guarded} in account ${accountId} does not let ${refused.join(
        ' and ',
      )} pass between the subnets of ${identifier}, where its gateway or load balancer lies.`,
      remedy: `In account ${accountId}, let the network ACL of ${guarded} allow TCP ${port} and the ports ${EPHEMERAL.from} to ${EPHEMERAL.to} in both directions within ${vpcId}.`,
    });
  });
}
