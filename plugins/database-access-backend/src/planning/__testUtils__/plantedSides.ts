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

import { factsOf, inZone, Network } from '../../__testUtils__/simulatedCompany';
import { Lane } from '../../config';
import { ObjectGraph, patterns } from '../../patterns';
import { LaneReader } from '../LaneReader';
import { ListedObject } from '../listObjects';
import { Quota } from '../readQuotas';
import type { NetworkAcl } from '../../packets';
import { BothSides, SubnetToday } from '../sides';

/** Lets everything through. */
export const OPEN_ACL: NetworkAcl = {
  id: 'acl-open',
  subnetIds: [],
  entries: [true, false].map(egress => ({
    number: 100,
    egress,
    allows: true,
    protocol: '-1',
    cidr: '0.0.0.0/0',
  })),
};

/** Both sides of the example company, with nothing in the way. */
export function plantedSides(
  change: {
    network?: Network;
    provider?: Partial<BothSides['provider']>;
    consumer?: Partial<BothSides['consumer']>;
  } = {},
): BothSides {
  const { database, network } = factsOf(change.network);
  const roomy = (subnets: typeof database.subnets): SubnetToday[] =>
    subnets.map(subnet => ({ ...subnet, freeAddresses: 200 }));
  const organizationId = 'o-example';
  return {
    database: {
      arn: database.arn,
      kind: 'instance',
      identifier: database.identifier,
      accountId: database.accountId,
      region: database.region,
      engine: 'postgres',
      engineVersion: '16.4',
      status: 'available',
      multiAz: true,
      publiclyAccessible: false,
      endpoint: { host: database.host, port: database.port },
      port: database.port,
      vpcId: database.vpcId,
      subnetIds: database.subnets.map(({ subnetId }) => subnetId),
      securityGroupIds: [...database.shareableSecurityGroupIds],
      availabilityZoneIds: [],
      iamAuthentication: true,
      storageEncrypted: true,
      deletionProtection: true,
      shareable: true,
    },
    network: {
      name: network.name,
      title: network.name,
      owner: 'group:default/analytics-team',
      accountId: network.accountId,
      accountName: network.name,
      region: network.region,
      vpcId: network.vpcId,
      subnetIds: network.subnets.map(({ subnetId }) => subnetId),
      clientSecurityGroupIds: [...network.clientSecurityGroupIds],
      source: 'config',
    },
    provider: {
      subnets: roomy(database.subnets),
      securityGroups: [],
      acls: [OPEN_ACL],
      organizationId,
      ...change.provider,
    },
    consumer: {
      subnets: roomy(network.subnets),
      clientGroups: [],
      acls: [OPEN_ACL],
      endpoints: [],
      endpointCounts: {},
      dnsSupport: true,
      dnsHostnames: true,
      organizationId,
      hostedZones: [],
      ...change.consumer,
    },
  };
}

/** What a pattern would make for them. */
export function graphOf(
  pattern:
    | 'lattice-resource-endpoint'
    | 'lattice-service-network'
    | 'privatelink',
): ObjectGraph {
  return patterns.get(pattern)!.plan(inZone(factsOf()));
}

/** Lanes that have these objects and quotas, and no others. */
export function plantedLanes(planted: {
  objects?: ListedObject[];
  quotas?: Quota[];
  /** By the id of a service network. */
  endpointsInto?: Record<string, number>;
  /** The ids of objects that carry our tag. */
  ours?: string[];
  /** Why each of these actions is denied, in every lane; absent: IAM does not say. */
  denied?: Record<string, string>;
}): LaneReader {
  const lanes: Pick<
    LaneReader,
    | 'denials'
    | 'endpointsInto'
    | 'isOurs'
    | 'nameOf'
    | 'objects'
    | 'quotas'
    | 'roleOf'
  > = {
    nameOf: ({ accountId }: Lane) => `account ${accountId} (planted)`,
    roleOf: () => 'database-access-provision',
    denials: async (_, { actions }) =>
      planted.denied &&
      new Map(
        Object.entries(planted.denied).filter(([action]) =>
          actions.includes(action),
        ),
      ),
    objects: async (lane, type) =>
      planted.objects?.filter(
        object =>
          object.type === type && object.arn.includes(`:${lane.accountId}:`),
      ),
    endpointsInto: async (_, id) => planted.endpointsInto?.[id],
    quotas: async (_, serviceCode) =>
      planted.quotas &&
      new Map(
        planted.quotas
          .filter(quota => quota.serviceCode === serviceCode)
          .map(quota => [quota.code, quota]),
      ),
    isOurs: async (_, { id }) => planted.ours?.includes(id) ?? false,
  };
  return lanes as LaneReader;
}
