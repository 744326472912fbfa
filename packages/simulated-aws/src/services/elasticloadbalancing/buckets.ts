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

import type { BucketSize, NamedBucket } from '../../core/TokenBuckets';

/**
 * "Request throttling for the Elastic Load Balancing API": the operations of a category share a bucket, and all of them
 * one beside.
 */
const ACCOUNT: BucketSize = { burst: 40, refillPerSecond: 10 };
const READING: BucketSize = { burst: 40, refillPerSecond: 10 };
const CHANGING: BucketSize = { burst: 20, refillPerSecond: 3 };
const TARGETS: BucketSize = { burst: 20, refillPerSecond: 4 };
const COSTLY: BucketSize = { burst: 10, refillPerSecond: 0.2 };

export function elbBuckets(operation: string): NamedBucket[] {
  return [categoryOf(operation), { name: 'account', size: ACCOUNT }];
}

function categoryOf(operation: string): NamedBucket {
  if (operation.startsWith('Describe')) {
    return { name: 'reading', size: READING };
  }
  if (['CreateLoadBalancer', 'SetSubnets'].includes(operation)) {
    return { name: 'costly', size: COSTLY };
  }
  return /^(Register|Deregister)Targets$/.test(operation)
    ? { name: 'targets', size: TARGETS }
    : { name: 'changing', size: CHANGING };
}
