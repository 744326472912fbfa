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
import { clientSecurityGroup, database, subnet, vpc } from '../objects';
import type { Surrounding } from '../store';
import type { PatternFacts } from './PatternFacts';

/** What packets meet beside the objects of any pattern: around the clients, then around the database. */
export function surroundingsOf(facts: PatternFacts): Surrounding[] {
  const { network, database: target } = facts;
  const around = (
    { accountId, region }: { accountId: string; region: string },
    kind: string,
    awsIds: readonly string[],
  ) => awsIds.map(awsId => ({ lane: { accountId, region }, kind, awsId }));
  const idsOf = (subnets: PatternFacts['network']['subnets']) =>
    subnets.map(({ subnetId }) => subnetId);
  const unique = new Map(
    [
      ...around(
        network,
        clientSecurityGroup.kind,
        network.clientSecurityGroupIds,
      ),
      ...around(network, vpc.kind, [network.vpcId]),
      ...around(network, subnet.kind, idsOf(network.subnets)),
      ...around(target, subnet.kind, idsOf(target.subnets)),
      ...around(target, database.kind, [target.arn]),
    ].map(each => [JSON.stringify(each), each]),
  );
  return [...unique.values()];
}
