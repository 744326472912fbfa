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

import type { OperationSchema } from './schema';
import { matchRoute, RestRoute } from './restRoutes';
import { Signature, signatureOf, WireRequest } from './http';
import type { Protocol, WireService } from './WireService';

/**
 * What can be known of a request without reading its input: it is enough to answer an error in the right protocol, so it
 * is known before anything that may fail.
 */
export interface Located {
  request: WireRequest;
  url: URL;
  signature: Signature;
  protocol: Protocol;
  /** `1.0` or `1.1`, as the caller said. */
  jsonVersion: string;
  service?: WireService;
  /** As the caller called it; the service may not have it. */
  operationName: string;
  operation?: OperationSchema;
  /** The parameters of a query request. */
  form?: URLSearchParams;
  /** Where the path matched. */
  rest?: { route: RestRoute; labels: Record<string, string> };
}

/** Says which operation of which service a request means, whatever else is wrong with it. */
export function locate(services: WireService[], request: WireRequest): Located {
  const url = parseUrl(request.url);
  const signature = signatureOf(request, url);
  const signed = services.find(s => s.signingName === signature.service);
  const common = { request, url, signature, jsonVersion: '1.1' };

  const target = request.headers['x-amz-target'];
  if (target !== undefined) {
    return { ...common, ...locateTarget(services, signed, request, target) };
  }
  const contentType = request.headers['content-type'] ?? '';
  if (
    contentType.startsWith('application/x-www-form-urlencoded') ||
    url.searchParams.has('Action')
  ) {
    const text = Buffer.from(request.body).toString('utf8');
    const form = new URLSearchParams(text || url.search);
    return { ...common, ...locateForm(services, signed, form) };
  }
  return { ...common, ...locateRest(services, signed, request, url) };
}

/** Any text that a client may send as a URL has some meaning; nonsense means the root. */
export function parseUrl(url: string): URL {
  try {
    return new URL(url, 'http://simulated-aws');
  } catch {
    return new URL('http://simulated-aws/');
  }
}

function locateTarget(
  services: WireService[],
  signed: WireService | undefined,
  request: WireRequest,
  target: string,
) {
  // Some clients put a whole namespace before it: com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents
  const [operationName, prefix] = target.split('.').reverse();
  const service = signed ?? services.find(s => s.targetPrefix === prefix);
  return {
    protocol: 'json-rpc' as const,
    service,
    operationName,
    operation: service?.operations.get(operationName),
    jsonVersion: request.headers['content-type']?.endsWith('1.0')
      ? '1.0'
      : '1.1',
  };
}

function locateForm(
  services: WireService[],
  signed: WireService | undefined,
  form: URLSearchParams,
) {
  const operationName = form.get('Action') ?? '';
  const version = form.get('Version');
  const service =
    signed ??
    services.find(
      s => s.apiVersion === version && s.operations.has(operationName),
    );
  return {
    protocol:
      service?.protocol === 'ec2' ? ('ec2' as const) : ('query' as const),
    service,
    operationName,
    operation: service?.operations.get(operationName),
    form,
  };
}

function locateRest(
  services: WireService[],
  signed: WireService | undefined,
  request: WireRequest,
  url: URL,
) {
  for (const service of signed ? [signed] : services) {
    for (const route of service.routes) {
      const labels = matchRoute(route, request.method, url);
      if (labels) {
        return {
          protocol: service.protocol,
          service,
          operationName: route.operation[2],
          operation: route.operation,
          rest: { route, labels },
        };
      }
    }
  }
  // A signed request without an operation is still answered in its service's protocol.
  return {
    protocol: signed?.protocol ?? ('rest-json' as const),
    service: signed,
    operationName: `${request.method} ${url.pathname}`,
  };
}
