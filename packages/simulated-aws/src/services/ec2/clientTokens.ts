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
import type { Call } from '../../core/Service';
import { invalidValue, refuse } from './errors';
import { ec2State } from './state';

const LONGEST = 64;

/**
 * Makes something once for each client token: the same request again is answered with what the first one made, another
 * one with the same token is refused ("Ensuring idempotency in Amazon EC2 API requests").
 *
 * @param parameters - what must be the same
 */
export function once<T>(
  call: Call,
  options: {
    clientToken: string | undefined;
    parameters: object;
    existing: Record<string, T>;
    make: () => { id: string; made: T };
  },
): T {
  const { clientToken, parameters, existing, make } = options;
  if (!clientToken) {
    return make().made;
  }
  if (clientToken.length > LONGEST) {
    throw invalidValue(
      'clientToken',
      clientToken,
      `It may have ${LONGEST} characters.`,
    );
  }
  const { clientTokens } = ec2State.of(call.world, call);
  const key = `${call.operation}/${clientToken}`;
  const digest = digestOf(parameters);
  const known = clientTokens[key];
  if (known && known.digest !== digest) {
    throw refuse(
      'IdempotentParameterMismatch',
      `The client token ${clientToken} was used with other parameters.`,
    );
  }
  if (known && existing[known.id]) {
    return existing[known.id];
  }
  const { id, made } = make();
  clientTokens[key] = { digest, id };
  return made;
}
