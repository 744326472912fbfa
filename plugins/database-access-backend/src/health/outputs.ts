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

const LABELS: Record<string, string> = {
  arn: 'ARN',
  associationArn: 'association ARN',
  associationId: 'association id',
  dnsNames: 'names made by AWS',
  gatewayArn: 'ARN',
  gatewayId: 'id',
  groupId: 'id',
  principal: 'account id',
  privateDnsNames: 'database names in your network',
  resourceConfigurationArn: 'ARN',
  resourceConfigurationId: 'id',
  resourceShareArn: 'ARN',
  securityGroupRuleId: 'rule id',
  vpcEndpointId: 'id',
};

/** Every id, ARN and name of a share, what people connect to first. */
export function outputsOf(
  endpoint: DatabaseEndpoint,
  objects: readonly Pick<KnownObject, 'key' | 'title' | 'outputs'>[],
): ShareOutput[] {
  const ofObjects = objects.flatMap(({ key, title, outputs }) =>
    Object.entries(outputs).map(([name, value]) => ({
      name: `${key}.${name}`,
      label: `${title}: ${LABELS[name] ?? name}`,
      value,
    })),
  );
  return [
    { name: 'host', label: 'Host', value: endpoint.host },
    { name: 'port', label: 'Port', value: String(endpoint.port) },
    { name: 'tls', label: 'TLS', value: 'required, verify-full' },
    ...ofObjects,
  ];
}
