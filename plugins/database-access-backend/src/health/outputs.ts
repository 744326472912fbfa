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
  DatabaseEndpoint,
  Join,
  ShareOutput,
} from '@towpath/backstage-plugin-database-access-common';
import type { KnownObject } from './hops';
import { readersIn } from './readersIn';

const LABELS: Record<string, string> = {
  acceptedEndpointId: 'endpoint id',
  addresses: 'IP addresses',
  arn: 'ARN',
  associationArn: 'association ARN',
  associationId: 'association id',
  dnsName: 'name made by AWS',
  dnsNames: 'names made by AWS',
  dnsZoneId: 'hosted zone of that name',
  gatewayArn: 'ARN',
  gatewayId: 'id',
  groupId: 'id',
  listenerArn: 'ARN',
  loadBalancerArn: 'ARN',
  port: 'TCP port',
  principal: 'account id',
  privateDnsName: 'private DNS name',
  privateDnsNames: 'database names in your network',
  recordName: 'database name in your network',
  region: 'Region',
  resourceAssociationId: 'id',
  resourceConfigurationArn: 'ARN',
  resourceConfigurationId: 'id',
  resourceShareArn: 'ARN',
  securityGroupRuleId: 'rule id',
  serviceId: 'id',
  serviceName: 'name',
  serviceNetworkArn: 'ARN',
  serviceNetworkId: 'id',
  targetGroupArn: 'ARN',
  text: 'text',
  textName: 'name of the TXT record',
  vpcAssociationId: 'id',
  vpcEndpointId: 'id',
  zonalDnsNames: 'names made by AWS for one zone',
  zoneId: 'id',
  zoneName: 'name',
};

/** The key of the object by which a database is in a service network. */
const IN_SERVICE_NETWORK = 'resource-association';

/** What an object calls by a name that means something else elsewhere. */
const LABELS_OF_OBJECT: Record<string, string> = {
  [`${IN_SERVICE_NETWORK}.dnsName`]:
    'name made by AWS, for associated VPCs only',
  [`${IN_SERVICE_NETWORK}.privateDnsName`]:
    'database name, for associated VPCs only',
};

/**
 * Every id, ARN and name of a share, what people connect to first.
 *
 * @param plan - what the share's plan says: what becomes reachable, as a cluster's readers may have a port of their own
 * there, and how the network joins a service network
 */
export function outputsOf(
  endpoint: DatabaseEndpoint,
  objects: readonly Pick<KnownObject, 'key' | 'title' | 'outputs'>[],
  plan: { opens?: readonly DatabaseEndpoint[]; join?: Join } = {},
): ShareOutput[] {
  const { opens = [], join } = plan;
  const ofObjects = objects.flatMap(({ key, title, outputs }) =>
    Object.entries(outputs).map(([name, value]) => ({
      name: `${key}.${name}`,
      label: `${title}: ${labelOf(key, name)}`,
      value,
    })),
  );
  return [
    { name: 'host', label: 'Host', value: endpoint.host },
    ...(join === 'association' ? generatedHostOf(objects) : []),
    { name: 'port', label: 'Port', value: String(endpoint.port) },
    ...readersOf(readersIn(opens, endpoint)),
    { name: 'tls', label: 'TLS', value: 'required, verify-full' },
    ...ofObjects,
  ];
}

/**
 * The second name to try over a VPC association. Whether an associated VPC knows a database by the name that RDS gave it,
 * AWS's texts disagree on: the VPC Lattice User Guide says that it does, an article of 2025 in AWS's community that it does
 * not. See the doubt `rds-name-over-vpc-association` in docs/limits.md.
 */
function generatedHostOf(
  objects: readonly Pick<KnownObject, 'key' | 'outputs'>[],
): ShareOutput[] {
  const value = objects.find(({ key }) => key === IN_SERVICE_NETWORK)?.outputs
    .dnsName;
  return value
    ? [
        {
          name: 'generated-host',
          label: 'Host made by AWS, where the first does not resolve',
          value,
        },
      ]
    : [];
}

function labelOf(key: string, name: string): string {
  return LABELS_OF_OBJECT[`${key}.${name}`] ?? LABELS[name] ?? wordsOf(name);
}

function readersOf(readers: DatabaseEndpoint | undefined): ShareOutput[] {
  return readers
    ? [
        { name: 'reader-host', label: 'Host, to read', value: readers.host },
        {
          name: 'reader-port',
          label: 'Port, to read',
          value: String(readers.port),
        },
      ]
    : [];
}

/** For an output that a type of object has and nobody has named. */
function wordsOf(name: string): string {
  return name.replace(/(?<=[a-z0-9])[A-Z]/g, ' $&').toLocaleLowerCase('en-US');
}
