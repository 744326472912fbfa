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
    description: 'Plan, and fail with the reason if access cannot be asked for',
    example: `steps:
  - id: plan
    name: Plan the access
    action: database-access:plan
    input:
      databaseRef: \${{ parameters.database }}
      network: \${{ parameters.network }}
      durationSeconds: 2592000
`,
  },
  {
    description:
      'Ask for PrivateLink, say why, and go on whether it is possible or not',
    example: `steps:
  - id: plan
    action: database-access:plan
    input:
      databaseRef: resource:default/orders-postgres
      network: analytics-databricks
      durationSeconds: 28800
      connectVia: privatelink
      overrideReason: Our clients need metrics of their connections
      expectedGbPerMonth: 250
      stopIfBlocked: false
  - id: tell
    if: \${{ steps.plan.output.requestable }}
    action: debug:log
    input:
      message: It would cost \${{ steps.plan.output.monthlyCostAtVolume }} USD a month
`,
  },
];
