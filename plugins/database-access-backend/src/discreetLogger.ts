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
import { JsonObject, JsonValue } from '@backstage/types';
import { conceal } from './config';

/** A logger that repeats no secret, whatever it is told and whatever the one behind it takes out. */
export function discreetLogger(logger: LoggerService): LoggerService {
  const write =
    (level: 'error' | 'warn' | 'info' | 'debug') =>
    (message: string, meta?: Error | JsonObject) =>
      logger[level](conceal(message), meta && discreetly(meta));
  return {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
    child: meta => discreetLogger(logger.child(discreetly(meta))),
  };
}

function discreetly<T extends Error | JsonValue | undefined>(said: T): T {
  if (said instanceof Error) {
    const { message, name, stack } = said;
    const error = new Error(conceal(message));
    return Object.assign(error, { name, stack: stack && conceal(stack) }) as T;
  }
  if (typeof said === 'string') {
    return conceal(said) as T;
  }
  if (Array.isArray(said)) {
    return said.map(discreetly) as T;
  }
  if (typeof said === 'object' && said !== null) {
    return Object.fromEntries(
      Object.entries(said).map(([key, value]) => [key, discreetly(value)]),
    ) as T;
  }
  return said;
}
