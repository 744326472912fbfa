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

import type { BucketSize } from '../../core/TokenBuckets';

/**
 * AWS Lambda Developer Guide, "Lambda quotas", API requests: GetFunction 100 a second, GetPolicy 15, and the remaining
 * control plane operations 15 a second all together. Invocations are limited by concurrency, which is not simulated.
 */
export function lambdaBucket(
  operation: string,
): { name: string; size: BucketSize } | undefined {
  switch (operation) {
    case 'Invoke':
      return undefined;
    case 'GetFunction':
      return { name: operation, size: { burst: 100, refillPerSecond: 100 } };
    case 'GetPolicy':
      return { name: operation, size: { burst: 15, refillPerSecond: 15 } };
    default:
      return {
        name: 'control-plane',
        size: { burst: 15, refillPerSecond: 15 },
      };
  }
}
