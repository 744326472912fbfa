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
import { clientSecurityGroup } from './clientSecurityGroup';
import { database } from './database';
import { subnet } from './subnet';
import { SurroundingType } from './SurroundingType';
import { vpc } from './vpc';

export { clientSecurityGroup } from './clientSecurityGroup';
export { database, type DatabaseState } from './database';
export { listClusters, listInstances } from './listDatabases';
export {
  listZonesOfVpc,
  readDnsAttribute,
  zoneName,
  zoneOwner,
} from './namesOfVpc';
export { readAcls } from './readAcls';
export {
  readSecurityGroups,
  readSubnets,
  type SecurityGroupFacts,
  type SubnetToday,
} from './readPlaces';
export { subnet, type SubnetState } from './subnet';
export type { SurroundingType } from './SurroundingType';
export { vpc, type VpcState } from './vpc';

/** Every kind of surrounding, by its name. */
export const surroundingTypes: ReadonlyMap<string, SurroundingType> = new Map(
  [clientSecurityGroup, database, subnet, vpc].map(type => [type.kind, type]),
);
