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
import { Place, Situation } from './Situation';

/** What one rule says of a situation. */
export interface RuleVerdict {
  holds: boolean;
  /** Absent: to none, until something is mended. */
  leadsTo?: Pattern;
  /** Why, if it holds. */
  because: string;
  /** If it holds: what else would be without it. Otherwise: what would be if it held. */
  otherwise: string;
}

/** One reason to take one way to connect. */
export type Rule = (situation: Situation) => RuleVerdict;

/** From so many on, things are shared with profit: three endpoints in two zones cost more than one association. */
const MANY = 3;

/** A way in from the internet is closed before another one is opened. */
export const publiclyAccessible: Rule = ({ database }) => ({
  holds: database.publiclyAccessible,
  because: `${database.name} is publicly accessible: AWS shares no such database over VPC Lattice, and its name leads to its public address, which no load balancer takes.`,
  otherwise: database.publiclyAccessible
    ? `With public access to ${database.name} turned off, a way to connect could be recommended.`
    : `If ${database.name} were publicly accessible, nothing would be recommended until that is turned off.`,
});

/** What the people who run the portal prefer. */
export const preferredByConfig: Rule = ({ preferred }) => ({
  holds: preferred !== undefined,
  leadsTo: preferred?.pattern,
  because: `The portal’s config prefers it here: ${preferred?.because ?? ''}`,
  otherwise: preferred
    ? 'Without the preference in the portal’s config, the other rules would decide.'
    : 'A preference in the portal’s config would be followed.',
});

/** Only PrivateLink leaves a Region. */
export const crossRegion: Rule = ({ database, network }) => ({
  holds: database.region !== network.region,
  leadsTo: 'privatelink',
  because: `${database.name} is in ${database.region} and ${network.name} in ${network.region}: VPC Lattice connects within one Region only, PrivateLink across Regions.`,
  otherwise:
    database.region === network.region
      ? `From a network in another Region than ${database.region}, PrivateLink would be recommended.`
      : `From a network in ${database.region}, VPC Lattice would be possible.`,
});

/** VPC Lattice is not in every zone, PrivateLink is. */
export const zonesWithoutLattice: Rule = ({ database, network }) => {
  const [without] = [database, network].filter(isWithoutLattice);
  return {
    holds: without !== undefined,
    leadsTo: 'privatelink',
    because: `All subnets of ${without?.name} lie in ${without?.zones.join(
      ', ',
    )}, where there is no VPC Lattice; PrivateLink is in every zone.`,
    otherwise: without
      ? `With a subnet of ${without.name} in another availability zone, VPC Lattice would be possible.`
      : 'In availability zones without VPC Lattice, PrivateLink would be recommended.',
  };
};

/** What stands and is paid for is used again. */
export const loadBalancerInFront: Rule = ({
  database,
  loadBalancerStands,
}) => ({
  holds: loadBalancerStands,
  leadsTo: 'privatelink',
  because: `A load balancer stands before ${database.name} for another share: PrivateLink uses it again and adds an endpoint.`,
  otherwise: loadBalancerStands
    ? 'Once the last share over that load balancer has ended, the other rules would decide.'
    : `Once another network uses ${database.name} over PrivateLink, its load balancer would be used again.`,
});

/** Without a resource share there is no VPC Lattice; PrivateLink needs none. */
export const noInvitations: Rule = ({
  network,
  sameOrganization,
  forbidden,
}) => {
  const because = forbidden.get('lattice-resource-endpoint');
  const holds = !sameOrganization && because !== undefined;
  return {
    holds,
    leadsTo: 'privatelink',
    because: `Account ${network.accountId} is outside the organisation, and the portal’s config forbids to share a resource with it: ${because} PrivateLink shares none.`,
    otherwise: holds
      ? 'If the portal’s config let resources be shared outside the organisation, VPC Lattice would be possible.'
      : 'If the portal’s config forbade to share resources outside the organisation, PrivateLink would be recommended there.',
  };
};

/** Who is in a service network that somebody else runs need not build a second way. */
export const inCentralNetwork: Rule = ({ network }) => {
  const { serviceNetwork } = network;
  const holds =
    serviceNetwork !== undefined &&
    ownerOf(serviceNetwork) !== network.accountId;
  return {
    holds,
    leadsTo: 'lattice-service-network',
    because: `The VPC of ${network.name} is in the service network ${serviceNetwork} already, which could carry the database too.`,
    otherwise: holds
      ? 'Outside of that service network, a way of its own would be recommended.'
      : `If the VPC of ${network.name} were in a central service network, that could carry the database too.`,
  };
};

/** Endpoints are paid for one by one, the association with a service network once. */
export const manyNetworks: Rule = ({ database, networks }) => ({
  holds: networks >= MANY,
  leadsTo: 'lattice-service-network',
  because: `With this one, ${networks} networks use ${database.name}: if their owners trust each other, one shared service network costs less than an endpoint for each.`,
  otherwise:
    networks >= MANY
      ? `With fewer than ${MANY} networks, an endpoint for each costs less.`
      : `From ${MANY} networks on that trust each other, a shared service network costs less.`,
});

/** One association brings all databases of a service network. */
export const manyDatabases: Rule = ({ network, databases }) => ({
  holds: databases >= MANY,
  leadsTo: 'lattice-consumer-network',
  because: `With this one, ${network.name} uses ${databases} databases: a service network of its own would bring them all with one association of its VPC.`,
  otherwise:
    databases >= MANY
      ? `With fewer than ${MANY} databases, an endpoint for each is simpler.`
      : `From ${MANY} databases on, a service network of its own would bring them all with one association of the VPC.`,
});

/** The simplest way, where nothing speaks for another. */
export const oneDatabaseOneEndpoint: Rule = ({ database }) => ({
  holds: true,
  leadsTo: 'lattice-resource-endpoint',
  because: `For one database and few networks, a resource endpoint needs the fewest objects, and nothing of it has to follow a failover of ${database.name}.`,
  otherwise: '',
});

/** In this order; the first that holds and leads to a way that would work decides. */
export const RULES: ReadonlyArray<readonly [name: string, rule: Rule]> = [
  ['publicly-accessible', publiclyAccessible],
  ['preferred-by-config', preferredByConfig],
  ['cross-region', crossRegion],
  ['zones-without-lattice', zonesWithoutLattice],
  ['load-balancer-in-front', loadBalancerInFront],
  ['no-invitations', noInvitations],
  ['in-central-network', inCentralNetwork],
  ['many-networks', manyNetworks],
  ['many-databases', manyDatabases],
  ['one-database-one-endpoint', oneDatabaseOneEndpoint],
];

function isWithoutLattice({ zones }: Place): boolean {
  return zones.length > 0 && !zones.some(latticeSupports);
}

/** The account in `arn:aws:vpc-lattice:us-east-1:222222222222:servicenetwork/sn-…`. */
function ownerOf(arn: string): string {
  return arn.split(':')[4];
}
