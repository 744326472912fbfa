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

import { Pattern } from '@towpath/backstage-plugin-database-access-common';
import { latticeSupports } from '../../patterns';
import { overlap } from '../../packets';
import { Situation } from './Situation';

/** What is good or bad about one way to connect, one sentence. */
export interface Remark {
  pattern: Pattern;
  speaks: 'for' | 'against';
  sentence: string;
}

/** One row of the table that compares the ways to connect: silent where it makes no difference. */
export type Criterion = (situation: Situation) => Remark[];

const MANY = 3;

const LATTICE: readonly Pattern[] = [
  'lattice-resource-endpoint',
  'lattice-service-network',
  'lattice-consumer-network',
];

const SERVICE_NETWORKS = LATTICE.slice(1);

/** How much has to be built for one database and one network. */
export const objectsNeeded: Criterion = () => [
  pro(
    'lattice-resource-endpoint',
    'It needs the fewest objects, in the two accounts only.',
  ),
  con(
    'lattice-service-network',
    'It needs a third account that owns the service network.',
  ),
  con(
    'lattice-consumer-network',
    'It needs a service network of the consumer and two associations.',
  ),
  con(
    'privatelink',
    'It needs a load balancer and an endpoint service before the database.',
  ),
];

/** What each further network of one database adds. */
export const manyNetworksOfOneDatabase: Criterion = ({ networks }) =>
  networks < MANY
    ? []
    : [
        con(
          'lattice-resource-endpoint',
          `Each of the ${networks} networks pays for the hours of its own resource endpoint.`,
        ),
        pro(
          'lattice-service-network',
          'All networks share one association of the database.',
        ),
        con(
          'lattice-consumer-network',
          'Each network pays for an association of the database.',
        ),
        pro('privatelink', 'All networks share one load balancer.'),
      ];

/** What each further database of one network adds. The numbers are AWS's default quotas for a VPC. */
export const manyDatabasesOfOneNetwork: Criterion = ({ databases }) =>
  databases < MANY
    ? []
    : [
        con(
          'lattice-resource-endpoint',
          `Each of the ${databases} databases needs an endpoint in the VPC, which may have 200.`,
        ),
        ...SERVICE_NETWORKS.map(pattern =>
          pro(
            pattern,
            'One association of the VPC is enough for all databases.',
          ),
        ),
        con(
          'privatelink',
          `Each of the ${databases} databases needs an endpoint in the VPC, which may have 50, and a load balancer.`,
        ),
      ];

/** Who else could reach what. */
export const exposure: Criterion = () => [
  pro(
    'lattice-resource-endpoint',
    'Only this database is shared, and its endpoint has a security group of its own.',
  ),
  con(
    'lattice-service-network',
    'Whoever is in the service network reaches every database in it that no security group keeps away.',
  ),
  pro('privatelink', 'Only this database stands behind its endpoint service.'),
];

/** Whether the database's side has a word on each endpoint. */
export const acceptance: Criterion = ({ network }) => [
  con(
    'lattice-resource-endpoint',
    `Account ${network.accountId} could make more endpoints without asking the database’s side.`,
  ),
  pro('privatelink', 'The database’s side accepts each endpoint by itself.'),
];

/** Whether the database's side can end one network's access alone. */
export const revocation: Criterion = () => [
  con(
    'lattice-service-network',
    'The database’s side alone can only cut all networks of the service network off.',
  ),
];

/** Whether it leaves a Region. */
export const regions: Criterion = ({ database, network }) =>
  database.region === network.region
    ? []
    : [
        ...LATTICE.map(pattern =>
          con(pattern, 'VPC Lattice connects within one Region only.'),
        ),
        pro('privatelink', `It reaches ${network.region}.`),
      ];

/** Where its endpoint can lie. */
export const commonZones: Criterion = ({ database, network }) => {
  const apart = network.zones.filter(zone => !database.zones.includes(zone));
  if (apart.length === 0 || database.region !== network.region) {
    return [];
  }
  return [
    con(
      'privatelink',
      `Its endpoint cannot lie in ${apart.join(
        ', ',
      )}: each of its subnets must be in a zone of the load balancer.`,
    ),
  ];
};

/** Whether the zones have VPC Lattice at all. */
export const zonesOfLattice: Criterion = ({ database, network }) =>
  [database, network].every(({ zones }) => zones.some(latticeSupports))
    ? []
    : [
        ...LATTICE.map(pattern =>
          con(pattern, 'VPC Lattice is not in these availability zones.'),
        ),
        pro('privatelink', 'It is in every availability zone.'),
      ];

/** Whether clients beyond the VPC get through: never by the association of a VPC. */
export const clientsBeyondVpc: Criterion = () => [
  ...SERVICE_NETWORKS.map(pattern =>
    con(
      pattern,
      'Clients that come over VPN, Direct Connect, peering or a transit gateway cannot use the association of a VPC.',
    ),
  ),
];

/** Overlapping addresses matter to no way to connect; people ask all the same. */
export const overlappingAddresses: Criterion = ({ database, network }) =>
  database.cidrBlocks.some(one =>
    network.cidrBlocks.some(other => overlap(one, other)),
  )
    ? [...LATTICE, 'privatelink' as const].map(pattern =>
        pro(pattern, 'That both sides use the same addresses does not matter.'),
      )
    : [];

/** By which name clients find the database. */
export const hostName: Criterion = () => [
  pro(
    'lattice-resource-endpoint',
    'The database keeps its own name in the network without more ado.',
  ),
  con(
    'privatelink',
    'The database keeps its name only by a private hosted zone in the network.',
  ),
];

/** Whether clients can verify whom they talk to. */
export const verifiedTls: Criterion = () => [
  pro(
    'lattice-resource-endpoint',
    'Its certificate and IAM tokens stay valid, so clients can verify it.',
  ),
  con(
    'privatelink',
    'Its certificate and IAM tokens are valid in that zone only, not by the name of the endpoint.',
  ),
];

/** What happens when the database moves to another machine. */
export const failover: Criterion = () => [
  pro(
    'lattice-resource-endpoint',
    'AWS follows the database when it fails over.',
  ),
  con(
    'privatelink',
    'After a failover the load balancer has to be told the new address, so clients wait longer.',
  ),
];

/** What stands already need not be built. */
export const standingLoadBalancer: Criterion = ({ loadBalancerStands }) =>
  loadBalancerStands
    ? [pro('privatelink', 'Its load balancer stands already.')]
    : [];

/** What else than a private RDS database it can lead to. */
export const otherTargets: Criterion = ({ database }) =>
  database.publiclyAccessible
    ? [
        ...LATTICE.map(pattern =>
          con(pattern, 'AWS refuses publicly accessible databases here.'),
        ),
        pro(
          'privatelink',
          'It takes the address that the database has within its VPC.',
        ),
      ]
    : [];

/** What an account outside the organisation has to do. */
export const organizations: Criterion = ({ network, sameOrganization }) =>
  sameOrganization
    ? [
        pro(
          'lattice-resource-endpoint',
          'Both accounts are in one organisation, so nobody has to accept an invitation.',
        ),
      ]
    : [
        ...LATTICE.map(pattern =>
          con(
            pattern,
            `Account ${network.accountId} has to accept an invitation within twelve hours, because it is outside the organisation.`,
          ),
        ),
        pro('privatelink', 'It needs no resource share and no invitation.'),
      ];

/** What AWS measures. */
export const metrics: Criterion = ({ database, network }) => [
  con(
    'lattice-resource-endpoint',
    'AWS documents no CloudWatch metrics of it.',
  ),
  ...(database.region === network.region
    ? [pro('privatelink', 'CloudWatch has metrics of both of its sides.')]
    : []),
];

/** How fast AWS builds. */
export const buildingRate: Criterion = () => [
  con(
    'privatelink',
    'AWS lets an account make ten load balancers at once, then one every five seconds.',
  ),
];

/** In the order in which people read them. */
export const CRITERIA: readonly Criterion[] = [
  regions,
  zonesOfLattice,
  commonZones,
  otherTargets,
  standingLoadBalancer,
  manyNetworksOfOneDatabase,
  manyDatabasesOfOneNetwork,
  objectsNeeded,
  hostName,
  verifiedTls,
  failover,
  exposure,
  acceptance,
  revocation,
  organizations,
  clientsBeyondVpc,
  metrics,
  buildingRate,
  overlappingAddresses,
];

function pro(pattern: Pattern, sentence: string): Remark {
  return { pattern, speaks: 'for', sentence };
}

function con(pattern: Pattern, sentence: string): Remark {
  return { pattern, speaks: 'against', sentence };
}
