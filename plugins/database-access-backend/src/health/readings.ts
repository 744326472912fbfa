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

/** When it is, and how often things are read. */
export interface ReadingTerms {
  now: Date;
  /** Seconds from one reading of something of this type to the next. */
  secondsBetween(type: string): number;
}

/** Never read, or longer ago than two readings should be apart. */
export function isStale(
  { type, readAt }: { type: string; readAt?: string },
  { now, secondsBetween }: ReadingTerms,
): boolean {
  const age = readAt ? now.getTime() - Date.parse(readAt) : Infinity;
  return !(age <= 2 * secondsBetween(type) * 1000);
}
