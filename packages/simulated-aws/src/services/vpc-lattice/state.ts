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

/** What brings resources and VPCs together. */
export interface ServiceNetwork {
  id: string;
  arn: string;
  name: string;
  authType: 'NONE' | 'AWS_IAM';
  /** Whether other accounts may get it by a resource share; it stays as it was made. */
  sharingEnabled: boolean;
  createdAt: number;
  updatedAt: number;
  tags: Record<string, string>;
}

/** A resource configuration in a service network; kept with the account that made it. */
export interface ServiceNetworkResourceAssociation {
  id: string;
  status:
    | Exclude<LatticeStatus, 'UPDATE_IN_PROGRESS' | 'UPDATE_FAILED'>
    | 'PARTIAL';
  createdBy: string;
  serviceNetworkArn: string;
  resourceConfigurationArn: string;
  privateDnsEnabled: boolean;
  /** Id of each configuration that it leads to, and where VPC associations answer for it. */
  addresses: Record<string, string>;
  failureCode?: string;
  failureReason?: string;
  createdAt: number;
  updatedAt: number;
  tags: Record<string, string>;
}

/** What decides which names of its own a VPC knows resources by, beside those of databases. */
export interface NetworkDnsOptions {
  privateDnsPreference: PrivateDnsPreference;
  privateDnsSpecifiedDomains?: string[];
}

export const PRIVATE_DNS_PREFERENCES = [
  'VERIFIED_DOMAINS_ONLY',
  'ALL_DOMAINS',
  'VERIFIED_DOMAINS_AND_SPECIFIED_DOMAINS',
  'SPECIFIED_DOMAINS_ONLY',
] as const;

export type PrivateDnsPreference = (typeof PRIVATE_DNS_PREFERENCES)[number];

/** A VPC in a service network; kept with the VPC's account, which alone can make it. Nothing here makes it fail. */
export interface ServiceNetworkVpcAssociation {
  id: string;
  status:
    | 'CREATE_IN_PROGRESS'
    | 'ACTIVE'
    | 'UPDATE_IN_PROGRESS'
    | 'DELETE_IN_PROGRESS';
  createdBy: string;
  serviceNetworkArn: string;
  vpcId: string;
  securityGroupIds: string[];
  privateDnsEnabled: boolean;
  dnsOptions?: NetworkDnsOptions;
  createdAt: number;
  updatedAt: number;
  tags: Record<string, string>;
}

/** Where the log of who connected to what goes; kept with the account that asked for it. */
export interface AccessLogSubscription {
  id: string;
  arn: string;
  /** Of a service network or a resource configuration. */
  resourceId: string;
  resourceArn: string;
  destinationArn: string;
  /** Of service networks only: connections to services, which are HTTP, or to resources. */
  serviceNetworkLogType?: 'SERVICE' | 'RESOURCE';
  createdAt: number;
  updatedAt: number;
  tags: Record<string, string>;
}

export interface VpcLatticeState {
  resourceGateways: Record<string, ResourceGateway>;
  resourceConfigurations: Record<string, ResourceConfiguration>;
  resourceEndpointAssociations: Record<string, ResourceEndpointAssociation>;
  /** Absent, as the two below, in what was written to disk before there were any. */
  serviceNetworks?: Record<string, ServiceNetwork>;
  serviceNetworkResourceAssociations?: Record<
    string,
    ServiceNetworkResourceAssociation
  >;
  serviceNetworkVpcAssociations?: Record<string, ServiceNetworkVpcAssociation>;
  /** Absent in what was written to disk before there were any. */
  accessLogSubscriptions?: Record<string, AccessLogSubscription>;
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
    serviceNetworks: {},
    serviceNetworkResourceAssociations: {},
    serviceNetworkVpcAssociations: {},
    accessLogSubscriptions: {},
    resourcePolicies: {},
    clientTokens: {},
  }),
);
