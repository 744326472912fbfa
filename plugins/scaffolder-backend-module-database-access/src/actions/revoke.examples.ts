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
    description: 'Take access away, and go on as soon as nothing passes',
    example: `steps:
  - id: revoke
    name: Take access away
    action: database-access:revoke
    input:
      shareId: \${{ parameters.shareId }}
      reason: \${{ parameters.reason }}
      waitUntil: cut
`,
  },
  {
    description: 'Wait until everything is gone from AWS',
    example: `steps:
  - id: revoke
    action: database-access:revoke
    input:
      shareId: \${{ parameters.shareId }}
      reason: The project has ended
      waitUntil: removed
      timeoutMinutes: 45
`,
  },
];
