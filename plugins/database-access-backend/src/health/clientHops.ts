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
import { Hop } from '@towpath/backstage-plugin-database-access-common';
import type { SecurityGroupFacts, SubnetState, VpcState } from '../objects';
import {
  EPHEMERAL,
  LATTICE_ADDRESSES,
  letsOut,
  letsOutToLattice,
} from '../packets';
import { aclTroubles, PathAcls } from './aclTroubles';
import type { Path } from './Path';
import { ReadingTerms } from './readings';
import {
  lookAtLane,
  placeOf,
  surroundingHop,
  There,
  Trouble,
} from './surroundingHop';
import { SURROUNDING_HOPS } from './surroundingNames';

/** What a packet meets before it comes to the first object of a share. */
export function clientHops(path: Path, terms: ReadingTerms): Hop[] {
  const groups = path.consumer('ec2/client-security-group');
  return [
    ...(groups.length ? [groupHop(path, terms)] : []),
    namesHop(path, terms),
    aclHop(path, terms),
  ];
}

function groupHop(path: Path, terms: ReadingTerms): Hop {
  return surroundingHop<Pick<SecurityGroupFacts, 'name' | 'egress'>>(
    {
      name: SURROUNDING_HOPS.clientGroups,
      items: path.consumer('ec2/client-security-group'),
      gone: item => ({
        health: 'broken',
        cause: 'client-group-gone',
        symptom: 'Connections time out: the endpoint lets nobody else in.',
        reason: `The clients' security group ${
          item.awsId
        } is gone from ${placeOf(item)}: who used it is let in no more.`,
        check: `ec2 describe-security-groups --filters Name=group-id,Values=${item.awsId}`,
        remedy: `Name the clients' security group of today in the network ${path.network.name}, and change the access.`,
      }),
      troubles: item =>
        path.ports
          .filter(port => !isLetOut(path, item, port))
          .map(port =>
            path.entry === 'endpoint' && path.clientRanges.length === 0
              ? goalUnread(path, item)
              : egressTrouble(path, item, port),
          ),
    },
    terms,
  );
}

function isLetOut(
  path: Path,
  { state }: There<Pick<SecurityGroupFacts, 'egress'>>,
  port: number,
): boolean {
  return path.entry === 'association'
    ? letsOutToLattice(state.egress, port)
    : letsOut(state.egress, port, path.clientRanges, path.endpointGroupId);
}

/** What does not let out to everywhere may let out to there. */
function goalUnread(
  { network }: Path,
  item: There<Pick<SecurityGroupFacts, 'name'>>,
): Trouble {
  return {
    health: 'unknown',
    cause: 'not-read',
    symptom: 'Nobody knows whether packets leave the clients.',
    reason: `It is not known where the subnets of ${
      network.name
    } are, so nobody knows whether ${item.awsId} (${
      item.state.name
    }) in ${placeOf(item)} lets packets out to the endpoint there.`,
    check: `ec2 describe-subnets --filters Name=vpc-id,Values=${network.vpcId}`,
    remedy: lookAtLane(item),
  };
}

function egressTrouble(
  path: Path,
  item: There<Pick<SecurityGroupFacts, 'name'>>,
  port: number,
): Trouble {
  const goal =
    path.entry === 'association'
      ? `the managed prefix list com.amazonaws.${item.region}.vpc-lattice`
      : path.endpointGroupId ?? path.clientRanges.join(', ');
  return {
    health: 'broken',
    cause: 'client-egress-missing',
    symptom: 'Connections time out: packets do not leave the clients.',
    reason: `The clients' security group ${item.awsId} (${
      item.state.name
    }) in ${placeOf(item)} does not let TCP ${port} out to ${goal}.`,
    check: `ec2 describe-security-group-rules --filters Name=group-id,Values=${item.awsId}`,
    remedy: `In account ${item.accountId}, add an outbound rule to ${item.awsId}: TCP ${port} to ${goal}. Towpath never edits a client's group.`,
  };
}

function namesHop(path: Path, terms: ReadingTerms): Hop {
  return surroundingHop<VpcState>(
    {
      name: SURROUNDING_HOPS.names,
      items: path.consumer('ec2/vpc'),
      gone: item => ({
        health: 'broken',
        cause: 'vpc-gone',
        symptom: 'There is nowhere to connect from.',
        reason: `The clients' ${item.awsId} is gone from ${placeOf(item)}.`,
        check: `ec2 describe-vpcs --filters Name=vpc-id,Values=${item.awsId}`,
        remedy: 'Revoke this access; ask again from the VPC of today.',
      }),
      troubles: item => [
        ...dnsTroubles(item),
        ...shadowTroubles(path, item),
        ...zoneTroubles(path, item),
        ...unreadZones(item),
      ],
    },
    terms,
  );
}

/** Private names need both: https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html */
function dnsTroubles(item: There<VpcState>): Trouble[] {
  const { dnsSupport, dnsHostnames } = item.state;
  const off = [
    ...(dnsSupport ? [] : ['enableDnsSupport']),
    ...(dnsHostnames ? [] : ['enableDnsHostnames']),
  ];
  return off.map(attribute => ({
    health: 'broken',
    cause: 'vpc-dns-off',
    symptom:
      'The name of the database is not found, or leads to an address that nothing in the VPC has.',
    reason: `${item.awsId} in ${placeOf(
      item,
    )} has ${attribute} switched off, so no private name is known there.`,
    check: `ec2 describe-vpc-attribute --vpc-id ${item.awsId} --attribute ${attribute}`,
    remedy: `In account ${item.accountId}, switch ${attribute} of ${item.awsId} on.`,
  }));
}

/** "The most specific zone wins", also if it does not know the name (aws.md §6). */
function shadowTroubles(path: Path, item: There<VpcState>): Trouble[] {
  return (item.state.zones ?? [])
    .filter(
      ({ id, name, owner }) =>
        path.hosts.includes(name) &&
        !path.ownZoneIds.includes(id) &&
        /^\d{12}$/.test(owner),
    )
    .map(zone => ({
      health: 'broken',
      cause: 'name-shadowed',
      symptom:
        'The name of the database leads somewhere else, or is not found.',
      reason: `The private zone ${zone.id} (${zone.name}) of account ${
        zone.owner
      } answers for the name of the database in ${item.awsId}, ${placeOf(
        item,
      )}: the most specific zone wins.`,
      check: `route53 list-hosted-zones-by-vpc --vpc-id ${item.awsId} --vpc-region ${item.region}`,
      remedy: `In account ${zone.owner}, take ${item.awsId} out of the zone ${zone.id}, or delete the zone.`,
    }));
}

/** A zone of ours that the VPC does not ask leads nobody anywhere. */
function zoneTroubles(path: Path, item: There<VpcState>): Trouble[] {
  const { zones } = item.state;
  if (!zones) {
    return [];
  }
  return path.ownZoneIds
    .filter(id => !zones.some(zone => zone.id === id))
    .map(id => ({
      health: 'broken',
      cause: 'zone-not-in-vpc',
      symptom:
        'The name of the database leads to an address that nothing in the VPC has.',
      reason: `${item.awsId} in ${placeOf(
        item,
      )} does not ask the private zone ${id} any more, which leads the database's name to the endpoint.`,
      check: `route53 get-hosted-zone --id ${id}`,
      remedy: `In account ${item.accountId}, associate the zone ${id} with ${item.awsId} again.`,
    }));
}

/** Whether another zone answers for the name is then nobody's to say. */
function unreadZones(item: There<VpcState>): Trouble[] {
  const { zones, unread } = item.state;
  if (zones && !unread) {
    return [];
  }
  return [
    {
      health: 'unknown',
      cause: 'account-unreadable',
      symptom: 'Nobody knows where the name of the database leads.',
      reason:
        unread?.reason ??
        `It is not known which private zones ${item.awsId} in ${placeOf(
          item,
        )} asks.`,
      check: `route53 list-hosted-zones-by-vpc --vpc-id ${item.awsId} --vpc-region ${item.region}`,
      remedy: unread?.remedy ?? lookAtLane(item),
    },
  ];
}

function aclHop(path: Path, terms: ReadingTerms): Hop {
  const towards: PathAcls['towards'] =
    path.entry === 'association'
      ? [{ subnetId: 'VPC Lattice', cidrBlock: LATTICE_ADDRESSES }]
      : undefined;
  return surroundingHop<SubnetState>(
    {
      name: SURROUNDING_HOPS.clientAcls,
      items: path.consumer('ec2/subnet'),
      gone: item => ({
        health: 'degraded',
        cause: 'client-subnet-gone',
        symptom: 'There are no clients in this subnet any more.',
        reason: `The subnet ${item.awsId} of the network ${
          path.network.name
        } is gone from ${placeOf(item)}.`,
        check: `ec2 describe-subnets --filters Name=subnet-id,Values=${item.awsId}`,
        remedy: `Name the subnets of today in the network ${path.network.name}, and change the access.`,
      }),
      troubles: item =>
        aclTroubles(item, {
          cause: 'client-acl-denies',
          subnets: path.consumer('ec2/subnet'),
          towards,
          ports: path.ports,
          remedy: (acl, port) =>
            `In account ${item.accountId}, let ${acl} allow TCP ${port} and the ports ${EPHEMERAL.from} to ${EPHEMERAL.to} in both directions within ${path.network.vpcId}.`,
        }),
    },
    terms,
  );
}
