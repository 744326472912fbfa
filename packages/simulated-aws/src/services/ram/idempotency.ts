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

import { digestOf } from '../../core/digest';
import { AwsError } from '../../core/errors';
import type { Call } from '../../core/Service';
import { ramState } from './state';

/**
 * Does something once for each client token.
 *
 * @param act - returns the ARN of what it did something to
 * @returns that ARN, of the first time if this is a repetition
 */
export function actOnce(
  call: Call,
  input: { clientToken?: string },
  act: () => string,
): string {
  const { clientToken, ...parameters } = input;
  if (!clientToken) {
    return act();
  }
  const { clientTokens } = ramState.of(call.world, call);
  const key = `${call.operation}/${clientToken}`;
  const digest = digestOf(parameters);
  const known = clientTokens[key];
  if (known && known.digest !== digest) {
    throw new AwsError(
      'IdempotentParameterMismatchException',
      `The client token ${clientToken} was used for ${call.operation} with other parameters.`,
    );
  }
  if (known) {
    return known.id;
  }
  const id = act();
  clientTokens[key] = { digest, id };
  return id;
}
