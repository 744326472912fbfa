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

import { RequestWaiting } from '@towpath/backstage-plugin-database-access-common';
import { RequestTerms } from '../config';
import { StoredRequest } from '../store';

/** What a request waits for and what happens next, if nobody does anything; undefined if it waits for nobody. */
export function waitingOf(
  request: Pick<
    StoredRequest,
    | 'status'
    | 'pendingSince'
    | 'waitedSeconds'
    | 'remindedAt'
    | 'escalatedAt'
    | 'escalatedTo'
  >,
  terms: RequestTerms,
): Omit<RequestWaiting, 'asked'> | undefined {
  const { status, remindedAt, escalatedAt, escalatedTo } = request;
  const asked = Date.parse(request.pendingSince);
  const at = (from: number, seconds: number) =>
    new Date(from + seconds * 1000).toISOString();
  if (status === 'questioned') {
    // The clock of those who decide stands still; nothing waits for ever all the same.
    return {
      since: request.pendingSince,
      expiresAt: at(asked, terms.decideWithinSeconds),
    };
  }
  if (status !== 'pending') {
    return undefined;
  }
  const since = asked - request.waitedSeconds * 1000;
  // With an answer they were told of it anew; what was asked meanwhile was not theirs to wait for.
  const told = remindedAt && Math.max(Date.parse(remindedAt), asked);
  const { escalation } = terms;
  return {
    since: new Date(since).toISOString(),
    remindAt: at(told || since, terms.remindAfterSeconds),
    remindedAt,
    ...(escalation &&
      !escalatedAt && {
        escalateAt: at(since, escalation.afterSeconds),
        escalatesTo: escalation.to,
      }),
    ...(escalatedAt && { escalatedAt, escalatesTo: escalatedTo }),
    expiresAt: at(since, terms.decideWithinSeconds),
  };
}
