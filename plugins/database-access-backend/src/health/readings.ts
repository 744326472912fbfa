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
/** What could not be read in a lane, and why. */
export interface LaneProblem {
  /** The object type or the kind of surrounding; absent: nothing could be read. */
  of?: string;
  /** Only of this one, whose state says by itself what of it could not be read. */
  awsId?: string;
  message: string;
  remedy?: string;
}

/** How the last sweep of a lane went, as far as it failed. */
export interface LaneReading {
  accountId: string;
  region: string;
  /** Milliseconds: when it began. */
  at: number;
  problems: readonly LaneProblem[];
}

/** Seconds after which something is read again, unless its type says otherwise. */
export const USUAL_READING_SECONDS = 60;

/** When it is, how often things are read, and what could not be. */
export interface ReadingTerms {
  now: Date;
  /** Seconds from one reading of something of this type to the next. */
  secondsBetween(type: string): number;
  /** Default: nothing is known to have failed. */
  lanes?: readonly LaneReading[];
}

/** Never read, or longer ago than two readings should be apart. */
export function isStale(
  { type, readAt }: { type: string; readAt?: string },
  { now, secondsBetween }: ReadingTerms,
): boolean {
  const age = readAt ? now.getTime() - Date.parse(readAt) : Infinity;
  return !(age <= 2 * secondsBetween(type) * 1000);
}

/** Why something could not be read the last time, if it has not been read since. */
export function problemWith(
  item: { accountId: string; region: string; readAt?: string },
  of: string,
  { lanes = [] }: ReadingTerms,
): LaneProblem | undefined {
  const lane = lanes.find(
    ({ accountId, region }) =>
      accountId === item.accountId && region === item.region,
  );
  if (!lane || (item.readAt && Date.parse(item.readAt) > lane.at)) {
    return undefined;
  }
  return lane.problems.find(
    problem => !problem.awsId && [undefined, of].includes(problem.of),
  );
}
