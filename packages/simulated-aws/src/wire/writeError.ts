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

import type { AwsError } from '../core/errors';
import type { WireAnswer } from './http';
import type { Located } from './locate';
import {
  ErrorSchema,
  membersOf,
  SchemaLike,
  schemaOf,
  structure,
  StructSchema,
  traitsOf,
} from './schema';
import type { WireService } from './WireService';
import { headerText, XML_DECLARATION } from './writeAnswer';

/** Spells an error as the protocol wants it. It needs no service, since a request may be wrong before it has one. */
export function writeError(
  located: Pick<Located, 'protocol' | 'service' | 'jsonVersion'>,
  error: AwsError,
  requestId: string,
): WireAnswer {
  const { protocol, service } = located;
  const schema = service?.errors.get(error.code);
  const status = statusOf(error, schema, protocol === 'json-rpc');
  const spelled = { error, schema, service, status, requestId };
  switch (protocol) {
    case 'ec2':
      return writeEc2(spelled);
    case 'query':
      return writeQuery(spelled);
    case 'rest-json':
      return writeRestJson(spelled);
    default:
      return writeJsonRpc(spelled, located.jsonVersion);
  }
}

interface Spelled {
  error: AwsError;
  schema?: ErrorSchema;
  service?: WireService;
  status: number;
  requestId: string;
}

function statusOf(
  error: AwsError,
  schema: ErrorSchema | undefined,
  jsonRpc: boolean,
): number {
  const traits = schema ? traitsOf(schema) : {};
  if (error.status) {
    return error.status;
  }
  if (traits.awsQueryError) {
    return traits.awsQueryError[1];
  }
  // The schemas' statuses for JSON-RPC differ from the models, which leave the client errors at 400.
  if (traits.httpError && !(jsonRpc && traits.httpError < 500)) {
    return traits.httpError;
  }
  if (traits.error === 'server') {
    return 500;
  }
  return statusOfUnmodelled(error.code);
}

/** For the codes that every service may answer and no schema lists (EC2 API reference, common errors). */
function statusOfUnmodelled(code: string): number {
  if (/Unavailable$|^RequestLimitExceeded$/.test(code)) {
    return 503;
  }
  return /^Internal(Error|Failure|Server|Service)/.test(code) ? 500 : 400;
}

const isMessage = (name: string) => name.toLowerCase() === 'message';

function ownMembers(schema?: ErrorSchema): Array<[string, SchemaLike]> {
  if (!schema) {
    return [];
  }
  const { names, schemas } = membersOf(schemaOf(schema));
  return names.map((name, i) => [name, schemas[i]]);
}

/** The text goes into the member that the error's own shape has for it. */
function valuesOf({ error, schema }: Spelled): Record<string, unknown> {
  const messageName =
    ownMembers(schema).find(([name]) => isMessage(name))?.[0] ?? 'message';
  return { ...error.members, [messageName]: error.message };
}

function jsonBody(spelled: Spelled, type?: string): Uint8Array {
  const { schema, service } = spelled;
  const values = valuesOf(spelled);
  const value = type ? { __type: type, ...values } : values;
  if (!service) {
    return Buffer.from(JSON.stringify(value));
  }
  const inHeaders = headersOf(schema);
  const members: Array<[string, SchemaLike]> = schema
    ? ownMembers(schema).filter(([name]) => !inHeaders.has(name))
    : [['message', 0]];
  const withType = type ? [['__type', 0], ...members] : members;
  return service.codecs.writeJson(
    structure('Error', Object.fromEntries(withType), schema?.[1]),
    value,
  );
}

/** Member name to the header that carries it. */
function headersOf(schema?: ErrorSchema): Map<string, string> {
  const headers = new Map<string, string>();
  if (schema) {
    for (const [name, member] of schemaOf(schema).structIterator()) {
      const header = member.getMergedTraits().httpHeader;
      if (header) {
        headers.set(name, header);
      }
    }
  }
  return headers;
}

function writeRestJson(spelled: Spelled): WireAnswer {
  const { error, schema, status, requestId } = spelled;
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'x-amzn-requestid': requestId,
    'x-amzn-errortype': schema?.[2] ?? error.code,
  };
  for (const [name, header] of headersOf(schema)) {
    if (error.members[name] !== undefined) {
      headers[header.toLowerCase()] = headerText(error.members[name]);
    }
  }
  return { status, headers, body: jsonBody(spelled) };
}

function writeJsonRpc(spelled: Spelled, jsonVersion: string): WireAnswer {
  const { error, schema, service, status, requestId } = spelled;
  const queryCode =
    (schema && traitsOf(schema).awsQueryError?.[0]) ?? error.code;
  return {
    status,
    headers: {
      'content-type': `application/x-amz-json-${jsonVersion}`,
      'x-amzn-requestid': requestId,
      ...(service?.queryCompatible
        ? { 'x-amzn-query-error': `${queryCode};${faultOf(status)}` }
        : {}),
    },
    body: jsonBody(spelled, schema?.[2] ?? error.code),
  };
}

/** Whose mistake it is, in the words of the query protocol. */
function faultOf(status: number): string {
  return status >= 500 ? 'Receiver' : 'Sender';
}

const xmlHeaders = (requestId: string) => ({
  'content-type': 'text/xml;charset=UTF-8',
  'x-amzn-requestid': requestId,
});

function writeEc2({ error, status, requestId }: Spelled): WireAnswer {
  const code = escapeXml(error.code);
  const message = escapeXml(error.message);
  return {
    status,
    headers: xmlHeaders(requestId),
    body: Buffer.from(
      `${XML_DECLARATION}<Response><Errors><Error><Code>${code}</Code>` +
        `<Message>${message}</Message></Error></Errors>` +
        `<RequestID>${requestId}</RequestID></Response>`,
    ),
  };
}

// Made once for each error shape, see `writeAnswer`.
const errorEnvelopes = new WeakMap<object, StructSchema>();

function errorEnvelope(schema?: ErrorSchema): StructSchema {
  const key = schema ?? errorEnvelopes;
  const known = errorEnvelopes.get(key);
  if (known) {
    return known;
  }
  const inner = structure('Error', {
    Type: 0,
    Code: 0,
    Message: 0,
    ...Object.fromEntries(
      ownMembers(schema).filter(([name]) => !isMessage(name)),
    ),
  });
  const envelope = structure('ErrorResponse', {
    Error: () => inner,
    RequestId: 0,
  });
  errorEnvelopes.set(key, envelope);
  return envelope;
}

function writeQuery(spelled: Spelled): WireAnswer {
  const { error, schema, service, status, requestId } = spelled;
  const Type = faultOf(status);
  const Code = (schema && traitsOf(schema).awsQueryError?.[0]) ?? error.code;
  const body = service
    ? service.codecs.writeXml(errorEnvelope(schema), {
        Error: {
          ...error.members,
          Type,
          Code,
          Message: printable(error.message),
        },
        RequestId: requestId,
      })
    : Buffer.from(
        `<ErrorResponse><Error><Type>${Type}</Type><Code>${escapeXml(Code)}` +
          `</Code><Message>${escapeXml(error.message)}</Message></Error>` +
          `<RequestId>${requestId}</RequestId></ErrorResponse>`,
      );
  return {
    status,
    headers: xmlHeaders(requestId),
    body: Buffer.concat([Buffer.from(XML_DECLARATION), body]),
  };
}

function escapeXml(text: string): string {
  return printable(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}

/** XML has no spelling for most control characters, and a caller's own text may come back in a message. */
function printable(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/g, '?');
}
