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
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import { exampleCompany } from '@towpath/simulated-aws';
import { JsonArray, JsonObject } from '@backstage/types';
import { exampleAccounts } from './exampleConfig';
import { Portal } from './requestSteps';
import { PersonName, startPortal } from './startPortal';

const { accounts } = exampleCompany;

/** Networks of the scene, by their names, with the VPCs that they are. */
export const VPCS = {
  'analytics-databricks': accounts.analytics.vpcs.databricks.id,
  payments: accounts.payments.vpcs.payments.id,
  partner: accounts.partner.vpcs.partner.id,
} as const;

/** Databases of the scene. */
export const DATABASES = {
  'orders-postgres': accounts['orders-prod'].databases['orders-postgres'].arn,
  'catalog-aurora': accounts.catalog.databases['catalog-aurora'].arn,
  'billing-mysql': accounts.billing.databases['billing-mysql'].arn,
} as const;

const OF_PAYMENTS = { 'database-access:network': 'payments' };

export type NetworkName = keyof typeof VPCS;
export type DatabaseName = keyof typeof DATABASES;

/**
 * One zone of all of these networks and databases, with its service network in the networking account.
 *
 * @param options - `paymentsByTags`: that network is what tags in AWS say, so that it can be changed: the second of its
 * subnets, and the clients of its group `apps`
 */
export async function zoneScene({
  paymentsByTags = false,
  ...options
}: Parameters<typeof startPortal>[0] & { paymentsByTags?: boolean } = {}) {
  const portal = await startPortal({
    ...options,
    databaseAccess: {
      ...zoneConfig({ paymentsByTags }),
      ...options.databaseAccess,
    },
  });
  const tagPayments = (id: string, tags: Record<string, string>) =>
    portal.tag(accounts.payments.id, id, tags);
  if (paymentsByTags) {
    const { payments } = accounts.payments.vpcs;
    await tagPayments(payments.id, {
      ...OF_PAYMENTS,
      'database-access:owner': 'group:default/analytics-team',
    });
    await tagPayments(payments.securityGroups.apps.id, OF_PAYMENTS);
    await tagPayments(payments.subnets[1].id, OF_PAYMENTS);
  }
  return {
    portal,
    /** Makes something of its VPC part of the network `payments`, or no part of it any more. */
    makePayments: async (id: string, is = true) => {
      await tagPayments(id, {
        'database-access:network': is ? 'payments' : 'none',
      });
      // What was read before is forgotten by then.
      portal.awsClock.advance(61);
    },
    ask: (network: NetworkName, database: DatabaseName, how: object = {}) =>
      ask(portal, network, database, how),
    plan: async (
      network: NetworkName,
      database: DatabaseName,
      how: object = {},
    ) => {
      const { body } = await portal
        .as('requester')
        .post('/plans', { ...wishOf(network, database), ...how });
      return body;
    },
    approve: (request: AccessRequest, by?: PersonName) =>
      by ? approve(portal, request, by) : approveForAll(portal, request),
    /** All shares that were not revoked. */
    living: async (): Promise<Share[]> => {
      const { body } = await portal
        .as('everyOwner')
        .get('/shares?living=true&limit=100');
      return body.items;
    },
    /** Has it, approved and built. */
    share: async (
      network: NetworkName,
      database: DatabaseName,
      how: object = {},
    ) => {
      const request = await ask(portal, network, database, how);
      await approveForAll(portal, request);
      return portal.until(async () => {
        await portal.run('start');
        const { body } = await portal
          .as('everyOwner')
          .get('/shares?living=true&limit=100');
        const shares: Share[] = body.items;
        const mine = shares.find(
          each =>
            each.requestId === request.id &&
            each.network.name === network &&
            each.databaseRef.endsWith(database),
        );
        return mine && shares.every(each => each.lifecycle === 'active')
          ? mine
          : undefined;
      });
    },
    /** The pairs between which packets pass, of all that there are. */
    reached: async (): Promise<string[]> => {
      const pairs: string[] = [];
      for (const [network, vpc] of Object.entries(VPCS)) {
        for (const [database, arn] of Object.entries(DATABASES)) {
          if (await portal.aws.reaches(vpc, arn)) {
            pairs.push(`${network} ${database}`);
          }
        }
      }
      return pairs.sort();
    },
  };
}

/** The pairs of these shares, as `reached` spells them. */
export function pairsOf(shares: readonly Share[]): string[] {
  return shares
    .map(
      ({ network, databaseRef }) =>
        `${network.name} ${databaseRef.split('/').pop()}`,
    )
    .sort();
}

async function ask(
  portal: Portal,
  network: NetworkName,
  database: DatabaseName,
  {
    start = 'automatic',
    purpose = 'Monthly revenue report',
    ...how
  }: { start?: 'automatic' | 'manual'; purpose?: string } & object,
): Promise<AccessRequest> {
  const wish = { ...wishOf(network, database), ...how };
  const plan = await portal.as('requester').post('/plans', wish);
  if (!plan.body.digest) {
    throw new Error(JSON.stringify(plan.body.findings ?? plan.body));
  }
  const { status, body } = await portal.as('requester').post('/requests', {
    ...wish,
    purpose,
    start,
    planDigest: plan.body.digest,
    idempotencyKey: `${network}-${database}-${JSON.stringify(
      how,
    )}-${plan.body.digest.slice(0, 8)}`,
  });
  if (status !== 201) {
    throw new Error(`${status} ${JSON.stringify(body)}`);
  }
  return body;
}

/** Somebody of each group that owns one of the databases. */
const OWNER_IN: Record<string, PersonName> = {
  'group:default/orders-team': 'owner',
  'group:default/catalog-team': 'catalogOwner',
  'group:default/billing-team': 'billingOwner',
};

/** Everybody whom it needs, each for one database. */
async function approveForAll(
  portal: Portal,
  request: AccessRequest,
): Promise<AccessRequest> {
  let approved = request;
  for (const { ref } of request.seats) {
    approved = await approve(portal, request, OWNER_IN[ref]);
  }
  return approved;
}

async function approve(
  portal: Portal,
  { id, planDigest }: AccessRequest,
  by: PersonName,
): Promise<AccessRequest> {
  const { status, body } = await portal
    .as(by)
    .post(`/requests/${id}/decisions`, { decision: 'approve', planDigest });
  if (status !== 200 && status !== 201) {
    throw new Error(`${status} ${JSON.stringify(body)}`);
  }
  return body;
}

function wishOf(network: NetworkName, database: DatabaseName) {
  return {
    databaseRef: `resource:default/${database}`,
    network,
    durationSeconds: 86_400,
    connectVia: 'lattice-service-network',
    overrideReason: 'Their owners agreed on a zone',
  };
}

function zoneConfig({
  paymentsByTags,
}: {
  paymentsByTags: boolean;
}): JsonObject {
  const account = (name: keyof typeof accounts, owner: string): JsonObject => ({
    accountId: accounts[name].id,
    name,
    regions: ['us-east-1'],
    externalId: accounts[name].readRole!.externalId,
    owner,
  });
  const network = (
    name: NetworkName,
    of: keyof typeof accounts,
    vpcName: string,
    group: string,
  ): JsonObject => {
    const vpc = (accounts[of].vpcs as Record<string, any>)[vpcName];
    return {
      name,
      owner: 'group:default/analytics-team',
      accountId: accounts[of].id,
      region: 'us-east-1',
      vpcId: vpc.id,
      subnetIds: vpc.subnets.map((subnet: { id: string }) => subnet.id),
      clientSecurityGroupIds: [vpc.securityGroups[group].id],
    };
  };
  const extra: JsonArray = [
    account('networking', 'group:default/platform-team'),
    {
      ...account('payments', 'group:default/analytics-team'),
      ...(paymentsByTags && { allowNetworkTags: true }),
    },
    {
      ...account('partner', 'group:default/analytics-team'),
      allowOutsideOrganization: true,
    },
  ];
  return {
    platformTeam: 'group:default/platform-team',
    accounts: [...exampleAccounts, ...extra],
    networks: [
      network('analytics-databricks', 'analytics', 'databricks', 'workspace'),
      ...(paymentsByTags
        ? []
        : [network('payments', 'payments', 'payments', 'apps')]),
      network('partner', 'partner', 'partner', 'apps'),
    ],
    zones: [
      {
        name: 'reporting',
        accountId: accounts.networking.id,
        region: 'us-east-1',
        networks: Object.keys(VPCS),
        databases: Object.values(DATABASES),
      },
    ],
  };
}
