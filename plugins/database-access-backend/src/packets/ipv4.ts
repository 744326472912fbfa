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

/** A range of IPv4 addresses. */
interface Range {
  first: number;
  last: number;
}

/** Whether every address of `inner` lies in `outer`; false for what is no IPv4 range, e.g. the id of a group. */
export function covers(outer: string, inner: string): boolean {
  const a = rangeOf(outer);
  const b = rangeOf(inner);
  return (
    a !== undefined && b !== undefined && a.first <= b.first && a.last >= b.last
  );
}

/** Whether the two have an address in common. */
export function overlap(one: string, other: string): boolean {
  const a = rangeOf(one);
  const b = rangeOf(other);
  return (
    a !== undefined && b !== undefined && a.first <= b.last && b.first <= a.last
  );
}

function rangeOf(cidr: string): Range | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(
    cidr,
  );
  if (!parts) {
    return undefined;
  }
  const [a, b, c, d, length] = parts.slice(1).map(Number);
  const size = 2 ** (32 - length);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1 };
}
