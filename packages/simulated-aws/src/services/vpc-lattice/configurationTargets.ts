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

import type {
  CreateResourceConfigurationCommandInput,
  ResourceConfigurationDefinition,
} from '@aws-sdk/client-vpc-lattice';
import type { Call } from '../../core/Service';
import { databaseAt, isDatabaseArn } from './databases';
import { conflict, invalid } from './refusals';
import { ownGateway } from './resourceGateways';
import { IP_ADDRESS_TYPES } from './rules';
import type { ResourceConfiguration } from './state';

export type Target = Pick<
  ResourceConfiguration,
  | 'type'
  | 'resourceGatewayId'
  | 'targetArn'
  | 'dnsResource'
  | 'ipResource'
  | 'portRanges'
  | 'protocol'
>;

/** What a new configuration points at; throws what AWS refuses. */
export function targetOf(
  input: CreateResourceConfigurationCommandInput,
  call: Call,
): Target {
  switch (input.type) {
    case 'ARN':
      return databaseTarget(input, call);
    case 'SINGLE':
      return singleTarget(input, call);
    default:
      throw invalid(
        'type',
        `Simulated AWS knows resource configurations of type ARN and SINGLE, and not ${input.type}.`,
      );
  }
}

function gatewayFor(
  input: CreateResourceConfigurationCommandInput,
  call: Call,
) {
  if (!input.resourceGatewayIdentifier) {
    throw invalid(
      'resourceGatewayIdentifier',
      `A resource configuration of type ${input.type} needs a resource gateway.`,
    );
  }
  const gateway = ownGateway(call, input.resourceGatewayIdentifier);
  if (gateway.status !== 'ACTIVE') {
    throw conflict(
      'RESOURCE_GATEWAY',
      gateway.id,
      `${gateway.id} is ${gateway.status}; a resource configuration needs an ACTIVE resource gateway.`,
    );
  }
  return gateway;
}

/** Type ARN is for RDS databases of the same account and Region that are not public (VPC Lattice User Guide). */
function databaseTarget(
  input: CreateResourceConfigurationCommandInput,
  call: Call,
): Target {
  const field = 'resourceConfigurationDefinition.arnResource.arn';
  const arn = input.resourceConfigurationDefinition?.arnResource?.arn;
  if (!arn) {
    throw invalid(
      'resourceConfigurationDefinition',
      'A resource configuration of type ARN is defined by an arnResource.',
    );
  }
  if (input.portRanges?.length || input.protocol) {
    throw invalid(
      input.portRanges?.length ? 'portRanges' : 'protocol',
      'Port ranges and protocol cannot be given for a resource configuration of type ARN: the database tells them.',
    );
  }
  const gateway = gatewayFor(input, call);
  if (gateway.resourceConfigDnsResolution === 'IN_VPC') {
    throw invalid(
      'resourceGatewayIdentifier',
      `${gateway.id} resolves names in its VPC; such a gateway cannot carry resource configurations of type ARN.`,
    );
  }
  const [, , , region, accountId] = arn.split(':');
  if (
    !isDatabaseArn(arn) ||
    region !== call.region ||
    accountId !== call.accountId
  ) {
    throw invalid(
      field,
      `${arn} is not an RDS database of account ${call.accountId} in ${call.region}.`,
    );
  }
  const database = databaseAt(call.world, call, arn);
  if (!database) {
    throw invalid(field, `${arn} does not exist.`);
  }
  if (database.publiclyAccessible) {
    throw invalid(
      field,
      `${arn} is publicly accessible; only a private database can be a resource.`,
    );
  }
  if (database.vpcId !== gateway.vpcId) {
    throw invalid(
      'resourceGatewayIdentifier',
      `${gateway.id} is in ${gateway.vpcId} and the database in ${database.vpcId}.`,
    );
  }
  return {
    type: 'ARN',
    resourceGatewayId: gateway.id,
    targetArn: arn,
    portRanges: [],
  };
}

function singleTarget(
  input: CreateResourceConfigurationCommandInput,
  call: Call,
): Target {
  const place = placeOf(input.resourceConfigurationDefinition);
  if (input.protocol && input.protocol !== 'TCP') {
    throw invalid('protocol', 'TCP_UDP is for the type CIDR.');
  }
  return {
    type: 'SINGLE',
    resourceGatewayId: gatewayFor(input, call).id,
    portRanges: usablePorts(input.portRanges),
    protocol: 'TCP',
    ...place,
  };
}

export function placeOf(
  definition: ResourceConfigurationDefinition | undefined,
): Pick<ResourceConfiguration, 'dnsResource' | 'ipResource'> {
  const { dnsResource, ipResource } = definition ?? {};
  if (dnsResource?.domainName) {
    return {
      dnsResource: {
        domainName: dnsResource.domainName,
        ipAddressType: dnsResource.ipAddressType ?? 'IPV4',
      },
    };
  }
  if (ipResource?.ipAddress) {
    return { ipResource: { ipAddress: ipResource.ipAddress } };
  }
  throw invalid(
    'resourceConfigurationDefinition',
    'A resource configuration of type SINGLE is defined by a dnsResource or an ipResource.',
  );
}

export function usablePorts(portRanges: string[] = []): string[] {
  const wrong = portRanges.find(range => {
    const [from, to = from] = range.split('-').map(Number);
    return from < 1 || to > 65535 || from > to;
  });
  if (!portRanges.length || wrong !== undefined) {
    throw invalid(
      'portRanges',
      wrong === undefined
        ? 'A resource configuration of type SINGLE needs port ranges.'
        : `${wrong} is not a range of ports from 1 to 65535.`,
    );
  }
  return [...portRanges];
}

/** What a configuration points at, as AWS answers it. */
export function definitionOf({
  type,
  targetArn,
  dnsResource,
  ipResource,
}: ResourceConfiguration): ResourceConfigurationDefinition | undefined {
  if (type === 'ARN' && targetArn) {
    return { arnResource: { arn: targetArn } };
  }
  if (dnsResource) {
    const ipAddressType = IP_ADDRESS_TYPES.find(
      t => t === dnsResource.ipAddressType,
    );
    return {
      dnsResource: { domainName: dnsResource.domainName, ipAddressType },
    };
  }
  return ipResource && { ipResource };
}
