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
  ConsumerNetwork,
  Plan,
} from '@towpath/backstage-plugin-database-access-common';
import { mapTexts } from './mapTexts';

const AWS_ID = /\b(vpc|subnet|sg)-[0-9a-f]{8,17}\b/g;

/**
 * The plan as somebody may see it who does not own the database, before its owners have agreed: without the ids of VPC,
 * subnets and security groups on the database's side. Only what is the network's own stays.
 */
export function maskProviderIds(plan: Plan): Plan {
  return maskIdsBeside(plan.network, plan);
}

/** The same of anything that is said about a network and a database. */
export function maskIdsBeside<T>(network: ConsumerNetwork, said: T): T {
  const { vpcId, subnetIds, clientSecurityGroupIds } = network;
  const own = new Set([vpcId, ...subnetIds, ...clientSecurityGroupIds]);
  return mapTexts(said, text =>
    text.replace(AWS_ID, (id, kind) => (own.has(id) ? id : `${kind}-…`)),
  );
}
