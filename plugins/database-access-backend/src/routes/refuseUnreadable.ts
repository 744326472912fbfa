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

import { InputError } from '@backstage/errors';
import { RequestHandler } from 'express';

/** NUL, which Postgres cannot store, and half of a character of two, which no digest can be made of. */
const UNREADABLE = /\0|\p{Surrogate}/u;

/** Refuses at the door what could only fail further in. */
export const refuseUnreadable: RequestHandler = (req, _res, next) => {
  if (/%00/.test(req.url)) {
    next(new InputError('The address must not contain the character NUL'));
    return;
  }
  const place = unreadableIn(req.body);
  if (place) {
    next(
      new InputError(
        `body/${place} must be text: it contains the character NUL or half of another`,
      ),
    );
    return;
  }
  next();
};

/** Where in a body, however deep: without recursion, since whoever calls says how deep it is. */
function unreadableIn(body: unknown): string | undefined {
  const left: Array<[string, unknown]> = [['', body]];
  for (let next = left.pop(); next; next = left.pop()) {
    const [place, value] = next;
    if (typeof value === 'string' && UNREADABLE.test(value)) {
      return place;
    }
    if (typeof value === 'object' && value !== null) {
      for (const [key, member] of Object.entries(value)) {
        left.push([place ? `${place}/${key}` : key, member]);
      }
    }
  }
  return undefined;
}
