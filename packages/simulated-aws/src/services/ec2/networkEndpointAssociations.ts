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

import type { VpcEndpointAssociation } from '@aws-sdk/client-ec2';
import type { Call } from '../../core/Service';
import { connectionOf } from '../../network/heldNames';
import {
  networkDestinations,
  NetworkDestination,
  networkEndpointName,
  privateDestinations,
} from '../../network/networkDestinations';
import { whyInaccessible } from '../../network/whyInaccessible';
import { latticeArn, parseLatticeArn } from '../vpc-lattice/identifiers';
import { networkAt } from '../vpc-lattice/networkAccess';
import { endpointAssociationId } from './endpointNames';
import type { VpcEndpoint } from './state';

/** One for each resource of the network, of a database one for each of its names. */
export function networkEndpointAssociations(
  call: Call,
  endpoint: VpcEndpoint,
): VpcEndpointAssociation[] {
  const networkArn = endpoint.serviceNetworkArn!;
  const named = privateDestinations(call.world, connectionOf(endpoint));
  return networkDestinations(call.world, networkArn)
    .filter(({ isGroup }) => !isGroup)
    .map(destination => {
      const { configuration } = destination;
      const failure = whyInaccessible(call.world, endpoint, configuration);
      const privateName = named.find(
        other => other.destination.configuration.id === configuration.id,
      )?.name;
      return {
        Id: endpointAssociationId(endpoint, configuration),
        VpcEndpointId: endpoint.vpcEndpointId,
        ServiceNetworkArn: networkArn,
        ServiceNetworkName: networkAt(call.world, networkArn)?.name,
        AssociatedResourceArn: configuration.arn,
        AssociatedResourceAccessibility: failure
          ? 'Inaccessible'
          : 'Accessible',
        ...(failure && {
          FailureCode: failure.code,
          FailureReason: failure.reason,
        }),
        DnsEntry: {
          DnsName: networkEndpointName(endpoint.vpcEndpointId, destination),
        },
        ...(privateName && { PrivateDnsEntry: { DnsName: privateName } }),
        ...groupOf(destination),
        Tags: [],
      };
    });
}

function groupOf({ configuration }: NetworkDestination) {
  const { groupId, arn } = configuration;
  return (
    groupId && {
      ResourceConfigurationGroupArn: latticeArn(
        parseLatticeArn(arn)!,
        'resourceconfiguration',
        groupId,
      ),
    }
  );
}
