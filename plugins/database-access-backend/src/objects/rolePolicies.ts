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

import type { ObjectType, PolicyStatement } from './ObjectType';
import { EXECUTION } from './updater/executionPolicy';

/** A policy as IAM takes it. */
export interface PolicyDocument {
  Version: '2012-10-17';
  Statement: Array<{
    Effect: 'Allow';
    Action: string[];
    Resource: string | string[];
    Condition?: PolicyStatement['conditions'];
  }>;
}

/** What planning and health read beside the objects: facts of databases, networks and organisations. */
const FACTS: PolicyStatement = {
  actions: [
    'ec2:DescribeAvailabilityZones',
    'ec2:DescribeNetworkAcls',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSecurityGroupRules',
    'ec2:DescribeSecurityGroups',
    'ec2:DescribeSubnets',
    'ec2:DescribeVpcAttribute',
    'ec2:DescribeVpcEndpoints',
    'ec2:DescribeVpcs',
    'organizations:DescribeOrganization',
    'organizations:ListAWSServiceAccessForOrganization',
    'rds:DescribeDBClusters',
    'rds:DescribeDBInstances',
    'rds:DescribeDBSubnetGroups',
    'rds:ListTagsForResource',
    'route53:ListHostedZonesByVPC',
    'servicequotas:ListAWSDefaultServiceQuotas',
    'servicequotas:ListServiceQuotas',
    'vpc-lattice:ListServiceNetworkResourceAssociations',
    'vpc-lattice:ListServiceNetworkVpcAssociations',
    'vpc-lattice:ListServiceNetworks',
  ],
};

/**
 * The permission policies of the two roles that each account gives the portal: what these object types need, and no
 * more. `${partition}`, `${accountId}` and `${installation}` stand for what differs. What config may leave out is not in
 * them.
 */
export function rolePolicies(types: Iterable<ObjectType>): {
  read: PolicyDocument;
  provision: PolicyDocument;
} {
  const permissions = [...types]
    .filter(({ partOf }) => partOf === undefined)
    .map(type => type.permissions);
  const reads = permissions.flatMap(({ read }) => read);
  const changes = permissions.flatMap(({ provision }) => provision);
  return {
    read: toDocument([FACTS, ...reads]),
    // Who makes something looks first whether it is there, and after a denied removal whether it still is.
    provision: toDocument([...reads, ...changes]),
  };
}

/**
 * What the same two roles need beside, in accounts whose databases have an updater; and what the role needs as which the
 * updater runs. `${updaterRole}` stands for that role's name, with its path if it has one.
 */
export function updaterPolicies(types: Iterable<ObjectType>): {
  read: PolicyDocument;
  provision: PolicyDocument;
  execution: PolicyDocument;
} {
  const permissions = [...types]
    .filter(({ partOf }) => partOf === 'updater')
    .map(type => type.permissions);
  const reads = permissions.flatMap(({ read }) => read);
  return {
    read: toDocument(reads),
    provision: toDocument([
      ...reads,
      ...permissions.flatMap(({ provision }) => provision),
    ]),
    execution: toDocument(EXECUTION),
  };
}

/**
 * What the role that changes things needs beside: in accounts whose databases get private DNS names of a domain, and in
 * accounts of networks that know databases by such a name. `${domain}` and `${hostedZoneId}` stand for what config says.
 * All that has to be read for it the roles may read anyway.
 */
export function privateNamePolicies(types: Iterable<ObjectType>): {
  database: PolicyDocument;
  network: PolicyDocument;
} {
  const all = [...types];
  const changesOf = (part: ObjectType['partOf']) =>
    toDocument(
      all
        .filter(({ partOf }) => partOf === part)
        .flatMap(({ permissions }) => permissions.provision),
    );
  return {
    database: changesOf('private-name'),
    network: changesOf('private-name-in-network'),
  };
}

/** Statements that differ in their actions only become one. */
function toDocument(statements: PolicyStatement[]): PolicyDocument {
  const merged = new Map<string, PolicyStatement>();
  for (const { actions, resources, conditions } of statements) {
    const key = JSON.stringify([resources, conditions]);
    const known = merged.get(key)?.actions ?? [];
    merged.set(key, {
      actions: [...new Set([...known, ...actions])].sort(),
      resources,
      conditions,
    });
  }
  return {
    Version: '2012-10-17',
    Statement: [...merged.values()].map(
      ({ actions, resources, conditions }) => ({
        Effect: 'Allow',
        Action: actions,
        Resource: resources ?? '*',
        ...(conditions && { Condition: conditions }),
      }),
    ),
  };
}
