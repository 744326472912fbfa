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

import { fillSeats, openSeats } from '../policy';
import { StoredRequest } from '../store';
import { approvalsOf, seatsOf } from './Deciders';

/** Whose turn it is, and when they were told: when they got the request, or when the stage before had agreed. */
export function askedOf(
  request: Pick<
    StoredRequest,
    | 'status'
    | 'plan'
    | 'deciderRefs'
    | 'decisions'
    | 'generation'
    | 'planDigest'
    | 'requesterRef'
    | 'pendingSince'
    | 'escalatedAt'
    | 'escalatedTo'
  >,
): Array<{ ref: string; at: string }> {
  if (request.status !== 'pending') {
    return [];
  }
  const seats = seatsOf(request);
  const words = approvalsOf(request);
  const openAfter = (count: number) =>
    openSeats(
      fillSeats(
        seats,
        words.slice(0, count).map(({ deciderRef, fills }) => ({
          by: deciderRef,
          fills: fills ?? seats.map(({ ref }) => ref),
        })),
      ),
    ).map(({ ref }) => ref);
  const toldAt = (ref: string) => {
    const before = words.findIndex((_, count) =>
      openAfter(count).includes(ref),
    );
    const last = before === -1 ? words.length : before;
    return last === 0 ? request.pendingSince : words[last - 1].decidedAt;
  };
  const { escalatedAt, escalatedTo } = request;
  return [
    ...openAfter(words.length).map(ref => ({ ref, at: toldAt(ref) })),
    ...(escalatedAt && escalatedTo
      ? [{ ref: escalatedTo, at: escalatedAt }]
      : []),
  ];
}
