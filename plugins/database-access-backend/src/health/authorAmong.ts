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
import type { Trail, TrailEvent } from '../objects';

/** Something that AWS has otherwise than it shall be, and between which looks it became so. Times are milliseconds. */
export interface SeenDifference {
  what: 'gone' | 'changed';
  trail: Trail;
  seenWellAt: number;
  seenOtherAt: number;
}

/** AWS writes whole seconds by its own clock, and its lists may be slow to show a change. */
const TOLERANCE_MS = 2 * 60_000;

/** What takes something away, in all of AWS's services. */
const ENDING =
  /^(Delete|Deregister|Detach|Disable|Disassociate|Reject|Remove|Revoke|Terminate)/;

/** What mentions an object and changes nothing of it: something else is made that uses it, or it is labelled. */
const BESIDE = /^(Create|Run)|Tag(s|Resource)?$/;

/** The times in which the call must have been made. Milliseconds. */
export function timesOf({
  seenWellAt,
  seenOtherAt,
}: Pick<SeenDifference, 'seenWellAt' | 'seenOtherAt'>): {
  from: number;
  until: number;
} {
  return {
    from: seenWellAt - TOLERANCE_MS,
    until: seenOtherAt + TOLERANCE_MS,
  };
}

/**
 * The event that made a difference; undefined if none of these did. The last one that says what the object is called,
 * since of several changes it left AWS as it is; of something that is gone rather one that takes something away. The
 * portal's own sessions are never meant: what they do is agreed.
 *
 * @param own - the account, and the names of the roles that the portal has there
 */
export function authorAmong(
  events: readonly TrailEvent[],
  difference: SeenDifference,
  own: { accountId: string; roleNames: readonly string[] },
): TrailEvent | undefined {
  const { trail, what } = difference;
  const { from, until } = timesOf(difference);
  const roles = own.roleNames.map(name => name.split('/').pop());
  const isOwn = ({ roleName, principal }: TrailEvent) =>
    roles.includes(roleName) && principal.includes(`:${own.accountId}:`);
  const possible = events
    .filter(
      event =>
        !event.reads &&
        !event.failed &&
        event.at >= from &&
        event.at <= until &&
        !BESIDE.test(event.name) &&
        (trail.calls?.includes(event.name) ?? true) &&
        trail.mentions.every(spellings =>
          spellings.some(spelling => event.text.includes(spelling)),
        ) &&
        !isOwn(event),
    )
    .sort((a, b) => b.at - a.at);
  const ending = possible.find(({ name }) => ENDING.test(name));
  return what === 'gone' ? ending ?? possible[0] : possible[0];
}
