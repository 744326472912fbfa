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
import { blocking } from '../planning';
import { Store, Tx } from '../store';
import { spellOut } from './spellOut';

/** For how long somebody asks first who had an emergency that was not in order. */
const ASKS_FIRST_SECONDS = 30 * 86_400;

const ASK = 'Ask without "It cannot wait", and tell those who decide.';

/**
 * Why somebody may not have another emergency: one that follows the other would be long access that nobody has agreed to.
 *
 * @returns undefined if nothing stands in the way
 */
export async function whyNotAnother(
  tx: Tx,
  store: Pick<Store, 'accessRequests'>,
  asking: { requesterRef: string; plan: Plan; now: Date },
): Promise<Finding | undefined> {
  const { requesterRef, plan, now } = asking;
  const unseen = await store.accessRequests.unreviewedOf(tx, {
    requesterRef,
    databaseArn: plan.databaseArn,
    network: plan.network.name,
  });
  if (unseen) {
    const refs = unseen.emergency!.refs.join(' or ');
    return blocking(ERROR_CODES.emergencyNotEntitled, {
      message: `The emergency access of ${unseen.requesterRef} to ${unseen.databaseRef} from ${unseen.network} has not been looked at yet, and there is no second one before somebody of ${refs} has.`,
      remedy: `Have it looked at: /database-access/requests/${unseen.id}. Or ask without "It cannot wait".`,
    });
  }
  const bad = await store.accessRequests.notInOrderOf(tx, {
    requesterRef,
    since: new Date(now.getTime() - ASKS_FIRST_SECONDS * 1000),
  });
  return (
    bad &&
    blocking(ERROR_CODES.emergencyNotEntitled, {
      message: `${bad.emergency!.reviewedBy} found at ${
        bad.emergency!.reviewedAt
      } that an emergency access of ${requesterRef} was not in order, and whoever had one asks first for ${spellOut(
        ASKS_FIRST_SECONDS,
      )}.`,
      remedy: ASK,
    })
  );
}
