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

import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { Store, StoredRequest, Tx } from '../store';
import { Journal } from './Journal';

/**
 * Approves a request that no policy wants anybody to be asked about. It is nobody's decision, and gives nobody a right:
 * the start asks the policies again.
 *
 * @returns false if it is not so, or the request has moved on
 */
export async function approveByPolicy(
  tx: Tx,
  request: StoredRequest,
  means: { store: Store; journal: Journal; clock: Clock },
): Promise<boolean> {
  const { automatic, refs } = request.plan.deciders ?? {};
  if (!automatic || refs?.length) {
    return false;
  }
  const { store, journal, clock } = means;
  const moved = await store.accessRequests.move(tx, request, {
    status: 'approved',
    at: clock.now(),
    turnRefs: [],
  });
  if (!moved) {
    return false;
  }
  const { emergency } = request;
  await journal.note(
    tx,
    request,
    emergency
      ? {
          kind: 'request.emergency',
          actor: request.requesterRef,
          message: `Could not wait for a decision, so nobody was asked; ${emergency.refs.join(
            ' and ',
          )} must look at it until ${emergency.dueAt}`,
          tell: {
            refs: request.deciderRefs,
            except: request.requesterRef,
            title: `Emergency access: ${request.requesterRef} to ${request.databaseRef} from ${request.network}`,
            severity: 'high',
          },
        }
      : {
          kind: 'request.approved',
          actor: `policy:${automatic.join(',')}`,
          message: `Approved by the policy without asking anybody (${automatic.join(
            ', ',
          )})`,
          tell: {
            refs: [request.requesterRef],
            title: `Approved: ${request.databaseRef} from ${request.network}`,
          },
        },
  );
  return true;
}
