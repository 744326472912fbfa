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

import { Verdict } from '../aws';
import { Lane } from '../config';
import { USUAL_READING_SECONDS } from '../health';
import type { ObjectType } from '../objects';

/** Ready objects are read again this often, unless their type says otherwise. */
export const READY_AGAIN_MS = USUAL_READING_SECONDS * 1_000;

/** A lane in which all is well is swept this often. */
export const SWEPT_AGAIN_MS = READY_AGAIN_MS;

/** One in which something is built, or is not as it should be, more often. */
const RESTLESS_SWEEP_MS = 15_000;

/** All types of objects are looked through this often, for what nobody claims. */
export const FULL_SWEEP_MS = 10 * 60_000;

/** Milliseconds from the start of the portal to the first sweep of a lane that nothing of a share is in. */
export function firstSweepMs({ accountId, region }: Lane): number {
  const spread = (Number(accountId) + region.length * 7_919) % 540;
  return 60_000 + spread * 1_000;
}

/** Milliseconds from one sweep of a lane to the next. */
export function nextSweepMs(found: {
  isEmpty: boolean;
  isRestless: boolean;
  problems: readonly unknown[];
}): number {
  if (found.isEmpty) {
    return FULL_SWEEP_MS;
  }
  // Who is not let in now will not be in a moment.
  return found.isRestless && found.problems.length === 0
    ? RESTLESS_SWEEP_MS
    : SWEPT_AGAIN_MS;
}

/**
 * When something ready is read again. What one call can read together is read at the same time, whenever it became
 * ready; lanes differ, so that not all of them are due at once.
 */
export function nextWatch(
  type: Pick<ObjectType, 'watchSeconds' | 'findMany'>,
  { lane }: { lane: Lane },
  now: number,
): number {
  const every = (type.watchSeconds ?? READY_AGAIN_MS / 1_000) * 1_000;
  if (!type.findMany) {
    return now + every;
  }
  const offset = Number(lane.accountId) % every;
  return (Math.floor((now - offset) / every) + 1) * every + offset;
}

/** Milliseconds after which one in this state is read again at the latest. */
export function nextLookMs(
  type: Pick<ObjectType, 'nextLookSeconds'>,
  state: unknown,
): number {
  return (type.nextLookSeconds?.(state) ?? Infinity) * 1_000;
}

/** Minutes after a difference was seen: "CloudTrail typically delivers events within an average of about 5 minutes". */
const AUTHOR_LOOKS = [5, 15, 30];

/**
 * Milliseconds after a difference was seen at which CloudTrail is asked who made it, having been asked so often before.
 *
 * @returns undefined once it is not asked any more
 */
export function authorLookMs(asked: number): number | undefined {
  const minutes = AUTHOR_LOOKS[asked];
  return minutes === undefined ? undefined : minutes * 60_000;
}

/** How long the reading may take after which a share is called active; then a person is told what is not read. */
export const VERIFIED_WITHIN_MS = 10 * 60_000;

/** How long a way to cut a path may take before the next is tried as well. */
export const CUT_PATIENCE_MS = 60_000;

interface Backoff {
  firstMs: number;
  factor: number;
  capMs: number;
}

const WHILE_PENDING: Backoff = { firstMs: 2_000, factor: 1.5, capMs: 15_000 };

const AFTER: Record<Verdict, Backoff> = {
  'retry-now': { firstMs: 500, factor: 2, capMs: 15_000 },
  'retry-later': { firstMs: 3_000, factor: 2, capMs: 60_000 },
  'needs-a-person': { firstMs: 15_000, factor: 2, capMs: 60_000 },
  never: { firstMs: 60_000, factor: 2, capMs: 300_000 },
};

/** Where the jitter comes from: [0, 1). */
export type Random = () => number;

/** Milliseconds until something that AWS is working on is looked at again. */
export function pendingWait(attempts: number, random: Random): number {
  return wait(WHILE_PENDING, attempts, random);
}

/** Milliseconds until something that failed is tried again. */
export function failureWait(
  verdict: Verdict,
  attempts: number,
  random: Random,
): number {
  return wait(AFTER[verdict], attempts, random);
}

/** The jitter only shortens, so that a cap stays one. */
function wait(backoff: Backoff, attempts: number, random: Random): number {
  const { firstMs, factor, capMs } = backoff;
  const full = Math.min(firstMs * factor ** attempts, capMs);
  return Math.round(full * (1 - 0.2 * random()));
}
