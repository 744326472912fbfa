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
  Share,
  ShareObject,
} from '@towpath/backstage-plugin-database-access-common';

const network = {
  name: 'analytics-databricks',
  title: 'Analytics, Databricks workspace',
  owner: 'group:default/analytics-team',
  accountId: '666666666666',
  accountName: 'analytics',
  region: 'us-east-1',
  vpcId: 'vpc-6',
  subnetIds: ['subnet-6'],
  clientSecurityGroupIds: ['sg-6'],
  source: 'config' as const,
};

const databaseArn = 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres';

export const plan: Plan = {
  databaseRef: 'resource:default/orders-postgres',
  databaseArn,
  database: {
    accountId: '333333333333',
    accountName: 'orders-prod',
    region: 'us-east-1',
  },
  endpoint: { host: 'orders-postgres.example.com', port: 5432 },
  engine: 'postgres',
  network,
  durationSeconds: 3600,
  pattern: 'lattice-resource-endpoint',
  reasons: ['Both are in us-east-1.'],
  objects: [
    {
      key: 'resource-gateway',
      type: 'vpc-lattice/resource-gateway',
      title: 'Resource gateway',
      accountId: '333333333333',
      accountName: 'orders-prod',
      region: 'us-east-1',
      name: 'dba-test-orders',
      verb: 'create',
      dependsOn: [],
    },
  ],
  opens: [
    {
      network: 'analytics-databricks',
      accountId: '666666666666',
      vpcId: 'vpc-6',
      databaseArn,
      host: 'orders-postgres.example.com',
      port: 5432,
    },
  ],
  enables: [],
  cost: {
    currency: 'USD',
    fixedMonthly: 87.6,
    lines: [],
    pricesOf: '2026-10-01',
    source: 'https://aws.amazon.com/vpc/lattice/pricing/',
  },
  findings: [],
  deciders: { refs: ['group:default/orders-team'], requesterMayDecide: false },
  digest: 'a'.repeat(64),
};

/** Nothing that the person who asks may do. */
const NO_ACTIONS: AccessRequest['actions'] = {
  decide: false,
  cancel: false,
  ask: false,
  answer: false,
  review: false,
};

export function requestOf(changes: Partial<AccessRequest>): AccessRequest {
  return {
    id: 'request-1',
    status: 'pending',
    generation: 1,
    requesterRef: 'user:default/requester',
    databaseRef: plan.databaseRef,
    databaseArn,
    deciderRefs: ['group:default/orders-team'],
    seats: [],
    messages: [],
    network: network.name,
    purpose: 'Nightly reports',
    durationSeconds: 3600,
    start: 'automatic',
    plan,
    planDigest: 'a'.repeat(64),
    decisions: [],
    actions: { ...NO_ACTIONS, cancel: true },
    createdAt: '2026-11-02T09:00:00.000Z',
    updatedAt: '2026-11-02T09:00:00.000Z',
    ...changes,
  };
}

export function objectOf(changes: Partial<ShareObject>): ShareObject {
  return {
    id: 'object-1',
    key: 'resource-gateway',
    type: 'vpc-lattice/resource-gateway',
    title: 'Resource gateway',
    accountId: '333333333333',
    accountName: 'orders-prod',
    region: 'us-east-1',
    name: 'dba-test-orders',
    wanted: 'present',
    condition: 'pending',
    outputs: {},
    users: 1,
    dependsOn: [],
    ...changes,
  };
}

export function shareOf(changes: Partial<Share>): Share {
  return {
    id: 'share-1',
    requestId: 'request-1',
    requesterRef: 'user:default/requester',
    ownerRef: 'group:default/orders-team',
    lifecycle: 'building',
    health: 'pending',
    sync: 'unknown',
    databaseRef: plan.databaseRef,
    databaseArn,
    network,
    pattern: 'lattice-resource-endpoint',
    endpoint: plan.endpoint,
    purpose: 'Nightly reports',
    plan,
    objects: [],
    hops: [],
    outputs: [],
    snippets: [],
    startedAt: '2026-11-02T09:00:00.000Z',
    expiresAt: '2026-11-02T10:00:00.000Z',
    updatedAt: '2026-11-02T09:00:00.000Z',
    use: { state: 'unread' },
    findings: [],
    actions: { revoke: true, retry: false, certify: false },
    ...changes,
  };
}
