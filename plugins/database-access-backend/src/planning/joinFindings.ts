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
  ERROR_CODES,
  Finding,
  Join,
} from '@towpath/backstage-plugin-database-access-common';
import { ObjectGraph } from '../patterns';
import { blocking, warning } from './findings';
import { letsOutToLattice } from '../packets';
import { BothSides } from './sides';

const VPC_ASSOCIATION = 'vpc-lattice/service-network-vpc-association';

const WORDS: Record<Join, string> = {
  endpoint: 'a VPC endpoint',
  association: 'the association of its VPC',
};

/** A network joins a service network in one way, for all its databases. */
export function joinedOtherwise(
  network: ConsumerNetwork,
  joins: { wanted?: Join; living?: Join },
): Finding[] {
  const { wanted, living } = joins;
  if (!wanted || !living || wanted === living) {
    return [];
  }
  return [
    blocking(ERROR_CODES.joinedOtherwise, {
      message: `The network ${network.name} has joined this service network by ${WORDS[living]} already, and one name of a database cannot come by two ways.`,
      remedy: `Ask with join '${living}', or end the accesses of ${network.name} over this service network first.`,
    }),
  ];
}

/** One that is on its way is nowhere in AWS yet. https://docs.aws.amazon.com/vpc-lattice/latest/ug/service-network-associations.html */
export function associatedElsewhere(network: ConsumerNetwork): Finding {
  return blocking(ERROR_CODES.vpcAssociated, {
    message: `${network.vpcId} of the network ${network.name} in account ${network.accountId} (${network.accountName}) is associated with another service network by an access that it has already, and AWS lets a VPC be associated with one.`,
    remedy: `Ask with join 'endpoint', or end the other accesses of ${network.name} by association first.`,
  });
}

/** What stands in the way of a VPC association, and of no endpoint. */
export function associationFindings(
  graph: ObjectGraph,
  reused: ReadonlySet<string>,
  { network, consumer }: BothSides,
  /** What it is associated with is what is to be changed. */
  isItsOwn: boolean,
): Finding[] {
  const node = graph.nodes.find(({ type }) => type === VPC_ASSOCIATION);
  if (!node) {
    return [];
  }
  const { serviceNetwork } = consumer;
  const findings: Finding[] = [];
  if (serviceNetwork && !reused.has(node.key) && !isItsOwn) {
    // https://docs.aws.amazon.com/vpc-lattice/latest/ug/service-network-associations.html
    findings.push(
      blocking(ERROR_CODES.vpcAssociated, {
        message: `${network.vpcId} in account ${network.accountId} (${network.accountName}) is associated with the service network ${serviceNetwork.serviceNetworkArn} already, and AWS lets a VPC be associated with one.`,
        remedy: `Ask with join 'endpoint': a VPC may have many endpoints for service networks.`,
      }),
    );
  }
  for (const group of consumer.clientGroups) {
    const [port] = graph.opens.map(opening => opening.port);
    if (!letsOutToLattice(group.egress, port)) {
      findings.push(
        warning(ERROR_CODES.clientEgressMissing, {
          message: `The clients' security group ${group.id} (${group.name}) in account ${network.accountId} (${network.accountName}) does not let TCP ${port} out to VPC Lattice, so its clients would not reach the association of their VPC.`,
          remedy: `In account ${network.accountId}, add an outbound rule to ${group.id}: TCP ${port} to the managed prefix list com.amazonaws.${network.region}.vpc-lattice.`,
        }),
      );
    }
  }
  return findings;
}
