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

import type { ValueRules } from '../../core/Service';

/** What the model says of tags. */
export function tagRules(operation: string): ValueRules {
  return {
    [`${operation}.Tags[].Key`]: {
      length: [1, 128],
      pattern: /^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$/u,
    },
    [`${operation}.Tags[].Value`]: {
      length: [0, 256],
      pattern: /^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$/u,
    },
  };
}

export const PORT = { range: [1, 65535] as [number, number] };

export const PROTOCOLS = [
  'HTTP',
  'HTTPS',
  'TCP',
  'TLS',
  'UDP',
  'TCP_UDP',
  'GENEVE',
  'QUIC',
  'TCP_QUIC',
];

/** What the model says of a health check. */
export function healthCheckRules(operation: string): ValueRules {
  return {
    [`${operation}.HealthCheckProtocol`]: { enum: PROTOCOLS },
    [`${operation}.HealthCheckIntervalSeconds`]: { range: [5, 300] },
    [`${operation}.HealthCheckTimeoutSeconds`]: { range: [2, 120] },
    [`${operation}.HealthyThresholdCount`]: { range: [2, 10] },
    [`${operation}.UnhealthyThresholdCount`]: { range: [2, 10] },
  };
}

export function attributeRules(operation: string): ValueRules {
  return {
    [`${operation}.Attributes[].Key`]: {
      length: [0, 256],
      pattern: /^[a-zA-Z0-9._]+$/,
    },
  };
}

export function pageRules(operation: string): ValueRules {
  return { [`${operation}.PageSize`]: { range: [1, 400] } };
}
