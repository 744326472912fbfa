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
import {
  ERROR_CODES,
  parseDatabaseArn,
} from '@towpath/backstage-plugin-database-access-common';
import { withCode } from '../planning';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Where a page ended: the time and the id of its last item. */
export interface Cursor {
  at: string;
  id: string;
}

export function writeCursor({ at, id }: Cursor): string {
  return Buffer.from(JSON.stringify([at, id])).toString('base64url');
}

/** @throws InputError `cursor_invalid` for a text that no list gave */
export function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) {
    return undefined;
  }
  try {
    const written = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (isWritten(written)) {
      const [at, id] = written;
      return { at, id };
    }
  } catch {
    // Said below, as for every other text.
  }
  throw noCursor();
}

/** Where a page ended whose order is that of ARNs. */
export function writeArnCursor(arn: string): string {
  return Buffer.from(arn).toString('base64url');
}

/** @throws InputError `cursor_invalid` for a text that no list gave */
export function readArnCursor(text: string | undefined): string | undefined {
  if (text === undefined) {
    return undefined;
  }
  const arn = Buffer.from(text, 'base64url').toString();
  if (!parseDatabaseArn(arn)) {
    throw noCursor();
  }
  return arn;
}

function noCursor(): InputError {
  return withCode(
    new InputError('cursor must be the nextCursor of an earlier page'),
    ERROR_CODES.cursorInvalid,
  );
}

/** Nothing else may reach the store. */
function isWritten(value: unknown): value is [at: string, id: string] {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    INSTANT.test(value[0]) &&
    UUID.test(value[1])
  );
}

/** One page of items, of which one more than asked for was read. */
export function pageOf<S, T>(
  items: S[],
  options: {
    limit: number;
    cursorOf: (item: S) => Cursor;
    view: (item: S) => T;
  },
): { items: T[]; nextCursor?: string } {
  const { limit, cursorOf, view } = options;
  const shown = items.slice(0, limit);
  const last = shown[shown.length - 1];
  return {
    items: shown.map(view),
    ...(items.length > limit && { nextCursor: writeCursor(cursorOf(last)) }),
  };
}
