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

import type { Call, Permission } from '../../core/Service';
import { logGroupArn, logsState } from './state';

/**
 * To act on a log group. Its ARN in policies ends with `:*`, except in those for tags (CloudWatch Logs API Reference,
 * LogGroup).
 */
export function onGroup(
  call: Call,
  action: string,
  name: string,
  request: { tags?: Record<string, string>; isTagging?: true } = {},
): Permission {
  const { tags } = logsState.of(call.world, call).groups[name] ?? {};
  const arn = logGroupArn(call, name);
  return {
    action: `logs:${action}`,
    resources: [request.isTagging ? arn : `${arn}:*`],
    context: {
      ...keyed('aws:ResourceTag', tags),
      ...keyed('aws:RequestTag', request.tags),
    },
  };
}

function keyed(prefix: string, tags: Record<string, string> = {}) {
  return Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value]),
  );
}
