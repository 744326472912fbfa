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

import type { WireAnswer } from './http';
import {
  membersOf,
  OperationSchema,
  Schema,
  SchemaLike,
  schemaOf,
  structure,
  StructSchema,
  traitsOf,
} from './schema';
import type { WireService } from './WireService';

/** What was asked and how: enough to answer. */
export interface Asked {
  service: WireService;
  operation: OperationSchema;
  jsonVersion: string;
}

type Output = Record<string, unknown>;

export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** Spells an output as the service's protocol wants it. */
export function writeAnswer(
  asked: Asked,
  output: Output,
  requestId: string,
): WireAnswer {
  switch (asked.service.protocol) {
    case 'rest-json':
    case 'rest-xml':
      return writeRest(asked, output, requestId);
    case 'json-rpc':
      return writeJsonRpc(asked, output, requestId);
    default:
      return writeXml(asked, output, requestId);
  }
}

function writeJsonRpc(
  { service, operation, jsonVersion }: Asked,
  output: Output,
  requestId: string,
): WireAnswer {
  const schema = schemaOf(operation[5]);
  return {
    status: 200,
    headers: {
      'content-type': `application/x-amz-json-${jsonVersion}`,
      'x-amzn-requestid': requestId,
    },
    body: schema.isUnitSchema()
      ? Buffer.from('{}')
      : service.codecs.writeJson(schema, output),
  };
}

function writeXml(
  { service, operation }: Asked,
  output: Output,
  requestId: string,
): WireAnswer {
  const value =
    service.protocol === 'ec2'
      ? { requestId, ...output }
      : {
          [`${operation[2]}Result`]: output,
          ResponseMetadata: { RequestId: requestId },
        };
  const xml = service.codecs.writeXml(envelopeOf(service, operation), value);
  return {
    status: 200,
    headers: {
      'content-type': 'text/xml;charset=UTF-8',
      'x-amzn-requestid': requestId,
    },
    body: Buffer.concat([Buffer.from(XML_DECLARATION), xml]),
  };
}

// The SDK caches what it knows of a schema by the schema's identity, so an envelope must be made once.
const envelopes = new WeakMap<OperationSchema, StructSchema>();

function envelopeOf(
  service: WireService,
  operation: OperationSchema,
): StructSchema {
  const known = envelopes.get(operation);
  if (known) {
    return known;
  }
  const envelope = buildEnvelope(service, operation);
  envelopes.set(operation, envelope);
  return envelope;
}

const RESPONSE_METADATA = structure('ResponseMetadata', { RequestId: 0 });

function buildEnvelope(
  service: WireService,
  [, namespace, name, , , out]: OperationSchema,
): StructSchema {
  const members = memberMap(schemaOf(out));
  if (service.protocol === 'ec2') {
    const all = { requestId: 0 as SchemaLike, ...members };
    return structure(`${name}Response`, all, namespace);
  }
  const result = structure(`${name}Result`, members, namespace);
  return structure(
    `${name}Response`,
    {
      ...(schemaOf(out).isStructSchema()
        ? { [`${name}Result`]: () => result }
        : {}),
      ResponseMetadata: () => RESPONSE_METADATA,
    },
    namespace,
  );
}

function memberMap(schema: Schema): Record<string, SchemaLike> {
  if (!schema.isStructSchema()) {
    return {};
  }
  const { names, schemas } = membersOf(schema);
  return Object.fromEntries(names.map((name, i) => [name, schemas[i]]));
}

function writeRest(
  { service, operation }: Asked,
  output: Output,
  requestId: string,
): WireAnswer {
  const schema = schemaOf(operation[5]);
  const answer: WireAnswer = {
    status: traitsOf(operation).http?.[2] ?? 200,
    headers: { 'x-amzn-requestid': requestId },
    body: new Uint8Array(),
  };
  let hasPayload = false;
  if (schema.isStructSchema()) {
    for (const [name, member] of schema.structIterator()) {
      const traits = member.getMergedTraits();
      const value = output[name];
      hasPayload ||= Boolean(traits.httpPayload);
      if (value !== undefined && value !== null) {
        if (traits.httpResponseCode) {
          answer.status = value as number;
        } else if (traits.httpHeader) {
          answer.headers[traits.httpHeader.toLowerCase()] = headerText(value);
        } else if (traits.httpPrefixHeaders !== undefined) {
          for (const [suffix, text] of Object.entries(value)) {
            answer.headers[traits.httpPrefixHeaders + suffix] = String(text);
          }
        } else if (traits.httpPayload) {
          writePayload(answer, member, value, service);
        }
      }
    }
  }
  if (!hasPayload && answer.status !== 204) {
    writeStructure(answer, bodySchema(operation), output, service);
  }
  return answer;
}

function writePayload(
  answer: WireAnswer,
  member: Schema,
  value: unknown,
  service: WireService,
) {
  if (member.isBlobSchema()) {
    answer.headers['content-type'] = 'application/octet-stream';
    answer.body = value as Uint8Array;
    return;
  }
  if (member.isStringSchema()) {
    answer.headers['content-type'] = 'text/plain';
    answer.body = Buffer.from(String(value));
    return;
  }
  writeStructure(answer, member, value, service);
}

function writeStructure(
  answer: WireAnswer,
  schema: SchemaLike,
  value: unknown,
  { codecs, protocol }: WireService,
) {
  if (protocol === 'rest-json') {
    answer.headers['content-type'] = 'application/json';
    answer.body = codecs.writeJson(schema, value);
    return;
  }
  answer.headers['content-type'] = 'text/xml';
  const xml = codecs.writeXml(schema, value);
  answer.body = Buffer.concat([Buffer.from(XML_DECLARATION), xml]);
}

const bodySchemas = new WeakMap<OperationSchema, StructSchema>();

/** The output without what travels in the status line and the headers. */
function bodySchema(operation: OperationSchema): StructSchema {
  const known = bodySchemas.get(operation);
  if (known) {
    return known;
  }
  const schema = schemaOf(operation[5]);
  const members = memberMap(schema);
  if (schema.isStructSchema()) {
    for (const [name, member] of schema.structIterator()) {
      const traits = member.getMergedTraits();
      if (
        traits.httpResponseCode ||
        traits.httpHeader ||
        traits.httpPrefixHeaders !== undefined
      ) {
        delete members[name];
      }
    }
  }
  // In XML the structure's name is the name of the document.
  const name = schema.isStructSchema() ? schema.getName() : undefined;
  const body = structure(
    name?.split('#').pop() ?? `${operation[2]}Response`,
    members,
    operation[1],
  );
  bodySchemas.set(operation, body);
  return body;
}

export function headerText(value: unknown): string {
  if (value instanceof Date) {
    return value.toUTCString();
  }
  return Array.isArray(value) ? value.join(', ') : String(value);
}
