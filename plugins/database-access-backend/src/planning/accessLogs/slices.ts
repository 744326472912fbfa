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

const HOUR_MS = 3_600_000;

/** A part of a time: `from` belongs to it, `to` does not. Milliseconds since the epoch. */
export interface Slice {
  from: number;
  to: number;
}

/**
 * A time in parts, the newest first, each twice as long as the one before: whoever has to stop has read what is newest, and
 * 455 days take 14 of them.
 */
export function slicesOf({ from, to }: Slice): Slice[] {
  const slices: Slice[] = [];
  let end = to;
  for (let length = HOUR_MS; end > from; length *= 2) {
    const begin = Math.max(from, end - length);
    slices.push({ from: begin, to: end });
    end = begin;
  }
  return slices;
}
