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
import { HopCause } from '@towpath/backstage-plugin-database-access-common';
import type { SubnetState } from '../objects';
import { EPHEMERAL, LINUX_EPHEMERAL, Ports, refusingAcls } from '../packets';
import {
  KnownSurrounding,
  lookAtLane,
  placeOf,
  There,
  Trouble,
} from './surroundingHop';

/** What network ACLs of one side have to let pass. */
export interface PathAcls {
  cause: HopCause;
  /** All subnets of that side. */
  subnets: readonly KnownSurrounding[];
  /** Where packets go to; absent: to the subnets of the side. */
  towards?: ReadonlyArray<{ subnetId: string; cidrBlock: string }>;
  ports: readonly number[];
  remedy(acl: string, port: number): string;
}

/**
 * What the network ACL of a subnet stops. What stops the answers to every client breaks the path; what stops those to some
 * systems only, whose ports for answers lie elsewhere, leaves the others well.
 */
export function aclTroubles(
  item: There<SubnetState>,
  side: PathAcls,
): Trouble[] {
  const { acl } = item.state;
  if (!acl) {
    return [aclUnread(item)];
  }
  const subnetIds = subnetsBehind(acl.id, side.subnets);
  const refusedFor = (port: number, ephemeral: Ports) =>
    refusingAcls({
      acls: [{ ...acl, subnetIds }],
      subnets: side.towards ?? rangesOf(side.subnets),
      port,
      ephemeral,
    }).flatMap(({ refused }) => refused);
  return side.ports.flatMap((port): Trouble[] => {
    const ofAll = refusedFor(port, LINUX_EPHEMERAL);
    const ofSome = ofAll.length ? ofAll : refusedFor(port, EPHEMERAL);
    if (ofSome.length === 0) {
      return [];
    }
    return [
      {
        health: ofAll.length ? 'broken' : 'degraded',
        cause: side.cause,
        symptom: ofAll.length
          ? 'Connections time out: packets or their answers are dropped on the way.'
          : 'Connections of some systems time out: answers to their ports are dropped.',
        reason: `The network ACL ${acl.id} of ${item.awsId} in ${placeOf(
          item,
        )} does not let ${ofSome.join(' and ')} pass.`,
        check: `ec2 describe-network-acls --network-acl-ids ${acl.id}`,
        remedy: side.remedy(acl.id, port),
      },
    ];
  });
}

/** Each subnet has one, so AWS has not told it. */
function aclUnread(item: There<SubnetState>): Trouble {
  return {
    health: 'unknown',
    cause: 'not-read',
    symptom: 'Nobody knows whether packets pass here.',
    reason: `AWS did not say which network ACL ${item.awsId} in ${placeOf(
      item,
    )} has.`,
    check: `ec2 describe-network-acls --filters Name=association.subnet-id,Values=${item.awsId}`,
    remedy: lookAtLane(item),
  };
}

function subnetsBehind(
  aclId: string,
  subnets: readonly KnownSurrounding[],
): string[] {
  return subnets
    .filter(
      ({ state }) => (state as SubnetState | undefined)?.acl?.id === aclId,
    )
    .map(({ awsId }) => awsId);
}

function rangesOf(
  subnets: readonly KnownSurrounding[],
): Array<{ subnetId: string; cidrBlock: string }> {
  return subnets.flatMap(({ awsId, state }) =>
    state
      ? [{ subnetId: awsId, cidrBlock: (state as SubnetState).cidrBlock }]
      : [],
  );
}
