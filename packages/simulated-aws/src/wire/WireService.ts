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

import type { SimulatedService } from '../core/Service';
import {
  Codecs,
  createCodecs,
  ErrorSchema,
  isError,
  isOperation,
  OperationSchema,
  traitsOf,
} from './schema';
import { compileRoute, RestRoute } from './restRoutes';

export type Protocol = 'rest-json' | 'json-rpc' | 'query' | 'ec2';

/** A simulated service with what its SDK client knows of the wire. */
export interface WireService {
  simulated: SimulatedService;
  protocol: Protocol;
  /** The service in a signature's scope. */
  signingName: string;
  /** What stands before the dot of `X-Amz-Target`. */
  targetPrefix: string;
  apiVersion: string;
  xmlNamespace: string;
  /** It speaks JSON and still tells the error codes of the query protocol that it spoke before. */
  queryCompatible: boolean;
  operations: Map<string, OperationSchema>;
  /** By shape name, and by the code that query services use for it. */
  errors: Map<string, ErrorSchema>;
  routes: RestRoute[];
  codecs: Codecs;
}

interface SdkClient {
  config: {
    protocol: { getShapeId(): string };
    protocolSettings: {
      defaultNamespace: string;
      xmlNamespace?: string;
      version?: string;
      serviceTarget?: string;
      awsQueryCompatible?: boolean;
    };
    defaultSigningName: string;
  };
  destroy(): void;
}

const PROTOCOLS: Record<string, Protocol> = {
  restJson1: 'rest-json',
  awsJson1_0: 'json-rpc',
  awsJson1_1: 'json-rpc',
  awsQuery: 'query',
  ec2Query: 'ec2',
};

export function loadService(simulated: SimulatedService): WireService {
  const sdk = simulated.sdk as Record<string, unknown>;
  const { protocol, protocolSettings, defaultSigningName } = configOf(sdk);
  const shape = protocol.getShapeId().split('#')[1];
  if (!PROTOCOLS[shape]) {
    throw new Error(`Simulated AWS does not speak ${shape}`);
  }
  const operations = new Map<string, OperationSchema>();
  for (const exported of Object.values(sdk)) {
    if (isOperation(exported)) {
      operations.set(exported[2], exported);
    }
  }
  return {
    simulated,
    protocol: PROTOCOLS[shape],
    signingName: defaultSigningName,
    targetPrefix: protocolSettings.serviceTarget ?? '',
    apiVersion: protocolSettings.version ?? '',
    xmlNamespace: protocolSettings.xmlNamespace ?? '',
    queryCompatible: protocolSettings.awsQueryCompatible ?? false,
    operations,
    errors: errorsOf(sdk),
    routes: routesOf(operations),
    codecs: createCodecs({
      rest: shape === 'restJson1',
      xmlNamespace: protocolSettings.xmlNamespace,
      serviceNamespace: protocolSettings.defaultNamespace,
    }),
  };
}

/** The settings of the protocol are only to be had from a client. */
function configOf(sdk: Record<string, unknown>): SdkClient['config'] {
  const Client = Object.entries(sdk).find(
    ([name, value]) =>
      /^[A-Za-z0-9]+Client$/.test(name) && typeof value === 'function',
  )?.[1] as (new (config: object) => SdkClient) | undefined;
  if (!Client) {
    throw new Error('A simulated service needs the module of an AWS client');
  }
  const client = new Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'unused', secretAccessKey: 'unused' },
  });
  client.destroy();
  return client.config;
}

function errorsOf(sdk: Record<string, unknown>): Map<string, ErrorSchema> {
  const errors = new Map<string, ErrorSchema>();
  const registries = (sdk.errorTypeRegistries ?? []) as Array<{
    schemas: Map<string, unknown>;
  }>;
  for (const registry of registries) {
    for (const schema of registry.schemas.values()) {
      // Every client also registers a base exception of its own, which is no error of the service.
      if (isError(schema) && !schema[1].startsWith('smithy.ts.sdk')) {
        errors.set(schema[2], schema);
        const [queryCode] = traitsOf(schema).awsQueryError ?? [];
        if (queryCode && !errors.has(queryCode)) {
          errors.set(queryCode, schema);
        }
      }
    }
  }
  return errors;
}

function routesOf(operations: Map<string, OperationSchema>): RestRoute[] {
  return [...operations.values()]
    .flatMap(operation => compileRoute(operation) ?? [])
    .sort(
      (a, b) =>
        b.literals.length - a.literals.length ||
        b.literalLength - a.literalLength,
    );
}
