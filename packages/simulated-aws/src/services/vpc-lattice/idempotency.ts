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
import { conflict, ResourceKind } from './refusals';
import { vpcLatticeState } from './state';

/**
 * Makes something once for each client token. "If you retry a request that completed successfully using the same client
 * token and parameters, the retry succeeds without performing any actions. If the parameters aren't identical, the retry
 * fails" (VPC Lattice API Reference, clientToken). It does not say with which error; ConflictException is the one of the
 * operation's errors that fits.
 */
export function createOnce<T extends { id: string }>(
  call: Call,
  options: {
    kind: ResourceKind;
    input: { clientToken?: string };
    existing: Record<string, T>;
    make: () => T;
  },
): T {
  const { clientToken, ...parameters } = options.input;
  if (!clientToken) {
    return options.make();
  }
  const tokens = vpcLatticeState.of(call.world, call).clientTokens;
  const key = `${options.kind}/${clientToken}`;
  const digest = digestOf(parameters);
  const known = tokens[key];
  const made = known && options.existing[known.id];
  if (made && known.digest !== digest) {
    throw conflict(
      options.kind,
      made.id,
      `The client token was used for ${made.id} with other parameters.`,
    );
  }
  if (made) {
    return made;
  }
  const created = options.make();
  tokens[key] = { digest, id: created.id };
  return created;
}
