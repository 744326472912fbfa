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
  ERROR_CODES,
  Finding,
  Plan,
} from '@towpath/backstage-plugin-database-access-common';
import { ObjectGraph, pairInZone } from '../patterns';
import { StoredShare } from '../store';
import { Describe } from './changingTogether';
import { blocking, info, warning } from './findings';
import { isOutside } from './organizationFindings';
import { surroundingsOfPair } from './surroundingsOfPair';

/** A network and a database of a zone. */
interface Pair {
  network: string;
  databaseArn: string;
}

interface Planned {
  plan: Plan;
  graph: ObjectGraph;
}

/** A pair that becomes reachable with the one that is asked for, because AWS cannot part them: a share of its own. */
export interface Beside extends Pair {
  databaseRef: string;
  ownerRef: string;
  graph: ObjectGraph;
  plan: Plan;
  /** An access that its network has in the zone leaves the organisation. */
  outsideOrganization: boolean;
  /** When its network leaves the zone by what it has there already; absent if it has nothing there. ISO 8601, UTC. */
  networkLeavesAt?: string;
}

/** An access as it is to be. */
type Added = Planned & { ownerRef: string };

/**
 * All that becomes reachable when pairs are added to what a zone carries, or changed in it: in a service network, each
 * network that has joined reaches each database that is in, at the ports at which its clients are let in.
 *
 * @param added - what is asked for, and what changes with it
 * @param living - the shares of the zone, those that change as they are to be; whatever they make reachable has one
 */
export function openedBeside(
  installation: string,
  [asked, ...others]: readonly [Added, ...Added[]],
  living: readonly StoredShare<ObjectGraph>[],
  describe: Describe,
): Beside[] {
  const has = new Set(living.map(keyOf));
  const { durationSeconds, zone } = asked.plan;
  const pairOf = (
    database: Pick<Beside, 'databaseArn' | 'databaseRef' | 'ownerRef'>,
    ofDatabase: Planned,
    ofNetwork: Planned,
    because: Plan,
  ): Beside => {
    const pair = {
      ...pairInZone({
        installation,
        ofDatabase: ofDatabase.graph,
        ofNetwork: ofNetwork.graph,
      }),
      ...surroundingsOfPair(ofDatabase, ofNetwork),
    };
    const { network, join } = ofNetwork.plan;
    return {
      network: network.name,
      databaseArn: database.databaseArn,
      databaseRef: database.databaseRef,
      ownerRef: database.ownerRef,
      networkLeavesAt: leavesAt(living, network.name),
      outsideOrganization: isNetworkOutside(living, network.name),
      graph: pair,
      plan: {
        ...ofDatabase.plan,
        network,
        durationSeconds,
        join,
        zone,
        reasons: [
          `It became reachable with ${because.databaseRef} from ${because.network.name}, because AWS cannot part the pairs of a zone.`,
        ],
        recommendation: undefined,
        overrideReason: undefined,
        opens: pair.opens,
        enables: pair.enables,
        findings: [],
        change: undefined,
        deciders: undefined,
        digest: undefined,
        // Of these two alone is only what no part of theirs brings.
        ...describe(pair, ({ parts }) => !parts?.includes('pair')),
      },
    };
  };
  const around = (each: Added): Beside[] => {
    const { plan } = each;
    const { port } = plan.endpoint;
    const atPort = living.filter(share => share.plan.endpoint.port === port);
    const networks = onePer(atPort, share => share.network)
      .filter(({ network }) => network !== plan.network.name)
      .map(share =>
        pairOf({ ...plan, ownerRef: each.ownerRef }, each, share, plan),
      );
    const databases = onePer(atPort, share => share.databaseArn)
      .filter(({ databaseArn }) => databaseArn !== plan.databaseArn)
      .map(share => pairOf(share, share, each, plan));
    return [...networks, ...databases];
  };
  return onePer([asked, ...others].flatMap(around), keyOf)
    .filter(pair => !has.has(keyOf(pair)))
    .sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Whether an access that a network has in a zone leaves the organisation. */
export function isNetworkOutside(
  living: readonly StoredShare[],
  network: string,
): boolean {
  return living.some(
    share => share.network === network && isOutside(share.plan),
  );
}

/** When a network leaves a zone as a whole: with the first of its accesses there. */
export function leavesAt(
  living: readonly Pick<StoredShare, 'network' | 'expiresAt'>[],
  network: string,
): string | undefined {
  return living
    .filter(share => share.network === network)
    .map(share => share.expiresAt)
    .sort()[0];
}

/** What those who ask and decide should know of a zone. */
export function besideFindings(
  zone: string,
  { network }: Pick<Plan, 'network'>,
  beside: readonly Beside[],
  networkLeavesAt: string | undefined,
): Finding[] {
  const findings: Finding[] = [];
  if (beside.length) {
    const pairs = beside.map(each => `${each.network} to ${each.databaseRef}`);
    findings.push(
      warning(ERROR_CODES.zoneOpensMore, {
        message: `In the zone ${zone} each network reaches each database, so ${
          pairs.length
        } more become reachable, each as an access of its own: ${pairs.join(
          '; ',
        )}.`,
        remedy:
          'The owners of all these databases decide. Over a resource endpoint nothing else would become reachable.',
      }),
    );
  }
  if (networkLeavesAt) {
    findings.push(
      info(
        ERROR_CODES.zoneEndsTogether,
        `${
          network.name
        } leaves the zone ${zone} as a whole when the first of its accesses there ends: on ${networkLeavesAt.slice(
          0,
          10,
        )}, if none is ended before.`,
      ),
    );
  }
  return findings;
}

/** One VPC cannot hold the name of a database twice: https://docs.aws.amazon.com/vpc/latest/privatelink/use-resource-endpoint.html */
export function elsewhereFindings(
  zone: string,
  elsewhere: readonly Beside[],
): Finding[] {
  return elsewhere.map(({ network, databaseRef }) =>
    blocking(ERROR_CODES.accessElsewhere, {
      message: `In the zone ${zone} the network ${network} would reach ${databaseRef}, to which it has access in another way already, and one VPC cannot hold a database's name twice.`,
      remedy: `End the access of ${network} to ${databaseRef} first, or choose another way to connect.`,
    }),
  );
}

function keyOf({ network, databaseArn }: Pair): string {
  return `${network}|${databaseArn}`;
}

function onePer<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map(item => [key(item), item])).values()];
}
