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
import { clientsOf, heldBack, naturalKey, ObjectGraph } from '../patterns';
import { StoredShare } from '../store';
import { Together } from './changingTogether';
import { blocking } from './findings';
import { Beside } from './openedBeside';

/** What a zone carries, and what moves in it. */
interface InZone {
  isLeaving: boolean;
  shares: readonly StoredShare<ObjectGraph>[];
  changing: readonly StoredShare[];
}

/** Why nothing of a zone can be changed at this moment: what changes has to be known as a whole. */
export function movingFindings(
  zone: string,
  { isLeaving, changing }: InZone,
): Finding[] {
  if (changing.length) {
    const pairs = changing.map(
      ({ network, databaseRef }) => `${network} to ${databaseRef}`,
    );
    return [
      blocking(ERROR_CODES.changeImpossible, {
        message: `In the zone ${zone} another change is being built at this moment, of the access of ${pairs
          .sort()
          .join('; ')}.`,
        remedy:
          'Ask again when it is done; or give it up first, by ending the access that is being built for it.',
      }),
    ];
  }
  return isLeaving
    ? [
        blocking(ERROR_CODES.changeImpossible, {
          message: `A network or a database is leaving the zone ${zone} at this moment, and what changes together is known only when it is out.`,
          remedy: 'Ask again when it has left.',
        }),
      ]
    : [];
}

/** What would be built beside what has to be taken down first, and could not be: a name is held once. */
export function heldBesideFindings(
  asked: { graph: ObjectGraph; former: StoredShare<ObjectGraph>; plan: Plan },
  together: readonly Together[],
  beside: readonly Beside[],
): Finding[] {
  const held = new Set(
    [asked, ...together].flatMap(({ graph, former }) => {
      const keys = heldBack(graph, former.graph);
      return graph.nodes
        .filter(({ key }) => keys.includes(key))
        .map(naturalKey);
    }),
  );
  const stuck = beside.filter(({ graph }) =>
    graph.nodes.some(node => held.has(naturalKey(node))),
  );
  const { network, databaseRef } = asked.plan;
  return stuck.length
    ? [
        blocking(ERROR_CODES.changeImpossible, {
          message: `The network ${
            network.name
          } and the database ${databaseRef} are both to be changed, and more would become reachable with that: ${stuck
            .map(each => `${each.network} to ${each.databaseRef}`)
            .join('; ')}. Towpath changes one at a time then.`,
          remedy: `Put the network ${network.name} back in config as it was, change the access for its database, and then for its network.`,
        }),
      ]
    : [];
}

/** The service network of a zone is made once; another one is not changed into, but moved to. */
export function otherNetworkFindings(
  zone: string,
  graph: ObjectGraph,
  former: StoredShare<ObjectGraph>,
): Finding[] {
  const networkOf = ({ nodes }: ObjectGraph) =>
    nodes.filter(({ parts }) => parts?.includes('zone')).map(naturalKey);
  return networkOf(graph).join() === networkOf(former.graph).join()
    ? []
    : [
        blocking(ERROR_CODES.changeImpossible, {
          message: `The zone ${zone} has another service network by now, of another account or Region, and an access is not moved from one to the other.`,
          remedy: `End the access of ${former.network} to ${former.databaseRef}, and ask again.`,
        }),
      ];
}

/** What leads into a service network, and what a database is in it by: of each there is one, for it brings names. */
const ONCE = [
  'ec2/service-network-endpoint',
  'vpc-lattice/service-network-vpc-association',
  'vpc-lattice/service-network-resource-association',
];

/**
 * A network or a database that is in a zone otherwise than it would be now: two ways would bring the same names, of which
 * AWS lets one VPC hold one; and whom the one way lets in reaches all that the network has there already.
 */
export function outgrownFindings(
  zone: string,
  { plan, graph }: { plan: Plan; graph: ObjectGraph },
  { shares }: Pick<InZone, 'shares'>,
): Finding[] {
  const keysOf = ({ nodes }: ObjectGraph) =>
    nodes.filter(({ type }) => ONCE.includes(type)).map(naturalKey);
  const wanted = new Set(keysOf(graph));
  const isOtherwise = (type: string) => (share: StoredShare<ObjectGraph>) =>
    share.graph.nodes.some(
      node => node.type === type && !wanted.has(naturalKey(node)),
    );
  const [ofDatabase] = ONCE.slice(-1);
  const clients = clientsOf(graph).join();
  const outgrown = (what: string, share: StoredShare | undefined): Finding[] =>
    share
      ? [
          blocking(ERROR_CODES.joinedOtherwise, {
            message: `${what} is in the zone ${zone} otherwise than it would be now, and all its accesses there use one way.`,
            remedy: `Change the access of ${share.network} to ${share.databaseRef} first: all that ${what} has in the zone changes with it.`,
          }),
        ]
      : [];
  return [
    ...outgrown(
      `The network ${plan.network.name}`,
      shares
        .filter(({ network }) => network === plan.network.name)
        .find(
          share =>
            clientsOf(share.graph).join() !== clients ||
            ONCE.filter(type => type !== ofDatabase).some(type =>
              isOtherwise(type)(share),
            ),
        ),
    ),
    ...outgrown(
      `The database ${plan.databaseRef}`,
      shares
        .filter(({ databaseArn }) => databaseArn === plan.databaseArn)
        .find(isOtherwise(ofDatabase)),
    ),
  ];
}
