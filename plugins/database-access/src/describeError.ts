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

/** What a person should read of an error, whoever made it. */
export interface ErrorDescription {
  /** The backend's sentence where there is one. */
  message: string;
  /** One of `ERROR_CODES`, if the backend gave one. */
  code?: string;
  /** The caller lacks the permission. */
  forbidden: boolean;
  /** What the backend answered, or as much as is known of a failure on the way to it. */
  details: unknown;
}

/** Looks for the backend's own words, which a `ResponseError` carries inside. */
export function describeError(thrown: unknown): ErrorDescription {
  const error = toError(thrown) as Error & {
    cause?: { name?: string; message?: string };
    body?: { error?: { code?: unknown } };
  };
  const { name, message } = error.cause ?? error;
  const code = error.body?.error?.code;
  return {
    message: message || error.message,
    code: typeof code === 'string' ? code : undefined,
    forbidden: name === 'NotAllowedError',
    details: error.body ?? { name: error.name, message: error.message },
  };
}
