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

import { http, HttpResponse, RequestHandler } from 'msw';
import { LostAnswer } from '../core/errors';
import type { SimulatedAws } from '../SimulatedAws';

/**
 * The same AWS as request handlers of msw, so that tests of code that makes its own clients need no port.
 *
 * @param options - the endpoint that those clients are configured with, e.g. `http://simulated-aws`
 *
 * @public
 */
export function simulatedAwsHandlers(
  aws: SimulatedAws,
  options: { endpoint: string },
): RequestHandler[] {
  const endpoint = options.endpoint.replace(/\/$/, '');
  return [
    http.all(`${endpoint}/*`, async ({ request }) => {
      const url = new URL(request.url);
      try {
        const { status, headers, body } = await aws.handle({
          method: request.method,
          url: url.pathname + url.search,
          headers: Object.fromEntries(request.headers),
          body: new Uint8Array(await request.arrayBuffer()),
        });
        const hasBody = status !== 204;
        return new HttpResponse(hasBody ? Buffer.from(body) : null, {
          status,
          headers,
        });
      } catch (error) {
        if (error instanceof LostAnswer) {
          return HttpResponse.error();
        }
        throw error;
      }
    }),
  ];
}
