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

import type { Place } from '../../core/state';
import { refuse } from './errors';

/** A kind of object that EC2 knows by its id, and how EC2 spells that an id is wrong. */
export interface Kind {
  prefix: string;
  /** As in ARNs and tag specifications. */
  resourceType: string;
  malformed: string;
  notFound: string;
  doesNotExist(id: string): string;
}

const kind = (
  prefix: string,
  resourceType: string,
  noun: string,
  malformed: string,
  notFound: string,
): Kind => ({
  prefix,
  resourceType,
  malformed,
  notFound,
  doesNotExist: id => `The ${noun} '${id}' does not exist`,
});

export const VPC = kind(
  'vpc',
  'vpc',
  'vpc ID',
  'InvalidVpcID.Malformed',
  'InvalidVpcID.NotFound',
);
export const SUBNET = kind(
  'subnet',
  'subnet',
  'subnet ID',
  'InvalidSubnetID.Malformed',
  'InvalidSubnetID.NotFound',
);
export const SECURITY_GROUP = kind(
  'sg',
  'security-group',
  'security group',
  'InvalidGroupId.Malformed',
  'InvalidGroup.NotFound',
);
export const SECURITY_GROUP_RULE = kind(
  'sgr',
  'security-group-rule',
  'security group rule ID',
  'InvalidSecurityGroupRuleId.Malformed',
  'InvalidSecurityGroupRuleId.NotFound',
);
export const NETWORK_ACL = kind(
  'acl',
  'network-acl',
  'network acl ID',
  'InvalidNetworkAclId.Malformed',
  'InvalidNetworkAclID.NotFound',
);
export const NETWORK_INTERFACE = kind(
  'eni',
  'network-interface',
  'networkInterface ID',
  'InvalidNetworkInterfaceId.Malformed',
  'InvalidNetworkInterfaceID.NotFound',
);
export const VPC_ENDPOINT = kind(
  'vpce',
  'vpc-endpoint',
  'Vpc Endpoint Id',
  'InvalidVpcEndpointId.Malformed',
  'InvalidVpcEndpointId.NotFound',
);
export const VPC_ENDPOINT_SERVICE = kind(
  'vpce-svc',
  'vpc-endpoint-service',
  'VpcEndpointService Id',
  'InvalidVpcEndpointServiceId.Malformed',
  'InvalidVpcEndpointServiceId.NotFound',
);
export const NETWORK_INSIGHTS_PATH = kind(
  'nip',
  'network-insights-path',
  'network insights path ID',
  'InvalidNetworkInsightsPathId.Malformed',
  'InvalidNetworkInsightsPathId.NotFound',
);
export const NETWORK_INSIGHTS_ANALYSIS = kind(
  'nia',
  'network-insights-analysis',
  'network insights analysis ID',
  'InvalidNetworkInsightsAnalysisId.Malformed',
  'InvalidNetworkInsightsAnalysisId.NotFound',
);
export const PREFIX_LIST = kind(
  'pl',
  'prefix-list',
  'prefix list ID',
  'InvalidPrefixListId.Malformed',
  'InvalidPrefixListID.NotFound',
);

export function isWellFormed(of: Kind, id: string): boolean {
  return (
    id.startsWith(`${of.prefix}-`) &&
    /^([0-9a-f]{8}|[0-9a-f]{17})$/.test(id.slice(of.prefix.length + 1))
  );
}

/** The object with this id; refuses as EC2 does when there is none or when the id cannot be one. */
export function find<T>(of: Kind, objects: Record<string, T>, id: string): T {
  if (!isWellFormed(of, id)) {
    throw refuse(
      of.malformed,
      `Invalid id: "${id}" (expecting "${of.prefix}-...")`,
    );
  }
  const found = objects[id];
  if (!found) {
    throw refuse(of.notFound, of.doesNotExist(id));
  }
  return found;
}

export function arnOf(place: Place, of: Kind, id: string): string {
  return `arn:aws:ec2:${place.region}:${place.accountId}:${of.resourceType}/${id}`;
}
