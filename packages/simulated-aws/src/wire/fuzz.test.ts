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

import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as ec2 from '@aws-sdk/client-ec2';
import * as elb from '@aws-sdk/client-elastic-load-balancing-v2';
import * as events from '@aws-sdk/client-eventbridge';
import * as iam from '@aws-sdk/client-iam';
import * as lambda from '@aws-sdk/client-lambda';
import * as organizations from '@aws-sdk/client-organizations';
import * as pricing from '@aws-sdk/client-pricing';
import * as ram from '@aws-sdk/client-ram';
import * as rds from '@aws-sdk/client-rds';
import * as route53 from '@aws-sdk/client-route-53';
import * as servicequotas from '@aws-sdk/client-service-quotas';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import * as sts from '@aws-sdk/client-sts';
import * as lattice from '@aws-sdk/client-vpc-lattice';
import { isDeepStrictEqual } from 'util';
import { AwsError } from '../core/errors';
import { bareService } from '../testing/bareService';
import { randomValue, seeded } from '../testing/randomValue';
import { checkInput, checkOutput } from './check';
import { locate } from './locate';
import { readInput } from './readInput';
import {
  membersOf,
  OperationSchema,
  Schema,
  SchemaLike,
  schemaOf,
} from './schema';
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
    // A list that node itself made has another realm's prototype.
    return Array.from(value, plain);
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

type Answer = (request: WireRequest) => Promise<WireAnswer>;

/**
 * The SDK's side of the wire: its client's own protocol writes the request, `answer` answers it, and the protocol reads
 * the answer. Middleware that the SDK adds by hand (presigned URLs of copies) is left out.
 */
function sdkSide(sdk: Record<string, any>) {
  const Client = Object.entries(sdk).find(([name]) =>
    /^[A-Za-z0-9]+Client$/.test(name),
  )![1];
  const { config } = new Client({
    region: 'us-east-1',
    credentials: { accessKeyId: 'k', secretAccessKey: 's' },
  });
  const { protocol } = config;
  return async function send(
    operation: OperationSchema,
    input: unknown,
    answer: Answer,
  ): Promise<any> {
    const [, namespace, name, traits, inputSchema, outputSchema] = operation;
    const schema = {
      namespace,
      name,
      traits,
      input: inputSchema,
      output: outputSchema,
    };
    const context = {
      ...config,
      endpoint: async () => ({ protocol: 'http:', hostname: 'aws', path: '/' }),
      __smithy_context: {
        service: config.protocolSettings.serviceTarget,
        operation: name,
      },
    };
    protocol.setSerdeContext(context);
    const request = await protocol.serializeRequest(schema, input, context);
    request.headers.authorization = `AWS4-HMAC-SHA256 Credential=k/20261102/us-east-1/${config.defaultSigningName}/aws4_request`;
    const { response } = await sdkRequestHandler(answer).handle(request);
    return protocol.deserializeResponse(schema, context, response);
  };
}

/** Event streams are not simulated. */
function streams(schema: SchemaLike): boolean {
  const read = schemaOf(schema);
  return (
    read.isStructSchema() &&
    [...read.structIterator()].some(([, member]) => member.isStreaming())
  );
}

/** A status that a behaviour chooses is one of success: errors come in another way. */
function succeeding(schema: Schema, output: object): object {
  const statuses = [...schema.structIterator()]
    .filter(([, member]) => member.getMergedTraits().httpResponseCode)
    .map(([name]) => [name, 202]);
  return { ...output, ...Object.fromEntries(statuses) };
}

describe.each(
  Object.entries({
    cloudtrail,
    ec2,
    elasticloadbalancing: elb,
    events,
    iam,
    lambda,
    organizations,
    pricing,
    ram,
    rds,
    route53,
    servicequotas,
    sns,
    sqs,
    sts,
    'vpc-lattice': lattice,
  }),
)('the wire of %s', (serviceName, sdk) => {
  const service: WireService = loadService(bareService(sdk));
  const operations = [...service.operations.values()].filter(
    ([, , , , input, output]) => !streams(input) && !streams(output),
  );
  const send = sdkSide(sdk);

  it('reads every input that the SDK writes and writes every output that the SDK reads', async () => {
    const different: object[] = [];
    // Jest's own comparison is slow on so many values.
    const compare = (what: string, received: unknown, expected: unknown) => {
      const pair = { received: plain(received), expected: plain(expected) };
      if (!isDeepStrictEqual(pair.received, pair.expected)) {
        different.push({ what, ...pair });
      }
    };
    for (const seed of SEEDS) {
      const random = seeded(seed);
      for (const operation of operations) {
        const [, , name, , inputSchema, outputSchema] = operation;
        const input = schemaOf(inputSchema).isUnitSchema()
          ? {}
          : randomValue(schemaOf(inputSchema), random);
        const output = schemaOf(outputSchema).isUnitSchema()
          ? {}
          : succeeding(
              schemaOf(outputSchema),
              randomValue(schemaOf(outputSchema), random) as object,
            );
        let read: unknown;
        const answered = await send(operation, input, async request => {
          const located = locate([service], request);
          compare('the operation', located.operationName, name);
          read = await readInput(located);
          compare(name, checkInput(name, inputSchema, read), []);
          compare(name, checkOutput(outputSchema, output), []);
          const asked = { service, operation, jsonVersion: '1.1' };
          return writeAnswer(asked, output as any, 'request-id');
        });
        compare(`input of ${name}`, read, input);
        compare(`output of ${name}`, answered, output);
      }
    }
    expect(different).toEqual([]);
  });

  it('writes every error so that the SDK makes its own class of it', async () => {
    const random = seeded(7);
    const operation = operations.find(o => schemaOf(o[4]).isStructSchema())!;
    const input = randomValue(schemaOf(operation[4]), random);
    // EC2 models none: any code may come.
    expect(service.errors.size > 0).toBe(serviceName !== 'ec2');
    for (const schema of new Set(service.errors.values())) {
      const members = randomValue(schemaOf(schema), random) as Record<
        string,
        unknown
      >;
      const thrown: any = await send(operation, input, async request =>
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
