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
  ListServiceNetworkVpcAssociationsCommand,
  ListTagsForResourceCommand,
  paginateListServiceNetworkResourceAssociations,
} from '@aws-sdk/client-vpc-lattice';
import { LaneClients } from '../aws';
import { INSTALLATION_TAG } from '../objects';
import { VpcAssociation } from './sides';
import { unlessRefused } from './unlessRefused';

/**
 * The one association of a VPC with a service network, in whatever status: aws.md §1.0 F5. Also one that failed or is on
 * its way out keeps the place (aws.md §1.2).
 * https://docs.aws.amazon.com/vpc-lattice/latest/ug/service-network-associations.html
 *
 * @returns undefined also if the account's role may not ask
 */
export async function readVpcAssociation(
  session: LaneClients,
  options: { vpcId: string; installation: string },
): Promise<VpcAssociation | undefined> {
  const answer = await unlessRefused(
    session.vpcLattice.send(
      new ListServiceNetworkVpcAssociationsCommand({
        vpcIdentifier: options.vpcId,
      }),
    ),
  );
  const [found] = answer?.items ?? [];
  if (!found) {
    return undefined;
  }
  const { id = '', arn = '', serviceNetworkArn = '', status = '' } = found;
  const [ours, names] = await Promise.all([
    isOurs(session, arn, options.installation),
    unlessRefused(namesIn(session, serviceNetworkArn)),
  ]);
  return { id, serviceNetworkArn, status, ours, names };
}

/** The private names of the resources of a service network, which a VPC in it knows: aws.md §1.2. */
async function namesIn(
  { vpcLattice: client }: LaneClients,
  serviceNetworkIdentifier: string,
): Promise<string[]> {
  const names = new Set<string>();
  const pages = paginateListServiceNetworkResourceAssociations(
    { client, pageSize: 100 },
    // AWS makes a configuration of its own for each name of a database.
    { serviceNetworkIdentifier, includeChildren: true },
  );
  for await (const { items = [] } of pages) {
    for (const { privateDnsEntry } of items) {
      if (privateDnsEntry?.domainName) {
        names.add(privateDnsEntry.domainName);
      }
    }
  }
  return [...names];
}

/** The list carries no tags. */
async function isOurs(
  { vpcLattice }: LaneClients,
  resourceArn: string,
  installation: string,
): Promise<boolean> {
  const answer = await unlessRefused(
    vpcLattice.send(new ListTagsForResourceCommand({ resourceArn })),
  );
  return answer?.tags?.[INSTALLATION_TAG] === installation;
}
