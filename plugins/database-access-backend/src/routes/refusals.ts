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

import { isError } from '@backstage/errors';
import { discreet } from './audited';

/** One of several things that were asked for at once, and why it was refused. */
export interface Refused {
  id: string;
  error: Error;
}

const REFUSALS = [
  'InputError',
  'NotAllowedError',
  'NotFoundError',
  'ConflictError',
];

/** What people read where the portal has failed: why stands in the auditor log. */
const FAILED_HERE =
  'The portal failed at this one. Look at its page, and try again if it was not done.';

/** What a person did wrong, in words. Of a failure of ours no more is said. */
export function refusalOf(error: unknown): {
  name: string;
  message: string;
  code?: string;
} {
  if (!isError(error) || !REFUSALS.includes(error.name)) {
    return { name: 'Error', message: FAILED_HERE };
  }
  return {
    name: error.name,
    message: discreet(error).message,
    ...(typeof error.code === 'string' && { code: error.code }),
  };
}
