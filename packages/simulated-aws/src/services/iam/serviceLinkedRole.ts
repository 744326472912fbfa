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
import { GLOBAL_REGION } from '../../core/state';
import { serviceLinkedRoleName } from './roles';
import { iamState } from './state';

/** Who makes an account use a service for the first time needs the right to make the service's own role. */
export function toMakeServiceLinkedRole(
  call: Call,
  service: string,
): Permission[] {
  const { roles } = iamState.of(call.world, {
    accountId: call.accountId,
    region: GLOBAL_REGION,
  });
  const roleName = serviceLinkedRoleName(service)!;
  return roles[roleName]
    ? []
    : [
        {
          action: 'iam:CreateServiceLinkedRole',
          resources: [
            `arn:aws:iam::${call.accountId}:role/aws-service-role/${service}/${roleName}`,
          ],
          context: { 'iam:AWSServiceName': service },
        },
      ];
}
