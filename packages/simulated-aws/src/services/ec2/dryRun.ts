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

import type { Handlers } from '../../core/Service';
import { refuse } from './errors';
import type { Ec2 } from './sdk';

type AnyHandler = (input: { DryRun?: boolean }, call: never) => unknown;

/** Who only asks whether they may is told so by an error, after AWS has found that they may. */
export function withDryRun(handlers: Handlers<Ec2>): Handlers<Ec2> {
  const guarded = Object.entries(handlers as Record<string, AnyHandler>).map(
    ([operation, handler]): [string, AnyHandler] => [
      operation,
      (input, call) => {
        if (input.DryRun) {
          throw refuse(
            'DryRunOperation',
            'Request would have succeeded, but DryRun flag is set.',
            412,
          );
        }
        return handler(input, call);
      },
    ],
  );
  return Object.fromEntries(guarded) as Handlers<Ec2>;
}
