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

const MARK = 'after:';

/** A list cut into pages by the key of the last item seen, so that objects that come and go between pages do no harm. */
export interface Page<T> {
  items: T[];
  nextToken?: string;
}

/**
 * The items behind `nextToken`, at most `size` of them.
 *
 * @returns undefined if the token is none of ours
 */
export function cutPage<T>(
  items: T[],
  options: { keyOf: (item: T) => string; size: number; nextToken?: string },
): Page<T> | undefined {
  const { keyOf, size, nextToken } = options;
  const after = nextToken === undefined ? '' : keyIn(nextToken);
  if (after === undefined) {
    return undefined;
  }
  const rest = items
    .map(item => ({ item, key: keyOf(item) }))
    .filter(({ key }) => key > after)
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const page = rest.slice(0, size);
  return {
    items: page.map(({ item }) => item),
    nextToken:
      rest.length > page.length
        ? tokenFor(page[page.length - 1].key)
        : undefined,
  };
}

function tokenFor(key: string): string {
  return Buffer.from(`${MARK}${key}`).toString('base64url');
}

function keyIn(token: string): string | undefined {
  const text = Buffer.from(token, 'base64url').toString();
  return text.startsWith(MARK) ? text.slice(MARK.length) : undefined;
}
