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

import type { SimulatedService } from './core/Service';
import { isOperation } from './wire/schema';

/** Why no call can ever be this operation, or one of these, as a sentence; undefined if one can. */
export function problemWithOperation(
  services: readonly SimulatedService[],
  operation: string,
): string | undefined {
  const [prefix, name, ...rest] = operation.split(':');
  const service = services.find(each => each.prefix === prefix);
  if (!service) {
    return `operation must begin with a simulated service (${services
      .map(each => each.prefix)
      .join(
        ', ',
      )}), for example ec2:CreateVpcEndpoint or ec2:*; not ${operation}.`;
  }
  const exists =
    rest.length === 0 && (name === '*' || isOperation(service.sdk[`${name}$`]));
  return exists ? undefined : `AWS has no operation ${operation}.`;
}
