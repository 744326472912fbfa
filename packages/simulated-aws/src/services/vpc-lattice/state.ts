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

import { defineState } from '../../core/state';

export type LatticeStatus =
  | 'CREATE_IN_PROGRESS'
  | 'ACTIVE'
  | 'CREATE_FAILED'
  | 'UPDATE_IN_PROGRESS'
  | 'UPDATE_FAILED'
  | 'DELETE_IN_PROGRESS'
  | 'DELETE_FAILED';

export interface ResourceGateway {
  id: string;
  arn: string;
  name: string;
  status: LatticeStatus;
  vpcId: string;
  subnetIds: string[];
  securityGroupIds: string[];
  ipAddressType: 'IPV4' | 'IPV6' | 'DUALSTACK';
  networkInterfaceIds: string[];
  /** Addresses that each interface takes from its subnet; 16 unless asked otherwise. */
  ipv4AddressesPerEni?: number;
  /** Where names of configurations are resolved; `PUBLIC` unless asked otherwise. */
  resourceConfigDnsResolution?: 'PUBLIC' | 'IN_VPC';
  createdAt: number;
  updatedAt: number;
  tags: Record<string, string>;
}

export interface ResourceConfiguration {
  id: string;
  arn: string;
  name: string;
  type: 'ARN' | 'SINGLE' | 'GROUP' | 'CHILD';
  status: LatticeStatus;
  failureReason?: string;
  resourceGatewayId?: string;
  /** The RDS instance's or cluster's ARN, for type ARN and the children made from it. */
  targetArn?: string;
  /** Of a SINGLE configuration or of a child that AWS made. */
  dnsResource?: { domainName: string; ipAddressType: string };
  ipResource?: { ipAddress: string };
  portRanges: string[];
  protocol?: 'TCP';
  customDomainName?: string;
  groupId?: string;
  allowAssociationToShareableServiceNetwork: boolean;
  amazonManaged: boolean;
  createdAt: number;
  updatedAt: number;
  tags: Record<string, string>;
}

/** Lattice's side of a VPC endpoint that points at a configuration; kept with the configuration's owner. */
export interface ResourceEndpointAssociation {
  id: string;
  arn: string;
  resourceConfigurationId: string;
  resourceConfigurationArn: string;
  vpcEndpointId: string;
  vpcEndpointOwner: string;
  createdAt: number;
  tags?: Record<string, string>;
}

export interface VpcLatticeState {
  resourceGateways: Record<string, ResourceGateway>;
  resourceConfigurations: Record<string, ResourceConfiguration>;
  resourceEndpointAssociations: Record<string, ResourceEndpointAssociation>;
  /** ARN to its resource policy, JSON. */
  resourcePolicies: Record<string, string>;
  clientTokens: Record<string, { digest: string; id: string }>;
}

export const vpcLatticeState = defineState<VpcLatticeState>(
  'vpc-lattice',
  () => ({
    resourceGateways: {},
    resourceConfigurations: {},
    resourceEndpointAssociations: {},
    resourcePolicies: {},
    clientTokens: {},
  }),
);
