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
import type { NetworkAcl } from '../../packets';
import { readAcls } from './readAcls';
import { readSubnets } from './readPlaces';
import { portionsOf, SurroundingType } from './SurroundingType';

/** A subnet, and the network ACL at its border. */
export interface SubnetState {
  cidrBlock: string;
  acl?: Pick<NetworkAcl, 'id' | 'entries'>;
}

/** Where clients, endpoints, gateways, load balancers and databases have their interfaces. */
export const subnet: SurroundingType<SubnetState> = {
  kind: 'ec2/subnet',
  async read(aws, ids) {
    const portions = portionsOf(ids);
    const [subnets, acls] = await Promise.all([
      Promise.all(portions.map(portion => readSubnets(aws, portion))),
      Promise.all(portions.map(portion => readAcls(aws, portion))),
    ]);
    return new Map(
      subnets.flat().map(({ subnetId, cidrBlock }) => {
        const acl = acls
          .flat()
          .find(({ subnetIds }) => subnetIds.includes(subnetId));
        return [
          subnetId,
          {
            cidrBlock,
            ...(acl && { acl: { id: acl.id, entries: acl.entries } }),
          },
        ];
      }),
    );
  },
};
