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
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { networks, orders, READ_AT } from './databases';

export const DIGEST =
  '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

export const CHANGED_DIGEST =
  '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752';

const [network] = networks.items;
const provider = {
  accountId: orders.accountId,
  accountName: orders.accountName,
  region: orders.region,
};
const consumer = {
  accountId: network.accountId,
  accountName: network.accountName,
  region: network.region,
};
const endpoint = orders.reading!.facts.endpoint!;

export const plan: Plan = {
  databaseRef: orders.entityRef,
  databaseArn: orders.arn,
  database: provider,
  endpoint,
  engine: 'postgres',
  network,
  durationSeconds: 7 * 86_400,
  pattern: 'lattice-resource-endpoint',
  reasons: [
    'Multi-AZ failover moves the address, and a resource endpoint follows the name.',
  ],
  objects: [
    {
      key: 'resource-gateway',
      type: 'vpc-lattice/resource-gateway',
      title: 'Resource gateway',
      ...provider,
      name: 'dba-test-orders-postgres',
      verb: 'reuse',
      dependsOn: [],
    },
    {
      key: 'resource-configuration',
      type: 'vpc-lattice/resource-configuration',
      title: 'Resource configuration',
      ...provider,
      name: 'dba-test-orders-postgres-5432',
      verb: 'create',
      dependsOn: ['resource-gateway'],
    },
    {
      key: 'endpoint',
      type: 'ec2/vpc-endpoint',
      title: 'Resource endpoint',
      ...consumer,
      verb: 'create',
      dependsOn: ['resource-configuration'],
    },
  ],
  opens: [
    {
      network: network.name,
      accountId: network.accountId,
      vpcId: network.vpcId,
      databaseArn: orders.arn,
      host: endpoint.host,
      port: endpoint.port,
    },
  ],
  enables: [
    {
      accountId: network.accountId,
      description:
        'Account analytics (666666666666) can make more endpoints to this database in its other VPCs.',
    },
  ],
  cost: {
    currency: 'USD',
    fixedMonthly: 14.6,
    lines: [
      {
        description: 'Resource endpoint',
        unit: 'hour',
        unitPrice: 0.02,
        unitsPerMonth: 730,
        monthly: 14.6,
        accountId: network.accountId,
      },
      {
        description: 'Data through the endpoint',
        unit: 'GB',
        unitPrice: 0.01,
        accountId: network.accountId,
      },
      {
        description: 'Resource gateway, data processed',
        unit: 'GB',
        accountId: orders.accountId,
      },
    ],
    pricesOf: '2026-07-01',
    source: 'aws.amazon.com/vpc/lattice/pricing',
  },
  findings: [],
  deciders: {
    refs: ['group:default/orders-team'],
    requesterMayDecide: false,
  },
  digest: DIGEST,
};

const VOLUME = 100;

/** Two that would work, one that the facts exclude, one that config forbids, and one that this version cannot. */
export const recommendation: Recommendation = {
  pattern: 'lattice-resource-endpoint',
  rule: 'one-database-one-endpoint',
  reasons: ['One database and one network need no more than an endpoint.'],
  options: [
    {
      pattern: 'lattice-resource-endpoint',
      title: 'VPC Lattice resource endpoint',
      verdict: 'recommended',
      reasons: ['One database and one network need no more than an endpoint.'],
      cost: {
        ...plan.cost,
        lines: [
          { ...plan.cost.lines[0] },
          { ...plan.cost.lines[1], unitsPerMonth: VOLUME, monthly: 1 },
          {
            ...plan.cost.lines[2],
            unitPrice: 0.01,
            unitsPerMonth: VOLUME,
            monthly: 1,
          },
        ],
        volumeGb: VOLUME,
        monthlyAtVolume: 16.6,
        pricesFrom: 'price-list',
      },
    },
    {
      pattern: 'privatelink',
      title: 'PrivateLink',
      verdict: 'possible',
      reasons: [
        'Multi-AZ failover moves the address, and the load balancer’s target has to follow it.',
        'It costs 16.03 USD a month more at 100 GB.',
      ],
      cost: {
        ...plan.cost,
        lines: [
          {
            description: 'Network Load Balancer',
            unit: 'hour',
            unitPrice: 0.0225,
            unitsPerMonth: 730,
            monthly: 16.43,
            accountId: orders.accountId,
          },
          {
            description: 'Data from one zone to another',
            unit: 'GB',
            unitPrice: 0.01,
            accountId: orders.accountId,
          },
          {
            description: 'Interface endpoint',
            unit: 'AZ-hour',
            unitPrice: 0.01,
            unitsPerMonth: 1460,
            monthly: 16.2,
            accountId: network.accountId,
          },
        ],
        volumeGb: VOLUME,
        monthlyAtVolume: 32.63,
        pricesFrom: 'price-list',
      },
    },
    {
      pattern: 'lattice-service-network',
      title: 'VPC Lattice central service network',
      verdict: 'impossible',
      reasons: ['No zone has both the network and the database.'],
    },
    {
      pattern: 'lattice-consumer-network',
      title: 'VPC Lattice network of the consumer',
      verdict: 'forbidden',
      reasons: ['The portal’s config forbids it for production.'],
    },
  ],
  wouldChange: ['Three networks that need the same database.'],
  cheapest: 'lattice-resource-endpoint',
};

/** The same plan, as it stands among all ways to connect. */
export const comparedPlan: Plan = {
  ...plan,
  recommendation,
  cost: recommendation.options[0].cost!,
};

/** The plan of somebody who wants it otherwise. */
export const overriddenPlan: Plan = {
  ...comparedPlan,
  pattern: 'privatelink',
  overrideReason: 'Our clients need metrics of their connections.',
  cost: recommendation.options[1].cost!,
};

/** Now the port of another database would open too. */
export const changedPlan: Plan = {
  ...plan,
  digest: CHANGED_DIGEST,
  opens: [...plan.opens, { ...plan.opens[0], port: 6543 }],
};

export const blockedPlan: Plan = {
  ...plan,
  digest: undefined,
  opens: [],
  objects: [],
  findings: [
    {
      code: 'same_vpc',
      severity: 'blocking',
      message: 'The database already lies in the VPC of this network.',
      remedy: 'Connect directly.',
    },
  ],
};

/** The requester is the only one who owns the database. */
export const undecidablePlan: Plan = {
  ...plan,
  digest: undefined,
  findings: [
    {
      code: 'no_decider',
      severity: 'blocking',
      message:
        'Nobody could decide this request: group:default/orders-team owns the database, you are its only member in the catalog, and nobody decides their own request.',
      remedy:
        'Have somebody else added to group:default/orders-team where the catalog gets its groups from, then plan again.',
    },
  ],
};

/** An account did not answer, so nobody knows the whole plan. */
export const incompletePlan: Plan = {
  ...blockedPlan,
  findings: [
    {
      code: 'account_refused',
      severity: 'blocking',
      message:
        'Account analytics (666666666666) did not let the portal in: sts:AssumeRole was denied.',
      remedy: 'Let the role trust this portal.',
    },
  ],
};

/** Nothing that the person who asks may do. */
export const NO_ACTIONS: AccessRequest['actions'] = {
  decide: false,
  cancel: false,
  ask: false,
  answer: false,
  review: false,
};

/** Nobody has agreed yet. */
const SEATS: AccessRequest['seats'] = [
  {
    ref: 'group:default/orders-team',
    role: 'database-owner',
    count: 1,
    stage: 1,
    rules: [],
    filledBy: [],
    isOpen: true,
  },
];

/** A request that waits, as a decider sees it. */
export const pending: AccessRequest = {
  id: 'req-1',
  status: 'pending',
  generation: 1,
  requesterRef: 'user:default/requester',
  databaseRef: orders.entityRef,
  databaseArn: orders.arn,
  deciderRefs: ['group:default/orders-team'],
  seats: SEATS,
  messages: [],
  network: network.name,
  purpose: 'Monthly revenue report',
  durationSeconds: 7 * 86_400,
  start: 'automatic',
  plan,
  planDigest: DIGEST,
  decisions: [],
  actions: { ...NO_ACTIONS, decide: true },
  membersNotedAt: READ_AT,
  createdAt: READ_AT,
  updatedAt: READ_AT,
};

export const OWN_REQUEST = 'You cannot decide your own request.';

/** The same request as its requester sees it. */
export const own: AccessRequest = {
  ...pending,
  actions: { ...NO_ACTIONS, cancel: true },
  cannotDecideBecause: OWN_REQUEST,
};

export const approved: AccessRequest = {
  ...pending,
  status: 'approved',
  actions: NO_ACTIONS,
  decisions: [
    {
      id: 'dec-1',
      deciderRef: 'user:default/database-owner',
      decision: 'approve',
      comment: 'For the report only.',
      planDigest: DIGEST,
      generation: 1,
      decidedAt: '2026-08-06T09:14:00.000Z',
    },
  ],
  updatedAt: '2026-08-06T09:14:00.000Z',
};

export const started: AccessRequest = {
  ...approved,
  status: 'started',
  shareId: 'share-1',
  updatedAt: '2026-08-06T09:14:05.000Z',
};

function objectOf(
  index: number,
  state: Partial<ShareObject> & Pick<ShareObject, 'condition'>,
): ShareObject {
  const { key, type, title, accountId, accountName, region, name, dependsOn } =
    plan.objects[index];
  return {
    id: `object-${index}`,
    key,
    type,
    title,
    accountId,
    accountName,
    region,
    name,
    dependsOn,
    wanted: 'present',
    outputs: {},
    users: 1,
    readAt: READ_AT,
    ...state,
  };
}

/** Finished and well. */
export const active: Share = {
  id: 'share-1',
  requestId: 'req-1',
  requesterRef: 'user:default/requester',
  ownerRef: 'group:default/orders-team',
  lifecycle: 'active',
  health: 'healthy',
  sync: 'in-sync',
  databaseRef: orders.entityRef,
  databaseArn: orders.arn,
  network,
  pattern: 'lattice-resource-endpoint',
  endpoint,
  purpose: 'Monthly revenue report',
  plan,
  objects: [
    objectOf(0, {
      condition: 'ready',
      awsStatus: 'ACTIVE',
      users: 3,
      outputs: { gatewayId: 'rgw-0123456789abcdef0' },
    }),
    objectOf(1, {
      condition: 'ready',
      awsStatus: 'ACTIVE',
      outputs: { resourceConfigurationId: 'rcfg-0123456789abcdef0' },
    }),
    objectOf(2, {
      condition: 'ready',
      awsStatus: 'available',
      outputs: { vpcEndpointId: 'vpce-0123456789abcdef0' },
    }),
  ],
  use: { state: 'not-published', readAt: READ_AT },
  hops: [
    {
      name: 'Resource endpoint',
      objects: ['endpoint'],
      health: 'healthy',
      awsStatus: 'available',
      readAt: READ_AT,
    },
    {
      name: 'Resource configuration',
      objects: ['resource-configuration'],
      health: 'healthy',
      awsStatus: 'ACTIVE',
      readAt: READ_AT,
    },
    {
      name: 'Resource gateway',
      objects: ['resource-gateway'],
      health: 'healthy',
      awsStatus: 'ACTIVE',
      readAt: READ_AT,
    },
  ],
  outputs: [
    { name: 'host', label: 'Host', value: endpoint.host },
    {
      name: 'endpointId',
      label: 'VPC endpoint',
      value: 'vpce-0123456789abcdef0',
    },
  ],
  snippets: [
    {
      title: 'psql',
      language: 'sh',
      code: `psql "host=${endpoint.host} port=5432 dbname=postgres sslmode=verify-full"`,
    },
  ],
  startedAt: READ_AT,
  activeAt: '2026-08-06T09:20:00.000Z',
  expiresAt: '2026-08-13T09:20:00.000Z',
  updatedAt: '2026-08-06T09:20:00.000Z',
  findings: [],
  actions: { revoke: true, retry: false, certify: false },
};

/** The gateway is there, the configuration is being made, the endpoint waits for it. */
export const building: Share = {
  ...active,
  lifecycle: 'building',
  health: 'pending',
  objects: [
    objectOf(0, { condition: 'ready', awsStatus: 'ACTIVE', users: 3 }),
    objectOf(1, { condition: 'pending', awsStatus: 'CREATE_IN_PROGRESS' }),
    objectOf(2, { condition: 'absent', readAt: undefined }),
  ],
  hops: active.hops.map(hop => ({ ...hop, health: 'pending' as const })),
  outputs: [],
  snippets: [],
  activeAt: undefined,
  updatedAt: READ_AT,
};

const ACLS = {
  name: 'Network ACLs of the clients’ subnets',
  accountId: '666666666666',
  accountName: 'analytics',
  region: 'us-east-1',
};

/** All of it is built, and not all of it was read since. */
export const verifying: Share = {
  ...building,
  objects: active.objects,
  verification: { since: '2026-08-06T09:19:00.000Z', waitsFor: [ACLS] },
};

const ACLS_REFUSED =
  'Account 666666666666 (analytics) refused ec2:DescribeNetworkAcls to the role database-access-read.';

/** The same, and the account does not let it be read. */
export const unreadable: Share = {
  ...verifying,
  lifecycle: 'stuck',
  reason: `All objects are ready, but nobody knows whether packets pass: ${ACLS.name} in account 666666666666, us-east-1, could not be read. ${ACLS_REFUSED}`,
  verification: {
    since: '2026-08-06T09:19:00.000Z',
    waitsFor: [
      {
        ...ACLS,
        problem: ACLS_REFUSED,
        remedy: 'Allow it.',
        nextLookAt: '2026-08-06T09:31:00.000Z',
      },
    ],
  },
  actions: { revoke: true, retry: true, certify: false },
};

/** What the timeline has of it. */
export const unreadableTimeline: TimelineEntry[] = [
  {
    id: 3,
    at: '2026-08-06T09:19:00.000Z',
    actor: 'user:default/requester',
    kind: 'share.built',
    message:
      'All objects are ready: all that packets meet on the way is read once more before it is called active',
  },
  {
    id: 4,
    at: '2026-08-06T09:19:01.000Z',
    actor: 'user:default/requester',
    kind: 'share.stuck',
    message: `Stuck: ${ACLS_REFUSED}`,
  },
];

/** Finished, but no packet would pass. */
export const broken: Share = {
  ...active,
  health: 'broken',
  objects: [
    active.objects[0],
    {
      ...active.objects[1],
      condition: 'broken',
      awsStatus: 'UPDATE_FAILED',
      reason: 'AWS could not resolve the name of the database.',
    },
    active.objects[2],
  ],
  findings: [],
  actions: { revoke: true, retry: true, certify: false },
  hops: [
    active.hops[0],
    {
      ...active.hops[1],
      health: 'broken',
      awsStatus: 'UPDATE_FAILED',
      reason: 'AWS could not resolve the name of the database.',
      remedy: 'Check that the database still exists.',
    },
    active.hops[2],
  ],
};

const REFUSED =
  'Account analytics (666666666666) refused ec2:CreateVpcEndpoint to the role database-access-provision.';

/** The account does not let the endpoint be made. */
export const stuck: Share = {
  ...building,
  lifecycle: 'stuck',
  reason: REFUSED,
  objects: [
    active.objects[0],
    active.objects[1],
    objectOf(2, {
      condition: 'absent',
      reason: REFUSED,
      readAt: undefined,
      nextLookAt: '2026-08-06T09:30:00.000Z',
    }),
  ],
  findings: [],
  actions: { revoke: true, retry: true, certify: false },
};

/** What was tried for it. */
export const stuckTimeline: TimelineEntry[] = [
  {
    id: 3,
    at: '2026-08-06T09:16:00.000Z',
    actor: 'system',
    kind: 'object.creating',
    message: 'Creating the endpoint.',
    objectKey: 'endpoint',
  },
  {
    id: 4,
    at: '2026-08-06T09:16:01.000Z',
    actor: 'system',
    kind: 'object.stuck',
    message: REFUSED,
    objectKey: 'endpoint',
  },
];

export const revoking: Share = {
  ...active,
  lifecycle: 'revoking',
  health: 'unknown',
  objects: [
    active.objects[0],
    objectOf(1, { condition: 'ready', awsStatus: 'ACTIVE', wanted: 'absent' }),
    objectOf(2, {
      condition: 'pending',
      awsStatus: 'deleting',
      wanted: 'absent',
    }),
  ],
  findings: [],
  actions: { revoke: false, retry: false, certify: false },
  updatedAt: '2026-08-06T10:00:00.000Z',
};

export const revoked: Share = {
  ...revoking,
  lifecycle: 'revoked',
  objects: [
    active.objects[0],
    objectOf(1, { condition: 'gone', wanted: 'absent' }),
    objectOf(2, { condition: 'gone', wanted: 'absent' }),
  ],
  snippets: [],
  cutAt: '2026-08-06T10:01:00.000Z',
  revokedAt: '2026-08-06T10:05:00.000Z',
  updatedAt: '2026-08-06T10:05:00.000Z',
};

export const timeline: TimelineEntry[] = [
  {
    id: 1,
    at: READ_AT,
    actor: 'user:default/requester',
    kind: 'request.filed',
    message: 'Requested for 7 days.',
    planDigest: DIGEST,
  },
  {
    id: 2,
    at: '2026-08-06T09:15:00.000Z',
    actor: 'system',
    kind: 'object.creating',
    message: 'Creating the resource configuration.',
    objectKey: 'resource-configuration',
    awsRequestId: '8f0d2c1e-2f7a-4c55-9d6f-3a1b2c3d4e5f',
  },
];
