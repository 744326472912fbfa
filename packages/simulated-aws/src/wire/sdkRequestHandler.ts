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

import { LostAnswer } from '../core/errors';
import type { WireAnswer, WireRequest } from './http';

/** What a client of the SDK hands to its request handler. */
interface SdkRequest {
  method: string;
  path: string;
  query?: Record<string, string | string[] | null>;
  headers: Record<string, string>;
  body?: unknown;
  signal?: AbortSignal;
}

/**
 * Fits the `requestHandler` of every SDK client.
 *
 * @public
 */
export interface SdkRequestHandler {
  handle(request: any): Promise<{
    response: {
      statusCode: number;
      headers: Record<string, string>;
      body: Uint8Array;
    };
  }>;
  destroy(): void;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): object;
}

export function sdkRequestHandler(
  answer: (request: WireRequest) => Promise<WireAnswer>,
): SdkRequestHandler {
  return {
    async handle(request: SdkRequest) {
      try {
        const { status, headers, body } = await answer(wireRequest(request));
        return { response: { statusCode: status, headers, body } };
      } catch (error) {
        if (error instanceof LostAnswer) {
          // What the SDK's own handler says of a connection that the other side cut.
          throw Object.assign(new Error('socket hang up'), {
            name: 'TimeoutError',
            code: 'ECONNRESET',
          });
        }
        throw error;
      }
    },
    destroy() {},
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}

function wireRequest(request: SdkRequest): WireRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name.toLowerCase()] = value;
  }
  return {
    method: request.method,
    url: request.path + queryText(request.query ?? {}),
    headers,
    body: bytesOf(request.body),
    signal: request.signal,
  };
}

function queryText(query: Record<string, string | string[] | null>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map(
      v => `${encodeURIComponent(name)}=${encodeURIComponent(v ?? '')}`,
    ),
  );
  return pairs.length ? `?${pairs.join('&')}` : '';
}

function bytesOf(body: unknown): Uint8Array {
  if (body === undefined || body === null) {
    return new Uint8Array();
  }
  if (typeof body === 'string') {
    return Buffer.from(body);
  }
  if (body instanceof Uint8Array) {
    // The SDK's serializers hand over bytes that also play a string, and warn when they are treated as one.
    return new Uint8Array(body);
  }
  throw new Error('Simulated AWS reads no streams');
}
