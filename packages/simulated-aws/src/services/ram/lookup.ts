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

import type { Call } from '../../core/Service';
import type { Place } from '../../core/state';
import type { World } from '../../core/World';
import { malformedArn, notPermitted, unknownShare } from './refusals';
import { shareReaches, sharesReaching } from './sharing';
import { ramState, ResourceShare } from './state';

/** Where a share or an invitation is kept; undefined if the ARN is none of RAM's. */
export function placeOf(arn: string): Place | undefined {
  const match =
    /^arn:[a-z-]+:ram:([a-z0-9-]+):(\d{12}):resource-share(-invitation)?\/.+$/.exec(
      arn,
    );
  return match ? { region: match[1], accountId: match[2] } : undefined;
}

/** A share that this account owns and that is not on its way out. */
export function ownLiveShare(call: Call, arn: string): ResourceShare {
  const share = shareAt(call.world, arn);
  const live =
    share && share.status !== 'DELETED' && share.status !== 'DELETING';
  if (!live || placeOf(arn)?.region !== call.region) {
    throw unknownShare(arn);
  }
  if (share.ownerAccountId === call.accountId) {
    return share;
  }
  if (!shareReaches(call.world, share, call.accountId)) {
    throw unknownShare(arn);
  }
  throw notPermitted(
    `Resource share ${arn} belongs to account ${share.ownerAccountId}; only its owner can do ${call.operation}.`,
  );
}

export function shareAt(world: World, arn: string): ResourceShare | undefined {
  const place = placeOf(arn);
  if (!place) {
    throw malformedArn(arn);
  }
  return ramState.of(world, place).shares[arn];
}

/** Shares of this account, deleted ones too as long as AWS shows them. */
export function ownShares(call: Call): ResourceShare[] {
  return Object.values(ramState.of(call.world, call).shares);
}

/** Shares of others that this account sees now in this Region. */
export function sharesFromOthers(call: Call): ResourceShare[] {
  return sharesReaching(call.world, call.accountId).filter(
    share => placeOf(share.arn)?.region === call.region,
  );
}
