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

import { useTexts } from '../useTexts';

/** What the backend calls the hops of the patterns that come with it, and the text for each. */
const TITLES = {
  'Security groups of the clients': 'hopTitle.clientGroups',
  'Names in the VPC of the clients': 'hopTitle.names',
  'Network ACLs of the clients’ subnets': 'hopTitle.clientAcls',
  'Name of the database in the network': 'hopTitle.privateName',
  'Security group of the endpoint': 'hopTitle.endpointGroup',
  'VPC endpoint': 'hopTitle.vpcEndpoint',
  'Interface endpoint': 'hopTitle.interfaceEndpoint',
  'Accepted in the account of the database': 'hopTitle.accepted',
  'Service network': 'hopTitle.serviceNetwork',
  'Share with the account': 'hopTitle.sharedWithAccount',
  'Share with the accounts': 'hopTitle.sharedWithAccounts',
  'Resource configuration': 'hopTitle.resourceConfiguration',
  'Resource gateway': 'hopTitle.resourceGateway',
  'Security group of the gateway': 'hopTitle.gatewayGroup',
  'Endpoint service': 'hopTitle.endpointService',
  'Security group of the load balancer': 'hopTitle.loadBalancerGroup',
  'Network Load Balancer': 'hopTitle.loadBalancer',
  'Addresses of the database': 'hopTitle.targets',
  'Network ACLs of the database’s subnets': 'hopTitle.databaseAcls',
  'Security group of the database': 'hopTitle.databaseRule',
  'Security groups that the database has': 'hopTitle.databaseGroups',
  Database: 'hopTitle.database',
} as const;

/** What a hop is called in the reader's language; one of a pattern that a module adds, as that calls it. */
export function useHopTitle(): (name: string) => string {
  const { t } = useTexts();
  return name => {
    const key = Object.entries(TITLES).find(([known]) => known === name)?.[1];
    return key ? t(key) : name;
  };
}
