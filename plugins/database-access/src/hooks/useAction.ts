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

import { toError } from '@backstage/errors';
import { useCallback, useState } from 'react';

/** Something a person does that the backend may refuse. */
export interface Action<A extends unknown[]> {
  running: boolean;
  /** Why it was refused; gone when tried again. */
  error?: Error;
  /** Does it, unless it is being done already. */
  run(...input: A): Promise<void>;
}

/** Does something once at a time, and keeps the reason if it is refused. */
export function useAction<A extends unknown[]>(
  act: (...input: A) => Promise<void>,
): Action<A> {
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<Error>();
  const run = useCallback(
    async (...input: A) => {
      if (running) {
        return;
      }
      setRunning(true);
      setError(undefined);
      try {
        await act(...input);
      } catch (thrown) {
        setError(toError(thrown));
      } finally {
        setRunning(false);
      }
    },
    [act, running],
  );
  return { running, error, run };
}
