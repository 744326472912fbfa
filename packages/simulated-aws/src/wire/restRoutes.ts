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

import { OperationSchema, traitsOf } from './schema';

/** What a request must look like to mean this operation. */
export interface RestRoute {
  operation: OperationSchema;
  method: string;
  path: RegExp;
  labels: string[];
  /** Query parameters that the URI pattern itself names. */
  literals: Array<[name: string, value?: string]>;
  /** Characters that are not labels: the more, the more specific. */
  literalLength: number;
}

export function compileRoute(
  operation: OperationSchema,
): RestRoute | undefined {
  const http = traitsOf(operation).http;
  if (!http) {
    return undefined;
  }
  const [method, uri] = http;
  const [path, query = ''] = uri.split('?');
  const labels: string[] = [];
  let literalLength = 0;
  const pattern = path
    .replace(/\/$/, '')
    .split(/(\{[^}]+\})/)
    .map(part => {
      if (!part.startsWith('{')) {
        literalLength += part.length;
        return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      }
      const greedy = part.endsWith('+}');
      labels.push(part.slice(1, greedy ? -2 : -1));
      return greedy ? '(.+)' : '([^/]+)';
    })
    .join('');
  return {
    operation,
    method,
    // botocore ends some paths with a slash where the JavaScript SDK does not.
    path: new RegExp(`^${pattern}/?$`),
    labels,
    literals: query
      ? query.split('&').map(pair => pair.split('=') as [string, string?])
      : [],
    literalLength,
  };
}

/** The labels of the path, still encoded; undefined if the request does not mean this operation. */
export function matchRoute(
  route: RestRoute,
  method: string,
  url: URL,
): Record<string, string> | undefined {
  if (route.method !== method) {
    return undefined;
  }
  const match = route.path.exec(url.pathname);
  const query = url.searchParams;
  const fits = route.literals.every(
    ([name, value]) =>
      query.has(name) && (value === undefined || query.get(name) === value),
  );
  if (!match || !fits) {
    return undefined;
  }
  return Object.fromEntries(
    route.labels.map((label, i) => [label, match[i + 1]]),
  );
}
