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
  CreateHostedZoneCommand,
  DeleteHostedZoneCommand,
  GetHostedZoneCommand,
  HostedZone,
  ListHostedZonesByVPCCommand,
  paginateListHostedZones,
  VPCRegion,
} from '@aws-sdk/client-route-53';
import { LaneClients } from '../aws';
import {
  awsCodeOf,
  foreign,
  notOurs,
  notVisibleYet,
  removeOnce,
  unlessNotFound,
} from './awsAnswers';
import { findListed } from './findListed';
import { defineObjectType, ObjectRef } from './ObjectType';
import { isNamedAsOurs } from './ours';
import { route53Rate } from './rates';
import { reading } from './statements';

export type HostedZoneSpec = {
  /** Exactly the database's name: a zone for more would hide other databases. */
  readonly name: string;
  readonly vpcId: string;
};

export interface HostedZoneState {
  zoneId: string;
  name: string;
  callerReference: string;
}

/**
 * A private zone that holds one name of the database in the client's VPC, so that certificates and IAM tokens stay valid.
 *
 * Route 53 tags a zone by a second call only, and asks no policy for tags. So the caller reference, which stays with a
 * zone for ever, says whose it is: `<name>/<Region>/<token>`.
 */
export const hostedZone = defineObjectType<HostedZoneSpec, HostedZoneState>({
  type: 'route53/hosted-zone',
  title: 'Private hosted zone',
  identity: 'token',
  permissions: {
    read: [
      reading(
        'route53:GetHostedZone',
        'route53:ListHostedZones',
        'route53:ListHostedZonesByVPC',
      ),
    ],
    provision: [
      {
        actions: ['route53:CreateHostedZone'],
        // Private ones only: a zone that nobody's VPC is named for is public.
        conditions: { Null: { 'route53:VPCs': 'false' } },
      },
      // Route 53 knows no condition that tells one zone from another; one with records cannot be deleted.
      { actions: ['route53:DeleteHostedZone'] },
      // AWS looks at it in its caller's name.
      reading('ec2:DescribeVpcs'),
    ],
  },
  rates: {
    create: route53Rate('CreateHostedZone'),
    remove: route53Rate('DeleteHostedZone'),
    read: route53Rate('GetHostedZone'),
  },
  budgetSeconds: 10 * 60,

  find: (aws, ref) => (ref.awsId ? get(aws, ref.awsId) : findInVpc(aws, ref)),

  findMany: (aws, refs): Promise<Array<HostedZoneState | undefined>> =>
    findListed(aws, hostedZone, refs),

  async create(aws, ref, token) {
    const { name, vpcId } = ref.spec;
    const operation = 'route53:CreateHostedZone';
    const what = `A private zone named ${name} in ${vpcId}`;
    try {
      const { HostedZone: made } = await aws.route53.send(
        new CreateHostedZoneCommand({
          Name: name,
          CallerReference: `${referencePrefix(ref)}${token}`,
          VPC: { VPCId: vpcId, VPCRegion: ref.lane.region as VPCRegion },
          HostedZoneConfig: {
            PrivateZone: true,
            Comment: `${ref.name}: leads to the database over PrivateLink`,
          },
        }),
      );
      return toState(made!);
    } catch (error) {
      switch (awsCodeOf(error)) {
        case 'ConflictingDomainExists':
          throw foreign(aws, operation, what, error);
        case 'HostedZoneAlreadyExists':
          throw notVisibleYet(
            aws,
            operation,
            `${what} exists and is not to be seen yet in account ${aws.account.accountId} (${aws.account.name}).`,
          );
        default:
          throw error;
      }
    }
  },

  async remove(aws, ref, { zoneId, callerReference }) {
    if (!callerReference.startsWith(referencePrefix(ref))) {
      throw notOurs(
        aws,
        'route53:DeleteHostedZone',
        `The zone ${zoneId}`,
        `a caller reference of ${ref.name}`,
      );
    }
    await removeOnce(
      () => aws.route53.send(new DeleteHostedZoneCommand({ Id: zoneId })),
      async () => !!(await get(aws, zoneId)),
    );
  },

  /** Route 53 is one for all Regions: only those whose VPC is in this one. */
  async *list({ route53, region }, installation) {
    const pages = paginateListHostedZones(
      { client: route53, pageSize: 100 },
      {},
    );
    for await (const page of pages) {
      yield* (page.HostedZones ?? []).map(toState).filter(zone => {
        const [name, itsRegion] = zone.callerReference.split('/');
        return isNamedAsOurs(name, installation) && itsRegion === region;
      });
    }
  },

  assess: () => ({ condition: 'ready' }),
  awsId: ({ zoneId }) => zoneId,
  outputs: ({ zoneId, name }) => ({ zoneId, zoneName: name }),
});

/** The portal that made the zone is this one. */
export async function isZoneOfPortal(
  aws: LaneClients,
  zoneId: string,
  installation: string,
): Promise<boolean> {
  const zone = await get(aws, zoneId);
  return (
    zone === undefined ||
    isNamedAsOurs(zone.callerReference.split('/')[0], installation)
  );
}

function referencePrefix({ name, lane }: ObjectRef<unknown>): string {
  return `${name}/${lane.region}/`;
}

async function findInVpc(
  aws: LaneClients,
  ref: ObjectRef<HostedZoneSpec>,
): Promise<HostedZoneState | undefined> {
  const { name, vpcId } = ref.spec;
  let NextToken: string | undefined;
  do {
    const page = await aws.route53.send(
      new ListHostedZonesByVPCCommand({
        VPCId: vpcId,
        VPCRegion: ref.lane.region as VPCRegion,
        NextToken,
      }),
    );
    for (const zone of page.HostedZoneSummaries ?? []) {
      const isOfAccount = zone.Owner?.OwningAccount === aws.account.accountId;
      if (isOfAccount && withoutDot(zone.Name!) === name.toLowerCase()) {
        const found = await get(aws, zone.HostedZoneId!);
        if (found?.callerReference.startsWith(referencePrefix(ref))) {
          return found;
        }
      }
    }
    NextToken = page.NextToken;
  } while (NextToken);
  return undefined;
}

async function get(
  { route53 }: LaneClients,
  zoneId: string,
): Promise<HostedZoneState | undefined> {
  const answer = await unlessNotFound(
    route53.send(new GetHostedZoneCommand({ Id: zoneId })),
  );
  return answer?.HostedZone && toState(answer.HostedZone);
}

/** Route 53 ends its names with a dot. */
export function withoutDot(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

function toState(zone: HostedZone): HostedZoneState {
  return {
    zoneId: zone.Id!.replace('/hostedzone/', ''),
    name: withoutDot(zone.Name!),
    callerReference: zone.CallerReference!,
  };
}
