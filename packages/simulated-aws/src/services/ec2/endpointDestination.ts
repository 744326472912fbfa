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

import type { CreateVpcEndpointCommandInput } from '@aws-sdk/client-ec2';
import type { Subnet, Vpc, VpcEndpoint } from './state';

export type CreateVpcEndpointInput = CreateVpcEndpointCommandInput;

/** What an endpoint is made for: a resource configuration, a service network or an endpoint service. */
export interface Destination {
  /** What the endpoint remembers of it. */
  fields: Pick<
    VpcEndpoint,
    | 'vpcEndpointType'
    | 'resourceConfigurationArn'
    | 'serviceNetworkArn'
    | 'dnsOptions'
    | 'serviceName'
    | 'serviceRegion'
  >;
  /** How many of its kind a VPC may hold, and what AWS calls them. */
  quota: { most: number; noun: string };
  privateDnsEnabled: boolean;
  /** How many addresses its interface takes in each subnet; one unless said. */
  addressesPerSubnet?: number;
  /** How long the endpoint waits for somebody before AWS begins to make it. */
  acceptance: 'none' | 'by-itself' | 'by-owner';
  /** Refuses where it cannot be reached from. */
  checkPlace(vpc: Vpc, subnets: Subnet[]): void;
  /** What else has to know of the endpoint. */
  associate(endpoint: VpcEndpoint): void;
}
