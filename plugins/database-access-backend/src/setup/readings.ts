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

import type { PolicyStatement } from '../objects';
import type { Side } from './sampleFacts';

/** Something that the portal reads beside the objects it makes. */
interface Reading {
  action: string;
  sides: readonly Side[];
  /** For whoever is asked to allow it. */
  why: string;
  /** Default: everything, since IAM cannot narrow most of what describes and lists. */
  resources?: string[];
}

const EVERYWHERE: readonly Side[] = ['provider', 'consumer', 'networking'];
const BOTH: readonly Side[] = ['provider', 'consumer'];

/** The two roles of the portal, that of the updater, and those that services of AWS have in every account. */
const ROLES_READ = [
  'arn:${partition}:iam::${accountId}:role/${readRole}',
  'arn:${partition}:iam::${accountId}:role/${provisionRole}',
];

/** Not every log of the account: where access logs of VPC Lattice are kept, by the name that AWS gives delivered logs. */
const LATTICE_LOG_GROUPS =
  'arn:${partition}:logs:*:${accountId}:log-group:/aws/vendedlogs/vpc-lattice/*';

/** What plans, pages and `yarn doctor` read, and why. The `read` role may do this and read the objects, nothing else. */
export const READINGS: readonly Reading[] = [
  {
    action: 'cloudwatch:GetMetricData',
    sides: BOTH,
    why: 'Pages and the search for access that nobody uses need what AWS has measured.',
  },
  {
    action: 'cloudwatch:ListMetrics',
    sides: BOTH,
    why: 'Only what AWS publishes is asked for, and what it does not is said.',
  },
  {
    action: 'ec2:DescribeNetworkAcls',
    sides: BOTH,
    why: 'A plan says whether a network ACL stops the packets.',
  },
  {
    action: 'ec2:DescribeRegions',
    sides: EVERYWHERE,
    why: 'The doctor says whether the account has switched the Region on.',
  },
  {
    action: 'ec2:DescribeSecurityGroups',
    sides: BOTH,
    why: 'A plan needs to know which groups guard the database, which of them take our rule, and what the clients may call.',
  },
  {
    action: 'ec2:DescribeSubnets',
    sides: BOTH,
    why: 'A plan needs the zones of both sides, and whether addresses are free.',
  },
  {
    action: 'ec2:DescribeVpcAttribute',
    sides: ['consumer'],
    why: 'Without DNS in its VPC a network cannot know the database by its name.',
  },
  {
    action: 'ec2:DescribeVpcEndpointAssociations',
    sides: ['consumer'],
    why: 'An endpoint that is not ours may hold the name of the database already.',
  },
  {
    action: 'ec2:DescribeVpcEndpoints',
    sides: ['consumer'],
    why: 'An endpoint that is not ours may hold the name of the database already.',
  },
  {
    action: 'ec2:DescribeVpcs',
    sides: BOTH,
    why: 'VPCs may be networks by their tags, and those of config must be there.',
  },
  {
    action: 'iam:GetRole',
    sides: EVERYWHERE,
    why: 'The doctor says what is wrong with a trust policy, and which roles of AWS’s services are missing.',
    resources: [
      ...ROLES_READ,
      'arn:${partition}:iam::${accountId}:role/aws-service-role/*',
      // So one is called that is not there: its path is not known then.
      'arn:${partition}:iam::${accountId}:role/AWSServiceRole*',
    ],
  },
  {
    action: 'iam:SimulatePrincipalPolicy',
    sides: EVERYWHERE,
    why: 'The doctor says which permissions the portal’s own two roles lack, without using any of them.',
    resources: ROLES_READ,
  },
  {
    action: 'logs:FilterLogEvents',
    sides: EVERYWHERE,
    why: 'AWS has no metric of connections over VPC Lattice; who keeps their log lets pages and the search for access that nobody uses count them.',
    resources: [LATTICE_LOG_GROUPS],
  },
  {
    action: 'organizations:DescribeOrganization',
    sides: EVERYWHERE,
    why: 'Inside one organisation nobody needs to accept an invitation.',
  },
  {
    action: 'organizations:ListAWSServiceAccessForOrganization',
    sides: EVERYWHERE,
    why: 'The doctor says whether RAM shares inside the organisation; AWS answers it to the management account.',
  },
  {
    action: 'rds:DescribeCertificates',
    sides: ['provider'],
    why: 'The page of a database says when the authority behind its certificate ends.',
  },
  {
    action: 'rds:DescribeDBClusters',
    sides: EVERYWHERE,
    why: 'The inventory finds the databases of every account; what AWS says of one stands on its page, and plans are made of it.',
  },
  {
    action: 'rds:DescribeDBInstances',
    sides: EVERYWHERE,
    why: 'The inventory finds the databases of every account; what AWS says of one stands on its page, and plans are made of it.',
  },
  {
    action: 'rds:DescribeEvents',
    sides: ['provider'],
    why: 'The page of a database says what happened to it.',
  },
  {
    action: 'rds:DescribePendingMaintenanceActions',
    sides: ['provider'],
    why: 'The page of a database says which changes AWS wants to make.',
  },
  {
    action: 'route53:GetHostedZone',
    sides: ['provider'],
    why: 'The doctor says whether the public zone of private DNS names is there.',
  },
  {
    action: 'route53:ListHostedZonesByVPC',
    sides: ['consumer'],
    why: 'A private zone may hide the name of the database from a network.',
  },
  {
    action: 'route53:ListHostedZones',
    sides: ['consumer'],
    why: 'Whether a private zone is one of ours its caller reference says.',
  },
  {
    action: 'servicequotas:ListAWSDefaultServiceQuotas',
    sides: EVERYWHERE,
    why: 'A quota that nobody asked to raise AWS may show among its defaults only.',
  },
  {
    action: 'servicequotas:ListServiceQuotas',
    sides: EVERYWHERE,
    why: 'What AWS would refuse because there is too much of it already is said before.',
  },
  {
    action: 'vpc-lattice:ListAccessLogSubscriptions',
    sides: EVERYWHERE,
    why: 'Whether the log of who connects is kept, and where.',
  },
  {
    action: 'vpc-lattice:ListServiceNetworkResourceAssociations',
    sides: ['consumer'],
    why: 'A service network that the VPC is in may bring the name of the database there already.',
  },
  {
    action: 'vpc-lattice:ListServiceNetworkVpcAssociations',
    sides: ['consumer'],
    why: 'A VPC can be associated with one service network only.',
  },
  {
    action: 'vpc-lattice:ListServiceNetworkVpcEndpointAssociations',
    sides: ['consumer', 'networking'],
    why: 'How many endpoints lead into a service network stands in no other list, and AWS has a quota of them.',
  },
  {
    action: 'vpc-lattice:ListServiceNetworks',
    sides: EVERYWHERE,
    why: 'How much of its quotas a service network has used stands in this list.',
  },
  {
    action: 'vpc-lattice:ListTagsForResource',
    sides: ['consumer'],
    why: 'Whose the association of a VPC is its tags say, and no list shows them.',
  },
];

/** What the `read` role of an account on this side is allowed beside the objects. */
export function readingsOn(side: Side): PolicyStatement[] {
  return READINGS.filter(({ sides }) => sides.includes(side)).map(
    ({ action, resources }) => ({
      actions: [action],
      ...(resources && { resources }),
    }),
  );
}
