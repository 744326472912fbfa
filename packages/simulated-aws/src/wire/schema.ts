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

import { NormalizedSchema } from '@smithy/core/schema';
import {
  FromStringShapeDeserializer,
  JsonCodec2,
} from '@smithy/core/protocols';
import { XmlCodec } from '@aws-sdk/core/protocols';
import type {
  $SchemaRef,
  SchemaRef,
  StaticErrorSchema,
  StaticOperationSchema,
  StaticStructureSchema,
} from '@smithy/types';

// The only file that touches the SDK's schema machinery, part of which is not public: a bump of the SDK that breaks the
// wire breaks it here, and the round trips of `fuzz.test.ts` say so.

/** A schema that can be asked what it is. */
export type Schema = NormalizedSchema;
/** A schema as the clients export it. */
export type SchemaLike = SchemaRef | $SchemaRef;
export type OperationSchema = StaticOperationSchema;
export type ErrorSchema = StaticErrorSchema;
export type StructSchema = StaticStructureSchema;

/** The traits of operations and errors that the wire needs; the SDK leaves most of them untyped. */
export interface Traits {
  http?: [method: string, uri: string, status: number];
  error?: 'client' | 'server';
  httpError?: number;
  awsQueryError?: [code: string, status: number];
}

export function schemaOf(schema: SchemaLike): Schema {
  return NormalizedSchema.of(schema);
}

/** Member names, member schemas and how many of the first are required. */
export function membersOf(schema: Schema): {
  names: string[];
  schemas: $SchemaRef[];
  required: string[];
} {
  const raw = schema.getSchema() as unknown as [
    kind: number,
    namespace: string,
    name: string,
    traits: unknown,
    names: string[],
    schemas: $SchemaRef[],
    required?: number,
  ];
  const names = raw[4] ?? [];
  return {
    names,
    schemas: raw[5] ?? [],
    required: schema.isUnionSchema() ? [] : names.slice(0, raw[6] ?? 0),
  };
}

export function traitsOf(schema: { 3: StaticOperationSchema[3] }): Traits {
  const traits = schema[3];
  return typeof traits === 'object' ? (traits as Traits) : {};
}

/** A structure that no client exports, e.g. the envelope around an answer. Nested schemas are given lazily. */
export function structure(
  name: string,
  members: Record<string, SchemaLike>,
  namespace = 'simulated',
): StructSchema {
  return [
    3,
    namespace,
    name,
    0,
    Object.keys(members),
    Object.values(members) as $SchemaRef[],
  ];
}

export function isOperation(exported: unknown): exported is OperationSchema {
  return Array.isArray(exported) && exported[0] === 9;
}

export function isError(schema: unknown): schema is ErrorSchema {
  return Array.isArray(schema) && schema[0] === -3;
}

export interface CodecSettings {
  /** The service binds members to paths, headers and query, and speaks JSON. */
  rest: boolean;
  /** It binds them likewise, and speaks XML. */
  restXml: boolean;
  xmlNamespace?: string;
  serviceNamespace: string;
}

/** Between values and text, in both directions, for one service. */
export interface Codecs {
  readJson(schema: SchemaLike, body: Uint8Array): Promise<unknown>;
  writeJson(schema: SchemaLike, value: unknown): Uint8Array;
  readXml(schema: SchemaLike, body: Uint8Array): Promise<unknown>;
  writeXml(schema: SchemaLike, value: unknown): Uint8Array;
  /** One member from a path, a header or the query of a REST service. */
  readRestText(schema: Schema, text: string): unknown;
  /** One member from a form. */
  readFormText(schema: Schema, text: string): unknown;
}

// The sentinels of @smithy/types for timestamps.
const DATE_TIME = 5;
const EPOCH_SECONDS = 7;

export function createCodecs(settings: CodecSettings): Codecs {
  const json = new JsonCodec2({
    timestampFormat: { useTrait: true, default: EPOCH_SECONDS },
    jsonName: settings.rest,
  });
  const xml = new XmlCodec({
    timestampFormat: { useTrait: true, default: DATE_TIME },
    httpBindings: settings.restXml,
    xmlNamespace: settings.xmlNamespace ?? '',
    serviceNamespace: settings.serviceNamespace,
  });
  const restText = new FromStringShapeDeserializer({
    timestampFormat: {
      useTrait: true,
      default: settings.restXml ? DATE_TIME : EPOCH_SECONDS,
    },
    httpBindings: true,
  });
  const formText = new FromStringShapeDeserializer({
    timestampFormat: { useTrait: true, default: DATE_TIME },
    httpBindings: false,
  });
  return {
    async readJson(schema, body) {
      const text = Buffer.from(body).toString('utf8');
      return json.createDeserializer().read(schema as Schema, text);
    },
    writeJson(schema, value) {
      const serializer = json.createSerializer();
      serializer.write(schema as Schema, value);
      // What flush answers is a Uint8Array that also plays a string, and will cease to.
      return Uint8Array.from(serializer.flush());
    },
    async readXml(schema, body) {
      const text = Buffer.from(body).toString('utf8');
      return xml.createDeserializer().read(schema as Schema, text);
    },
    writeXml(schema, value) {
      const serializer = xml.createSerializer();
      serializer.write(schema as Schema, value);
      return Buffer.from(serializer.flush());
    },
    readRestText: (schema, text) => readText(restText, schema, text),
    readFormText: (schema, text) => readText(formText, schema, text),
  };
}

function readText(
  reader: FromStringShapeDeserializer,
  schema: Schema,
  text: string,
): unknown {
  // The SDK reads "maybe" as false; left as text it fails the check that follows.
  if (schema.isBooleanSchema() && text !== 'true' && text !== 'false') {
    return text;
  }
  return reader.read(schema, text);
}
