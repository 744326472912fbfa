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

import { LaneClients } from '../aws';
import type { StatusWords } from './assessStatus';
import {
  awsCodeOf,
  foreign,
  isNotFound,
  notOurs,
  removeOnce,
} from './awsAnswers';
import {
  isOnItsWayOut,
  isOursByTags,
  LATTICE_STATUS,
  latticeTags,
  notSeenYet,
} from './lattice';
import type { ObjectRef } from './ObjectType';
import { INSTALLATION_TAG, OBJECT_TAG } from './ours';

// What the associations of service networks have in common: of resources, and of VPCs. AWS gives them no names, two
// accounts see each of them, either of the two may delete it, and its tags are for the account alone that made it.

/** One association, as both of its accounts see it. */
export interface NetworkAssociationState {
  id: string;
  arn: string;
  status: string;
  failureReason?: string;
  /** The account that made it. */
  createdBy: string;
  serviceNetworkArn: string;
}

/** Some children of a resource configuration may be left out: PARTIAL (aws.md §1.2 B5). */
export const NETWORK_ASSOCIATION_STATUS: StatusWords = {
  ...LATTICE_STATUS,
  degraded: ['PARTIAL'],
};

/**
 * Whether it is the object that is meant. Only the account that made it sees its tags; for the other one it is enough
 * that the account of the object made it, between what is both of this portal.
 */
export async function isAssociationMeant(
  aws: LaneClients,
  ref: ObjectRef<unknown>,
  state: NetworkAssociationState,
): Promise<boolean> {
  if (state.createdBy !== ref.lane.accountId) {
    return false;
  }
  return !isMadeHere(aws, state) || isOursByTags(aws, state.arn, ref);
}

/**
 * Deletes one, by one call, from whichever of its two accounts. A policy of the account that did not make it cannot ask
 * for its tags, so no policy does: where they are to be seen, they are looked at before.
 */
export async function removeAssociation(
  aws: LaneClients,
  ref: ObjectRef<unknown>,
  removal: {
    state: NetworkAssociationState;
    /** For example `vpc-lattice:DeleteServiceNetworkVpcAssociation`. */
    operation: string;
    /** For people, e.g. `The VPC association snva-…`. */
    what: string;
    remove: () => Promise<unknown>;
    isThere: () => Promise<boolean>;
  },
): Promise<void> {
  const { state, operation, what, remove, isThere } = removal;
  if (isOnItsWayOut(state.status)) {
    return;
  }
  if (isMadeHere(aws, state)) {
    const tags = await latticeTags(aws.vpcLattice, state.arn);
    if (!tags) {
      return;
    }
    if (!isTaggedAs(tags, ref)) {
      throw notOurs(
        aws,
        operation,
        what,
        `the tags of this portal and of its object (${INSTALLATION_TAG}, ${OBJECT_TAG})`,
      );
    }
  }
  await removeOnce(remove, isThere);
}

/**
 * Why one could not be made: what AWS said, in the words of what is behind it.
 *
 * @param standing - what stands in its place, if anything does
 */
export async function whyNotAssociated(
  aws: LaneClients,
  ref: ObjectRef<unknown>,
  failure: {
    error: unknown;
    operation: string;
    /** What the account may not see yet. */
    shared: string;
    standing: () => Promise<NetworkAssociationState | undefined>;
  },
): Promise<unknown> {
  const { error, operation, shared, standing } = failure;
  const code = awsCodeOf(error);
  if (isNotFound(code)) {
    return notSeenYet(aws, operation, shared);
  }
  if (code !== 'ConflictException') {
    return error;
  }
  const there = await standing();
  // What is on its way out has to be waited for, whosever it is.
  const isInTheWay =
    there !== undefined &&
    !isOnItsWayOut(there.status) &&
    !(isMadeHere(aws, there) && (await isOursByTags(aws, there.arn, ref)));
  return isInTheWay
    ? foreign(
        aws,
        operation,
        `The association ${there.id} with ${there.serviceNetworkArn}`,
        error,
      )
    : error;
}

function isMadeHere(
  aws: LaneClients,
  { createdBy }: NetworkAssociationState,
): boolean {
  return createdBy === aws.account.accountId;
}

function isTaggedAs(
  tags: Record<string, string> | undefined,
  ref: ObjectRef<unknown>,
): boolean {
  return [INSTALLATION_TAG, OBJECT_TAG].every(
    tag => tags?.[tag] === ref.tags[tag],
  );
}
