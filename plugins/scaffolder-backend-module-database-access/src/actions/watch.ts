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

import { setTimeout as sleep } from 'node:timers/promises';
import { isError } from '@backstage/errors';
import { RefusedError } from './asInitiator';

/**
 * The time that an action waits in.
 *
 * @public
 */
export interface Time {
  /** Milliseconds since 1970. */
  now(): number;
  /** Ends after this time, or rejects as soon as the signal is aborted. */
  pause(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The time on the wall. */
export const realTime: Time = {
  now: () => Date.now(),
  pause: (ms, signal) => sleep(ms, undefined, { signal }),
};

/** How long an action may watch, in minutes: a person's token ends after about an hour. */
export const LONGEST_WATCH_MINUTES = 45;

const BETWEEN_READINGS_MS = 2_000;

/**
 * Reads again and again until it is over or the time is. A backend that restarts meanwhile ends nothing; one that
 * refuses does.
 *
 * @returns the last reading, or undefined if the backend never answered
 */
export async function watch<T>(options: {
  read(): Promise<T>;
  isOver(reading: T): boolean;
  minutes: number;
  time: Time;
  signal?: AbortSignal;
  /** Told once for each silence. */
  onSilence(error: Error): void;
}): Promise<T | undefined> {
  const { read, isOver, minutes, time, signal, onSilence } = options;
  const end = time.now() + minutes * 60_000;
  let last: T | undefined;
  let silent = false;
  for (;;) {
    signal?.throwIfAborted();
    const answer = await hear(read);
    if ('silence' in answer) {
      if (!silent) {
        onSilence(answer.silence);
      }
    } else {
      last = answer.reading;
      if (isOver(last)) {
        return last;
      }
    }
    silent = 'silence' in answer;
    if (time.now() + BETWEEN_READINGS_MS > end) {
      return last;
    }
    await time.pause(BETWEEN_READINGS_MS, signal);
  }
}

async function hear<T>(
  read: () => Promise<T>,
): Promise<{ reading: T } | { silence: Error }> {
  try {
    return { reading: await read() };
  } catch (error) {
    if (isError(error) && isPassing(error)) {
      return { silence: error };
    }
    throw error;
  }
}

/** The backend could not be reached, failed, or asks to come back later. */
function isPassing(error: Error): boolean {
  if (error instanceof RefusedError) {
    return error.statusCode >= 500 || error.statusCode === 429;
  }
  // `fetch` fails so if nobody answers; a defect of ours is a TypeError without a cause.
  return error.name === 'TypeError' && error.cause !== undefined;
}
