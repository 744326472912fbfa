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

/** A call that did not end in time. What it does in AWS may yet take effect. */
export class DeadlineError extends Error {
  constructor(operation: string, deadlineMs: number) {
    super(
      `${operation} gave no answer within ${Math.round(
        deadlineMs / 1_000,
      )} s: it is looked for before it is tried again.`,
    );
    this.name = 'DeadlineError';
  }
}

/** Waits for a call, but not longer than its deadline, in real time. */
export async function callWithin<T>(
  deadlineMs: number,
  operation: string,
  call: () => Promise<T>,
): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new DeadlineError(operation, deadlineMs)),
      deadlineMs,
    );
    timer.unref();
  });
  try {
    return await Promise.race([call(), deadline]);
  } finally {
    clearTimeout(timer);
  }
}
