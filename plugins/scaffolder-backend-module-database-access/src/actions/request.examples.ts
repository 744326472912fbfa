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

import { TemplateExample } from '@backstage/plugin-scaffolder-node';

export const examples: TemplateExample[] = [
  {
    description: 'Ask for what was planned in the step before',
    example: `steps:
  - id: plan
    action: database-access:plan
    input:
      databaseRef: \${{ parameters.database }}
      network: \${{ parameters.network }}
      durationSeconds: \${{ parameters.durationSeconds }}
  - id: request
    name: Ask the owners
    action: database-access:request
    input:
      databaseRef: \${{ parameters.database }}
      network: \${{ parameters.network }}
      durationSeconds: \${{ parameters.durationSeconds }}
      purpose: \${{ parameters.purpose }}
      planDigest: \${{ steps.plan.output.planDigest }}
output:
  links:
    - title: The request
      url: /database-access/requests/\${{ steps.request.output.requestId }}
`,
  },
  {
    description:
      'Ask from several networks, each with a key of its own, to be built later',
    example: `steps:
  - id: plan
    each: \${{ parameters.networks }}
    action: database-access:plan
    input:
      databaseRef: resource:default/orders-postgres
      network: \${{ each.value }}
      durationSeconds: 2592000
  - id: request
    each: \${{ parameters.networks }}
    action: database-access:request
    input:
      databaseRef: resource:default/orders-postgres
      network: \${{ each.value }}
      durationSeconds: 2592000
      purpose: Nightly reports
      planDigest: \${{ steps.plan.output.planDigest[each.key] }}
      start: manual
      idempotencyKey: \${{ context.task.id }}/\${{ each.value }}
`,
  },
];
