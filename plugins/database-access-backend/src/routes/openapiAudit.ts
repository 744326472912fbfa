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

import { refused } from './openapiParts';

const moment = { type: 'string', minLength: 1, maxLength: 40 } as const;
const id = { type: 'string', minLength: 1, maxLength: 36 } as const;
const file = { type: 'string' } as const;

/** The timelines in writing. */
export const auditPaths = {
  '/v1/audit': {
    get: {
      operationId: 'ExportAudit',
      description:
        'What happened to requests and shares, as a file that can be proved to be whole: of a time, of a request, of a share, of a database',
      parameters: [
        // Times and refs have colons, which people write as they are.
        { name: 'from', in: 'query', allowReserved: true, schema: moment },
        { name: 'to', in: 'query', allowReserved: true, schema: moment },
        {
          name: 'format',
          in: 'query',
          schema: { type: 'string', enum: ['jsonl', 'csv'] },
        },
        { name: 'requestId', in: 'query', schema: id },
        { name: 'shareId', in: 'query', schema: id },
        {
          name: 'databaseRef',
          in: 'query',
          allowReserved: true,
          schema: { type: 'string', minLength: 1, maxLength: 255 },
        },
      ],
      responses: {
        '200': {
          description: 'The file',
          content: {
            'application/jsonl': { schema: file },
            'text/csv': { schema: file },
          },
        },
        default: refused,
      },
    },
  },
} as const;
