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

import { ERROR_CODES } from '@towpath/backstage-plugin-database-access-common';
import { AwsCallError } from '../aws';

/**
 * For what only advises: a role that may not ask hides nothing but the advice.
 *
 * @returns undefined if the account's role may not ask
 * @throws AwsCallError if AWS does not say for another reason
 */
export async function unlessRefused<T>(
  answer: Promise<T>,
): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (
      error instanceof AwsCallError &&
      error.code === ERROR_CODES.accountRefused
    ) {
      return undefined;
    }
    throw error;
  }
}
