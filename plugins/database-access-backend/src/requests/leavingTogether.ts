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
  ShareLifecycle,
  ZoneLeaving,
  ZonePair,
} from '@towpath/backstage-plugin-database-access-common';
import { GraphToBuild, Store, StoredShare, Tx } from '../store';
import { takenOver } from './refuse';

/** What has not been ended. */
export const UNENDED: ShareLifecycle[] = ['building', 'active', 'stuck'];

/** More than AWS lets be in one service network. */
const MOST_IN_ZONE = 1_000;

/** The living shares that leave a zone with this one; outside of zones itself alone. */
export async function leavingTogether<G extends GraphToBuild>(
  store: Pick<Store, 'shares'>,
  tx: Tx,
  share: StoredShare<G>,
  leave: ZoneLeaving = 'network',
): Promise<StoredShare<G>[]> {
  if (!share.zone) {
    return [share];
  }
  return store.shares.list<G>(tx, {
    lifecycles: UNENDED,
    zone: share.zone,
    ...(leave === 'network'
      ? { networks: [share.network] }
      : { databaseArn: share.databaseArn }),
    limit: MOST_IN_ZONE,
  });
}

/** The same, and no other comes to them meanwhile: whoever starts one waits, or is seen. */
export async function holdTogether<G extends GraphToBuild>(
  store: Pick<Store, 'shares' | 'zones'>,
  tx: Tx,
  share: StoredShare<G>,
  leave: ZoneLeaving = 'network',
): Promise<StoredShare<G>[]> {
  if (share.zone) {
    await store.zones.change(tx, share.zone);
  }
  return leavingTogether(store, tx, share, leave);
}

/** What a person ends with a share. */
export interface Ending<G extends GraphToBuild> {
  shares: StoredShare<G>[];
  /** A change is given up, so that what was to be changed stays as it is; else somebody leaves the zone. */
  isGivenUp: boolean;
}

/**
 * What a person ends with a share: whoever leaves the zone; or, with one that is being built for a change of the zone, all
 * that is built for it, also what would become reachable with it.
 */
export async function endingTogether<G extends GraphToBuild>(
  store: Pick<Store, 'shares'>,
  tx: Tx,
  share: StoredShare<G>,
  leave: ZoneLeaving,
): Promise<Ending<G>> {
  const started = share.zone
    ? await store.shares.list<G>(tx, {
        lifecycles: UNENDED,
        requestId: share.requestId,
        limit: MOST_IN_ZONE,
      })
    : [];
  const isGivenUp = started.some(each => each.takesOverFrom !== undefined);
  return {
    isGivenUp,
    shares: isGivenUp
      ? started
      : await leavingTogether(store, tx, share, leave),
  };
}

/** The same, as it is when nothing else moves in the zone. */
export async function holdEnding<G extends GraphToBuild>(
  store: Pick<Store, 'shares' | 'zones'>,
  tx: Tx,
  share: StoredShare<G>,
  leave: ZoneLeaving,
): Promise<Ending<G>> {
  if (share.zone) {
    await store.zones.change(tx, share.zone);
  }
  const now = await store.shares.find<G>(tx, share.id);
  if (share.zone && now?.takesOverFrom !== share.takesOverFrom) {
    throw takenOver(share);
  }
  return endingTogether(store, tx, share, leave);
}

export function toPair({ id, network, databaseRef }: StoredShare): ZonePair {
  return { shareId: id, network, databaseRef };
}

/** Why a person ends it, and what that means for a change or for the zone. */
export function endingReason(
  share: StoredShare,
  { isGivenUp }: Pick<Ending<GraphToBuild>, 'isGivenUp'>,
  said: { leave: ZoneLeaving; reason: string },
): string {
  return isGivenUp
    ? `${said.reason} (the change is given up, and what was to be changed stays)`
    : leavingReason(share, said.leave, said.reason);
}

/** Why it ends, with who leaves if it is in a zone. */
export function leavingReason(
  { zone, network, databaseRef }: StoredShare,
  leave: ZoneLeaving,
  reason: string,
): string {
  if (!zone) {
    return reason;
  }
  const who = leave === 'network' ? network : databaseRef;
  return `${reason} (${who} leaves the zone ${zone})`;
}
