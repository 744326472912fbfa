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

import { paginateListServiceNetworkVpcEndpointAssociations } from '@aws-sdk/client-vpc-lattice';
import { LaneClients } from '../aws';

/**
 * How many endpoints of whatever account lead into a service network, as its owner sees them. No list of service networks
 * counts them: https://docs.aws.amazon.com/vpc-lattice/latest/APIReference/API_ServiceNetworkSummary.html
 *
 * @throws AwsCallError if AWS does not say
 */
export async function countEndpointsInto(
  { vpcLattice: client }: LaneClients,
  serviceNetworkIdentifier: string,
): Promise<number> {
  let count = 0;
  for await (const {
    items = [],
  } of paginateListServiceNetworkVpcEndpointAssociations(
    { client, pageSize: 100 },
    { serviceNetworkIdentifier },
  )) {
    count += items.length;
  }
  return count;
}
