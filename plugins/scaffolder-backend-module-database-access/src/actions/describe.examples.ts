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
    description: 'Read what AWS says of the database that a person picked',
    example: `steps:
  - id: describe
    name: Look at the database
    action: database-access:describe
    input:
      databaseRef: \${{ parameters.database }}
  - id: tell
    name: Tell what it is
    action: debug:log
    input:
      message: \${{ steps.describe.output.engine }} at \${{ steps.describe.output.host }}:\${{ steps.describe.output.port }}
`,
  },
  {
    description: 'Go on only if nothing stands in the way of a request',
    example: `steps:
  - id: describe
    action: database-access:describe
    input:
      databaseRef: resource:default/orders-postgres
  - id: next
    if: \${{ steps.describe.output.requestable }}
    action: debug:log
    input:
      message: Access may be asked for
`,
  },
];
