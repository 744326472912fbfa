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

import { ResponseError } from '@backstage/errors';

/** What the API client throws for this answer of the backend. */
export function responseError(options: {
  statusCode: number;
  name: string;
  message: string;
  code?: string;
}): Promise<ResponseError> {
  const { statusCode, name, message, code } = options;
  const body = JSON.stringify({
    error: { name, message, code },
    request: { method: 'GET', url: '/v1/databases/default/orders-postgres' },
    response: { statusCode },
  });
  return ResponseError.fromResponse({
    headers: new Headers({ 'content-type': 'application/json' }),
    ok: false,
    redirected: false,
    status: statusCode,
    statusText: name,
    type: 'default',
    url: '/v1/databases/default/orders-postgres',
    text: async () => body,
  });
}
