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

import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';

/**
 * Does something with each, one after the other. One that fails is told in the log, is tried again the next time, and keeps
 * none of the others waiting.
 */
export async function eachAlone<T extends { id: string }>(
  items: readonly T[],
  work: (item: T) => Promise<void>,
  options: {
    logger: LoggerService;
    /** For people: `The access share-1 was not ended`. */
    failed: (item: T) => string;
    signal?: AbortSignal;
  },
): Promise<void> {
  const { logger, failed, signal } = options;
  for (const item of items) {
    if (signal?.aborted) {
      return;
    }
    try {
      await work(item);
    } catch (error) {
      logger.warn(`${failed(item)}: ${toError(error).message}`);
    }
  }
}
