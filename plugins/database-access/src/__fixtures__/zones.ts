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

import {
  AccessRequest,
  Plan,
  Recommendation,
  Share,
  ShareObject,
  ZoneEnding,
} from '@towpath/backstage-plugin-database-access-common';
import { networks, orders, READ_AT } from './databases';
import {
  NO_ACTIONS,
  active,
  DIGEST,
  pending,
  plan,
  recommendation,
} from './requests';

const [network] = networks.items;
const CATALOG_ARN = 'arn:aws:rds:us-east-1:555555555555:cluster:catalog-aurora';
const CATALOG_HOST =
  'catalog-aurora.cluster-c0ffee.us-east-1.rds.amazonaws.com';
const CATALOG_READER =
  'catalog-aurora.cluster-ro-c0ffee.us-east-1.rds.amazonaws.com';
const [asked] = plan.opens;
const payments = {
  network: 'payments',
  accountId: '777777777777',
  vpcId: 'vpc-0payments',
};

/** Two more become reachable, one of them with two names. */
export const zonePlan: Plan = {
  ...plan,
  pattern: 'lattice-service-network',
  join: 'endpoint',
  zone: 'reporting',
  opens: [
    asked,
    { ...asked, ...payments },
    { ...asked, databaseArn: CATALOG_ARN, host: CATALOG_HOST },
    { ...asked, databaseArn: CATALOG_ARN, host: CATALOG_READER },
  ],
  deciders: {
    refs: ['group:default/orders-team', 'group:default/catalog-team'],
    requesterMayDecide: false,
  },
};

/** It takes over from an access of the zone, and two others change with it. */
export const zoneChangePlan: Plan = {
  ...zonePlan,
  opens: [asked],
  change: {
    shareId: 'share-1',
    difference: ['Security groups of the clients: sg-0old → sg-0new, sg-0old'],
    opensMore: true,
    interrupts: true,
    interruption: 'Clients of 3 accesses are cut off, some minutes as a rule.',
    together: ['catalog-aurora', 'billing-mysql'].map((name, i) => ({
      shareId: `share-${i + 2}`,
      network: network.name,
      databaseRef: `resource:default/${name}`,
      databaseArn: `arn:aws:rds:us-east-1:555555555555:cluster:${name}`,
      difference: [`It now opens ${name}.example:5432`],
      opensMore: i === 0,
      interrupts: true,
    })),
  },
};

/** The same, over the association of the VPC. */
export const associatedPlan: Plan = { ...zonePlan, join: 'association' };

/** A zone has both, so its service network would do. */
export const zoneRecommendation: Recommendation = {
  ...recommendation,
  options: recommendation.options.map(option =>
    option.pattern === 'lattice-service-network'
      ? {
          ...option,
          verdict: 'possible' as const,
          reasons: ['The zone reporting has both.'],
          cost: plan.cost,
        }
      : option,
  ),
};

/** One of each of two teams must approve, and nobody has. */
export const zoneRequest: AccessRequest = {
  ...pending,
  plan: zonePlan,
  deciderRefs: zonePlan.deciders!.refs,
  seats: zonePlan.deciders!.refs.map(ref => ({
    ...pending.seats[0],
    ref,
  })),
};

/** The owner of the orders has approved; the catalog's owner is still missing. */
export const approvedInPart: AccessRequest = {
  ...zoneRequest,
  seats: zoneRequest.seats.map((seat, index) =>
    index === 0
      ? { ...seat, filledBy: ['user:default/orders-owner'], isOpen: false }
      : seat,
  ),
  decisions: [
    {
      id: 'dec-1',
      deciderRef: 'user:default/orders-owner',
      decision: 'approve',
      planDigest: DIGEST,
      generation: 1,
      decidedAt: '2026-08-06T09:14:00.000Z',
    },
  ],
  actions: NO_ACTIONS,
  cannotDecideBecause: 'You have decided this request already',
};

function objectOf(
  object: Pick<ShareObject, 'key' | 'type' | 'title'> & Partial<ShareObject>,
): ShareObject {
  return {
    id: object.key,
    accountId: network.accountId,
    accountName: network.accountName,
    region: network.region,
    dependsOn: [],
    wanted: 'present',
    condition: 'ready',
    awsStatus: 'ACTIVE',
    outputs: {},
    users: 1,
    readAt: READ_AT,
    ...object,
  };
}

/** A pair of the zone, which other pairs share the service network and the endpoint with. */
export const zoneShare: Share = {
  ...active,
  pattern: 'lattice-service-network',
  plan: zonePlan,
  objects: [
    objectOf({
      key: 'network-endpoint',
      type: 'ec2/service-network-endpoint',
      title: 'VPC endpoint for the service network',
      awsStatus: 'available',
      outputs: { vpcEndpointId: 'vpce-0123456789abcdef0' },
      users: 2,
    }),
    objectOf({
      key: 'service-network',
      type: 'vpc-lattice/service-network',
      title: 'Service network of the zone reporting',
      accountId: '222222222222',
      accountName: 'networking',
      users: 3,
    }),
    objectOf({
      key: 'resource-association',
      type: 'vpc-lattice/service-network-resource-association',
      title: 'Database in the service network',
      accountId: orders.accountId,
      accountName: orders.accountName,
      outputs: { resourceAssociationId: 'snra-0123456789abcdef0' },
      users: 2,
    }),
  ],
  hops: [
    {
      name: 'VPC endpoint',
      objects: ['network-endpoint'],
      health: 'healthy',
      awsStatus: 'available',
      readAt: READ_AT,
    },
    {
      name: 'Service network',
      objects: ['service-network', 'resource-association'],
      health: 'healthy',
      awsStatus: 'ACTIVE',
      readAt: READ_AT,
    },
  ],
};

/** Somebody took the database out of the service network. */
export const takenOut: Share = {
  ...zoneShare,
  health: 'broken',
  objects: zoneShare.objects.map(object =>
    object.key === 'resource-association'
      ? { ...object, condition: 'gone' as const }
      : object,
  ),
  hops: [
    zoneShare.hops[0],
    {
      ...zoneShare.hops[1],
      health: 'broken',
      reason: 'Database in the service network is gone.',
      remedy: "Retry on the share's page makes what is gone again.",
    },
  ],
};

const thisPair = {
  shareId: zoneShare.id,
  network: network.name,
  databaseRef: orders.entityRef,
};

/** With the network goes the catalog, with the database the payments. */
export const zoneEnding: ZoneEnding = {
  zone: 'reporting',
  network: [
    {
      ...thisPair,
      shareId: 'share-2',
      databaseRef: 'resource:default/catalog-aurora',
    },
    thisPair,
  ],
  database: [
    thisPair,
    { ...thisPair, shareId: 'share-3', network: 'payments' },
  ],
};
