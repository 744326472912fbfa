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
 * "Request throttling for the Amazon EC2 API": each operation has a bucket of its own for each account and Region; the
 * categories only tell how big it is.
 */
const READING: BucketSize = { burst: 100, refillPerSecond: 20 };
const READING_EVERYTHING: BucketSize = { burst: 50, refillPerSecond: 10 };
const CHANGING: BucketSize = { burst: 50, refillPerSecond: 5 };
const ENDPOINTS: BucketSize = { burst: 4, refillPerSecond: 0.3 };

const SERVICES: BucketSize = { burst: 10, refillPerSecond: 1 };

const OF_THEIR_OWN: Record<string, BucketSize> = {
  CreateVpcEndpoint: ENDPOINTS,
  ModifyVpcEndpoint: ENDPOINTS,
  DeleteVpcEndpoints: ENDPOINTS,
  CreateVpcEndpointServiceConfiguration: SERVICES,
  ModifyVpcEndpointServiceConfiguration: SERVICES,
  DeleteVpcEndpointServiceConfigurations: SERVICES,
  AcceptVpcEndpointConnections: SERVICES,
  RejectVpcEndpointConnections: SERVICES,
  CreateTags: { burst: 100, refillPerSecond: 10 },
};

/** These cost AWS more when they neither name what they want nor take it in pages. */
const WIDE = ['DescribeSecurityGroups', 'DescribeNetworkInterfaces'];

export function ec2Bucket(
  operation: string,
  input: Record<string, unknown> = {},
): { name: string; size: BucketSize } {
  if (WIDE.includes(operation) && !isNarrow(input)) {
    return { name: `${operation}/unfiltered`, size: READING_EVERYTHING };
  }
  const size =
    OF_THEIR_OWN[operation] ??
    (operation.startsWith('Describe') ? READING : CHANGING);
  return { name: operation, size };
}

function isNarrow(input: Record<string, unknown>): boolean {
  return Object.entries(input).some(
    ([name, value]) =>
      name !== 'DryRun' &&
      value !== undefined &&
      !(Array.isArray(value) && value.length === 0),
  );
}
