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

/** One page of a list, and the token for the next one if there is more. */
export interface Page<T> {
  items: T[];
  nextToken?: string;
}

/**
 * Cuts a list into pages. The token names the first item of the next page by its key, so that what is made or deleted
 * in between shifts nothing.
 *
 * @returns undefined if the token is not one of ours
 */
export function pageOf<T>(
  items: T[],
  keyOf: (item: T) => string,
  options: { token?: string; size: number },
): Page<T> | undefined {
  const sorted = [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const from = readToken(options.token);
  if (from === undefined) {
    return undefined;
  }
  const rest = sorted.filter(item => keyOf(item) >= from);
  const next = rest[options.size];
  return {
    items: rest.slice(0, options.size),
    nextToken:
      next && Buffer.from(`page:${keyOf(next)}`, 'utf8').toString('base64url'),
  };
}

function readToken(token: string | undefined): string | undefined {
  if (token === undefined) {
    return '';
  }
  const text = Buffer.from(token, 'base64url').toString('utf8');
  return text.startsWith('page:') ? text.slice('page:'.length) : undefined;
}
