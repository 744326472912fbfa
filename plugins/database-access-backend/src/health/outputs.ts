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

/**
 * Every id, ARN and name of a share, what people connect to first.
 *
 * @param opens - what the share's plan says becomes reachable: a cluster's readers may have a port of their own there
 */
export function outputsOf(
  endpoint: DatabaseEndpoint,
  objects: readonly Pick<KnownObject, 'key' | 'title' | 'outputs'>[],
  opens: readonly DatabaseEndpoint[] = [],
): ShareOutput[] {
  const ofObjects = objects.flatMap(({ key, title, outputs }) =>
    Object.entries(outputs).map(([name, value]) => ({
      name: `${key}.${name}`,
      label: `${title}: ${LABELS[name] ?? wordsOf(name)}`,
      value,
    })),
  );
  return [
    { name: 'host', label: 'Host', value: endpoint.host },
    { name: 'port', label: 'Port', value: String(endpoint.port) },
    ...readersOf(readersIn(opens, endpoint)),
    { name: 'tls', label: 'TLS', value: 'required, verify-full' },
    ...ofObjects,
  ];
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
