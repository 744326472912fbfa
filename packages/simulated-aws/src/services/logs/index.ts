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

import * as sdk from '@aws-sdk/client-cloudwatch-logs';
import { defineService } from '../../core/Service';
import type { BucketSize } from '../../core/TokenBuckets';
import { jsonRefusals } from '../jsonRefusals';
import { filterLogEvents } from './filterLogEvents';
import { logGroups } from './logGroups';
import { logsObjects } from './objects';
import type { LogsPart } from './part';

const parts: LogsPart[] = [logGroups, filterLogEvents];

/** "CloudWatch Logs quotas": 25 a second in us-east-1, where simulated AWS is as quick everywhere. */
const BUCKETS: Record<string, BucketSize> = {
  DescribeLogGroups: { burst: 10, refillPerSecond: 10 },
  FilterLogEvents: { burst: 25, refillPerSecond: 25 },
};

/** Log groups that services of AWS write to, and no others: nobody can put in lines of his own. */
export const logs = defineService<typeof sdk>({
  sdk,
  prefix: 'logs',
  handlers: Object.assign({}, ...parts.map(part => part.handlers)),
  permissions: Object.assign({}, ...parts.map(part => part.permissions)),
  rules: Object.assign({}, ...parts.map(part => part.rules)),
  bucket(operation) {
    const size = BUCKETS[operation];
    return size && { name: operation, size };
  },
  refusals: jsonRefusals({
    invalid: 'InvalidParameterException',
    throttled: 'ThrottlingException',
  }),
  objects: logsObjects,
});
