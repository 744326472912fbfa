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

import * as ec2 from '@aws-sdk/client-ec2';
import * as iam from '@aws-sdk/client-iam';
import * as organizations from '@aws-sdk/client-organizations';
import * as ram from '@aws-sdk/client-ram';
import * as rds from '@aws-sdk/client-rds';
import * as sts from '@aws-sdk/client-sts';
import * as lattice from '@aws-sdk/client-vpc-lattice';
import { AwsError } from '../core/errors';
import { bareService } from '../testing/bareService';
import { randomValue, seeded } from '../testing/randomValue';
import { checkInput, checkOutput } from './check';
import { locate } from './locate';
import { readInput } from './readInput';
import { membersOf, OperationSchema, schemaOf } from './schema';
import { sdkRequestHandler } from './sdkRequestHandler';
import type { WireAnswer, WireRequest } from './http';
import { loadService, WireService } from './WireService';
import { writeAnswer } from './writeAnswer';
import { writeError } from './writeError';

const SEEDS = [1, 2, 3];

jest.setTimeout(120_000);

/** What the SDK reads as an object playing a string is a string to us; what is absent is absent. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) {
    return `bytes ${Buffer.from(value).toString('hex')}`;
  }
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    if ('deserializeJSON' in value) {
      return String(value);
    }
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name, v]) => v !== undefined && name !== '$metadata')
        .map(([name, v]) => [name, plain(v)]),
    );
  }
  return value;
}

/** The SDK's own command for this operation, sent by the SDK's own client, answered by `answer`. */
async function send(
  sdk: Record<string, any>,
  operation: OperationSchema,
  input: unknown,
  answer: (request: WireRequest) => Promise<WireAnswer>,
): Promise<any> {
  const Client = Object.entries(sdk).find(([name]) =>
    /^[A-Za-z0-9]+Client$/.test(name),
  )![1];
  const client = new Client({
    region: 'us-east-1',
    endpoint: 'http://simulated-aws',
    credentials: { accessKeyId: 'k', secretAccessKey: 's' },
    maxAttempts: 1,
    requestHandler: sdkRequestHandler(answer),
  });
  // Hand-written middleware of the SDK rewrites a few inputs (presigned URLs of copies); the protocol alone is judged.
  const { protocol } = client.config;
  const context = {
    ...client.config,
    endpoint: async () => ({ protocol: 'http:', hostname: 'aws', path: '/' }),
    __smithy_context: {
      service: client.config.protocolSettings.serviceTarget,
      operation: operation[2],
    },
  };
  const [, namespace, name, traits, inputSchema, outputSchema] = operation;
  const schema = {
    namespace,
    name,
    traits,
    input: inputSchema,
    output: outputSchema,
  };
  protocol.setSerdeContext(context);
  const request = await protocol.serializeRequest(schema, input, context);
  request.headers.authorization = `AWS4-HMAC-SHA256 Credential=k/20261102/us-east-1/${client.config.defaultSigningName}/aws4_request`;
  const { response } = await client.config.requestHandler.handle(request);
  return protocol.deserializeResponse(schema, context, response);
}

describe.each(
  Object.entries({
    ec2,
    iam,
    organizations,
    ram,
    rds,
    sts,
    'vpc-lattice': lattice,
  }),
)('the wire of %s', (_name, sdk) => {
  const service: WireService = loadService(bareService(sdk));
  const operations = [...service.operations.values()];

  it('reads every input that the SDK writes and writes every output that the SDK reads', async () => {
    const different: string[] = [];
    for (const seed of SEEDS) {
      const random = seeded(seed);
      for (const operation of operations) {
        const [, , name, , inputSchema, outputSchema] = operation;
        const input = schemaOf(inputSchema).isUnitSchema()
          ? {}
          : randomValue(schemaOf(inputSchema), random);
        const output = schemaOf(outputSchema).isUnitSchema()
          ? {}
          : (randomValue(schemaOf(outputSchema), random) as object);
        let read: unknown;
        const answered = await send(sdk, operation, input, async request => {
          const located = locate([service], request);
          expect(located.operationName).toBe(name);
          read = await readInput(located);
          expect(checkInput(name, inputSchema, read)).toEqual([]);
          expect(checkOutput(outputSchema, output)).toEqual([]);
          const asked = { service, operation, jsonVersion: '1.1' };
          return writeAnswer(asked, output as any, 'request-id');
        });
        const inputs = [
          JSON.stringify(plain(read)),
          JSON.stringify(plain(input)),
        ];
        const outputs = [
          JSON.stringify(plain(answered)),
          JSON.stringify(plain(output)),
        ];
        if (!sameJson(inputs)) {
          different.push(`input of ${name}: ${inputs.join(' for ')}`);
        }
        if (!sameJson(outputs)) {
          different.push(`output of ${name}: ${outputs.join(' for ')}`);
        }
      }
    }
    expect(different).toEqual([]);
  });

  it('writes every error so that the SDK makes its own class of it', async () => {
    const random = seeded(7);
    const operation = operations.find(o => schemaOf(o[4]).isStructSchema())!;
    const input = randomValue(schemaOf(operation[4]), random);
    for (const schema of new Set(service.errors.values())) {
      const members = randomValue(schemaOf(schema), random) as Record<
        string,
        unknown
      >;
      const thrown: any = await send(sdk, operation, input, async request =>
        writeError(
          locate([service], request),
          new AwsError(schema[2], 'what is wrong', members),
          'request-id',
        ),
      ).catch(error => error);
      expect(thrown.name).toBe(schema[2]);
      expect(thrown).toBeInstanceOf((sdk as any)[schema[2]]);
      expect(thrown.message).toBe('what is wrong');
      const names = membersOf(schemaOf(schema)).names.filter(
        name => name.toLowerCase() !== 'message',
      );
      const pick = (from: any) =>
        plain(Object.fromEntries(names.map(name => [name, from[name]])));
      expect(pick(thrown)).toEqual(pick(members));
    }
  });
});

function sameJson([one, other]: string[]): boolean {
  try {
    expect(JSON.parse(one)).toEqual(JSON.parse(other));
    return true;
  } catch {
    return false;
  }
}
