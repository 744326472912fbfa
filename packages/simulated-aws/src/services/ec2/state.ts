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

import type { NetworkInsightsAnalysis as NetworkInsightsAnalysisAnswer } from '@aws-sdk/client-ec2';
import { defineState } from '../../core/state';
import type { NetworkDnsOptions } from '../vpc-lattice/state';

export interface Vpc {
  vpcId: string;
  cidrBlock: string;
  enableDnsSupport: boolean;
  enableDnsHostnames: boolean;
  tags: Record<string, string>;
}

export interface Subnet {
  subnetId: string;
  vpcId: string;
  cidrBlock: string;
  /** The account's own name, e.g. `us-east-1a`; two accounts may mean different zones by it. */
  availabilityZone: string;
  /** The same zone for everyone, e.g. `use1-az1`. */
  availabilityZoneId: string;
  /** Addresses in use by things that are not modelled one by one. */
  occupied: number;
  tags: Record<string, string>;
}

export interface NetworkAclEntry {
  ruleNumber: number;
  /** IP protocol number as a string; `-1` is all. */
  protocol: string;
  ruleAction: 'allow' | 'deny';
  egress: boolean;
  cidrBlock: string;
  fromPort?: number;
  toPort?: number;
}

export interface NetworkAcl {
  networkAclId: string;
  vpcId: string;
  isDefault: boolean;
  /** Association id to subnet id. */
  associations: Record<string, string>;
  entries: NetworkAclEntry[];
  tags: Record<string, string>;
}

export interface SecurityGroup {
  groupId: string;
  groupName: string;
  description: string;
  vpcId: string;
  tags: Record<string, string>;
}

export interface SecurityGroupRule {
  securityGroupRuleId: string;
  groupId: string;
  isEgress: boolean;
  /** `tcp`, `udp`, `icmp` or `-1`. */
  ipProtocol: string;
  /** -1 with protocol -1. */
  fromPort: number;
  toPort: number;
  cidrIpv4?: string;
  referencedGroupId?: string;
  prefixListId?: string;
  description?: string;
  tags: Record<string, string>;
}

export interface NetworkInterface {
  networkInterfaceId: string;
  subnetId: string;
  vpcId: string;
  privateIpAddress: string;
  /** How many of its subnet's addresses it takes; one unless said. */
  addressCount?: number;
  /** What the internet sees, of a publicly accessible database. */
  publicIpAddress?: string;
  groupIds: string[];
  description: string;
  /** What it serves: a VPC endpoint, resource gateway or database id. */
  servesId: string;
  /** Set while the owner is gone and the interface still drains; it is removed then. */
  drainsUntil?: number;
}

/** States in the spelling of EC2's answers. */
export type VpcEndpointState =
  | 'pendingAcceptance'
  | 'pending'
  | 'available'
  | 'deleting'
  | 'deleted'
  | 'rejected'
  | 'failed'
  | 'expired'
  | 'partial';

export interface VpcEndpoint {
  vpcEndpointId: string;
  vpcEndpointType: 'Resource' | 'ServiceNetwork' | 'Interface';
  vpcId: string;
  resourceConfigurationArn?: string;
  serviceNetworkArn?: string;
  /** Of an endpoint for a service network, if it was asked for. */
  dnsOptions?: NetworkDnsOptions;
  serviceName?: string;
  /** Where the service of an Interface endpoint is; the endpoint's own Region unless said. */
  serviceRegion?: string;
  subnetIds: string[];
  groupIds: string[];
  networkInterfaceIds: string[];
  privateDnsEnabled: boolean;
  ipAddressType: 'ipv4' | 'dualstack' | 'ipv6';
  state: VpcEndpointState;
  createdAt: number;
  lastError?: { code: string; message: string };
  tags: Record<string, string>;
}

/** Who may make endpoints for a service. */
export interface AllowedPrincipal {
  servicePermissionId: string;
  /** When the consumer's side begins to see it. */
  visibleAt: number;
}

/** A name of the provider's own for a service; usable once he has proved that the domain is his. */
export interface ServicePrivateDns {
  name: string;
  state: 'pendingVerification' | 'verified' | 'failed';
  /** The TXT record that proves it: this name below the domain … */
  recordName: string;
  /** … with this value. */
  recordValue: string;
}

/** What a provider offers to endpoints of other accounts. */
export interface EndpointService {
  serviceId: string;
  serviceName: string;
  state: 'Pending' | 'Available' | 'Deleting';
  loadBalancerArns: string[];
  acceptanceRequired: boolean;
  /** Region to when it can be used there; its own is one of them. */
  supportedRegions: Record<string, number>;
  privateDns?: ServicePrivateDns;
  /** Principal, an ARN or `*`, to the permission. */
  principals: Record<string, AllowedPrincipal>;
  createdAt: number;
  tags: Record<string, string>;
}

/** What Reachability Analyzer is asked: can a packet of the source come to the destination? */
export interface NetworkInsightsPath {
  networkInsightsPathId: string;
  source: string;
  destination?: string;
  sourceIp?: string;
  destinationIp?: string;
  protocol: 'tcp' | 'udp';
  destinationPort?: number;
  createdAt: number;
  tags: Record<string, string>;
}

/** One answer to it, which is made when the analysis ends. */
export interface NetworkInsightsAnalysis {
  networkInsightsAnalysisId: string;
  networkInsightsPathId: string;
  startedAt: number;
  status: 'running' | 'succeeded' | 'failed';
  statusMessage?: string;
  /** In the words of the SDK, as far as they are about the path. */
  found?: Pick<
    NetworkInsightsAnalysisAnswer,
    | 'NetworkPathFound'
    | 'ForwardPathComponents'
    | 'ReturnPathComponents'
    | 'Explanations'
  >;
  tags: Record<string, string>;
}

export interface Ec2State {
  vpcs: Record<string, Vpc>;
  subnets: Record<string, Subnet>;
  networkAcls: Record<string, NetworkAcl>;
  securityGroups: Record<string, SecurityGroup>;
  securityGroupRules: Record<string, SecurityGroupRule>;
  networkInterfaces: Record<string, NetworkInterface>;
  vpcEndpoints: Record<string, VpcEndpoint>;
  /** Absent in what was written to disk before there were any. */
  endpointServices?: Record<string, EndpointService>;
  /** Absent in what was written to disk before there were any. */
  networkInsightsPaths?: Record<string, NetworkInsightsPath>;
  networkInsightsAnalyses?: Record<string, NetworkInsightsAnalysis>;
  /** Client token to what it made, and a digest of the parameters it came with. */
  clientTokens: Record<string, { digest: string; id: string }>;
}

export const ec2State = defineState<Ec2State>('ec2', () => ({
  vpcs: {},
  subnets: {},
  networkAcls: {},
  securityGroups: {},
  securityGroupRules: {},
  networkInterfaces: {},
  vpcEndpoints: {},
  endpointServices: {},
  clientTokens: {},
}));
