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
    description: 'Watch the build of a request that needed no decision',
    example: `steps:
  - id: provision
    name: Build it
    if: \${{ steps.request.output.status !== 'pending' }}
    action: database-access:provision
    input:
      requestId: \${{ steps.request.output.requestId }}
`,
  },
  {
    description: 'Build an approved request, and tell how to connect',
    example: `steps:
  - id: provision
    action: database-access:provision
    input:
      requestId: \${{ parameters.requestId }}
      timeoutMinutes: 20
  - id: tell
    if: \${{ steps.provision.output.status === 'active' }}
    action: debug:log
    input:
      message: \${{ steps.provision.output.host }}:\${{ steps.provision.output.port }} answers in the network
`,
  },
];
