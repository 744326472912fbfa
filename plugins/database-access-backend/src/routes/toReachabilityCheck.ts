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
  ReachabilityCheck,
  ReachabilityPart,
} from '@towpath/backstage-plugin-database-access-common';
import { maskIdsBeside } from '../planning';
import { StoredCheck, StoredPart, StoredShare } from '../store';

/** What only the accounts of a way know of it. */
const AWS_ID = /\b(eni|acl|rtb|nip|nia)-[0-9a-f]{8,17}\b/g;

/** A check as somebody may see it: ids of the database's side are for those whose access it is. */
export function toReachabilityCheck(
  check: StoredCheck,
  options: {
    share: Pick<StoredShare, 'requestId' | 'plan'>;
    accountName: (accountId: string) => string;
    takesPart: boolean;
  },
): ReachabilityCheck {
  const { share, accountName, takesPart } = options;
  const { id, shareId, means, status, verdict, message, cost } = check;
  const view: ReachabilityCheck = {
    id,
    shareId,
    requestId: share.requestId,
    means,
    status,
    verdict,
    message,
    parts: check.parts.map(part => toPart(part, accountName)),
    cost,
    askedBy: check.askedBy,
    askedAt: check.askedAt,
    endedAt: check.endedAt,
  };
  return takesPart
    ? view
    : JSON.parse(
        JSON.stringify(maskIdsBeside(share.plan.network, view)).replace(
          AWS_ID,
          '$1-…',
        ),
      );
}

function toPart(
  part: StoredPart,
  accountName: (accountId: string) => string,
): ReachabilityPart {
  const { id, side, title, lane, verdict, message, remedy } = part;
  return {
    id,
    side,
    title,
    accountId: lane.accountId,
    accountName: accountName(lane.accountId),
    region: lane.region,
    state: verdict ? 'done' : stateOf(part),
    verdict,
    message,
    remedy,
    explanations: part.explanations,
    layers: part.layers,
    remains: part.remains,
  };
}

function stateOf({ state }: StoredPart): ReachabilityPart['state'] {
  return state === 'waiting' ? 'waiting' : 'running';
}
