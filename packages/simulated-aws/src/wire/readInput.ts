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

import { AwsError } from '../core/errors';
import { readForm } from './readForm';
import { Codecs, Schema, schemaOf } from './schema';
import type { Located } from './locate';
import type { WireService } from './WireService';

type Input = Record<string, unknown>;

/** The input that the caller's serializer wrote. */
export async function readInput(located: Located): Promise<Input> {
  const { service, operation, form, rest } = located;
  if (!service || !operation) {
    throw new Error('Only the input of a located operation can be read');
  }
  const schema = schemaOf(operation[4]);
  try {
    if (form) {
      return readForm(schema, form, {
        ec2: service.protocol === 'ec2',
        readText: service.codecs.readFormText,
      });
    }
    if (rest) {
      return await readRest(located, schema, service);
    }
    return await readJsonBody(schema, located.request.body, service.codecs);
  } catch (error) {
    throw new AwsError(
      'SerializationException',
      `The request could not be read: ${(error as Error).message}`,
      {},
      400,
    );
  }
}

async function readJsonBody(
  schema: Schema,
  body: Uint8Array,
  codecs: Codecs,
): Promise<Input> {
  if (!body.length) {
    return {};
  }
  // The codec takes an array for an empty structure.
  if (!/^\s*\{/.test(Buffer.from(body).toString('utf8'))) {
    throw new Error('the body must be a JSON object');
  }
  if (schema.isUnitSchema()) {
    return {};
  }
  return (await codecs.readJson(schema, body)) as Input;
}

async function readXmlBody(
  schema: Schema,
  body: Uint8Array,
  codecs: Codecs,
): Promise<Input> {
  if (!body.length || schema.isUnitSchema()) {
    return {};
  }
  const read = await codecs.readXml(schema, body);
  // Nothing but an empty element reads as an empty text.
  return typeof read === 'object' && read !== null ? (read as Input) : {};
}

async function readRest(
  located: Located,
  schema: Schema,
  { codecs, protocol }: WireService,
): Promise<Input> {
  const readBody = protocol === 'rest-xml' ? readXmlBody : readJsonBody;
  const input: Input = {};
  if (!schema.isStructSchema()) {
    return input;
  }
  const { request, url, rest } = located;
  const inBody: string[] = [];
  for (const [name, member] of schema.structIterator()) {
    const traits = member.getMergedTraits();
    const read = (text: string) => codecs.readRestText(member, text);
    let value: unknown;
    if (traits.httpLabel) {
      value = read(decodeURIComponent(rest!.labels[name]));
    } else if (traits.httpQuery) {
      value = readQueryMember(member, traits.httpQuery, url, codecs);
    } else if (traits.httpQueryParams) {
      value = readOtherQuery(schema, member, located);
    } else if (traits.httpHeader) {
      const text = request.headers[traits.httpHeader.toLowerCase()];
      value = text === undefined ? undefined : read(text);
    } else if (traits.httpPrefixHeaders !== undefined) {
      value = readPrefixHeaders(traits.httpPrefixHeaders, request.headers);
    } else if (traits.httpPayload) {
      value = await readPayload(member, request.body, body =>
        readBody(member, body, codecs),
      );
    } else {
      inBody.push(name);
    }
    if (value !== undefined) {
      input[name] = value;
    }
  }
  if (inBody.length) {
    const body = await readBody(schema, request.body, codecs);
    for (const name of inBody) {
      if (body[name] !== undefined && body[name] !== null) {
        input[name] = body[name];
      }
    }
  }
  return input;
}

function readQueryMember(
  member: Schema,
  parameter: string,
  url: URL,
  codecs: Codecs,
): unknown {
  const texts = url.searchParams.getAll(parameter);
  if (!texts.length) {
    return undefined;
  }
  if (member.isListSchema()) {
    return texts.map(text =>
      codecs.readRestText(member.getValueSchema(), text),
    );
  }
  return codecs.readRestText(member, texts[0]);
}

/** The parameters that no other member is bound to. */
function readOtherQuery(
  schema: Schema,
  member: Schema,
  { url, rest }: Located,
): unknown {
  const bound = new Set(rest!.route.literals.map(([name]) => name));
  for (const [, other] of schema.structIterator()) {
    bound.add(other.getMergedTraits().httpQuery ?? '');
  }
  const found: Record<string, string | string[]> = {};
  for (const name of url.searchParams.keys()) {
    if (!bound.has(name)) {
      const texts = url.searchParams.getAll(name);
      found[name] = member.getValueSchema().isListSchema() ? texts : texts[0];
    }
  }
  return Object.keys(found).length ? found : undefined;
}

function readPrefixHeaders(
  prefix: string,
  headers: Record<string, string>,
): unknown {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith(prefix.toLowerCase())) {
      found[name.slice(prefix.length)] = value;
    }
  }
  return Object.keys(found).length ? found : undefined;
}

async function readPayload(
  member: Schema,
  body: Uint8Array,
  read: (body: Uint8Array) => Promise<Input>,
): Promise<unknown> {
  if (!body.length) {
    return undefined;
  }
  if (member.isBlobSchema()) {
    return body;
  }
  if (member.isStringSchema()) {
    return Buffer.from(body).toString('utf8');
  }
  return read(body);
}
