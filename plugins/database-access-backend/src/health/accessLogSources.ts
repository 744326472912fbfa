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

import type { AccessLogSource, ConnectionMark } from '../objects';
import { type Measured, type MeasuredObject, outputOf } from './metricSources';

/**
 * Where AWS would log the connections of a share: of the database's resource configuration, and of the service network that
 * it is in, each for its owner ("Access logs for Amazon VPC Lattice", User Guide; aws.md §3.2). Nothing for what is not made
 * yet: no line could be told for the share's.
 */
export function accessLogSourceOf(
  { type, outputs }: MeasuredObject,
  share: Measured,
): AccessLogSource | undefined {
  const resourceId = loggedIdOf(type, outputs);
  const mark = markOf(share);
  return resourceId && mark ? { resourceId, mark } : undefined;
}

function loggedIdOf(
  type: string,
  outputs: MeasuredObject['outputs'],
): string | undefined {
  switch (type) {
    case 'vpc-lattice/resource-configuration':
      return outputs.resourceConfigurationId;
    case 'vpc-lattice/service-network':
      return outputs.serviceNetworkId;
    default:
      return undefined;
  }
}

/**
 * A resource endpoint is one network's and leads to one database. Into a service network an endpoint or an association
 * leads to all databases, and the association of a database is for all networks: both together are one share's.
 */
function markOf({ objects, vpcId }: Measured): ConnectionMark | undefined {
  const endpoint = outputOf(objects, 'ec2/vpc-endpoint', 'vpcEndpointId');
  if (endpoint) {
    return { vpcEndpointId: endpoint };
  }
  const resourceAssociationId = outputOf(
    objects,
    'vpc-lattice/service-network-resource-association',
    'resourceAssociationId',
  );
  if (!resourceAssociationId) {
    return undefined;
  }
  const vpcEndpointId = outputOf(
    objects,
    'ec2/service-network-endpoint',
    'vpcEndpointId',
  );
  return vpcEndpointId
    ? { resourceAssociationId, vpcEndpointId }
    : { resourceAssociationId, vpcId };
}
