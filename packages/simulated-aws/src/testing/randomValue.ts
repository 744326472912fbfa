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

import { membersOf, Schema, schemaOf } from '../wire/schema';

/** Numbers that look random and are the same in every run. */
export function seeded(seed: number): (below: number) => number {
  let state = seed;
  return below => {
    state = (Math.imul(state, 1103515245) + 12345) % 0x7fffffff;
    return (Math.abs(state) >>> 8) % below;
  };
}

const TEXTS = [
  'a',
  'b c',
  'ü&<"',
  'x/y',
  '1,2',
  'true',
  'a+b=%',
  '0012',
  '__proto__',
];

/** Deep structures end here; the schemas of some services never end. */
const MAX_DEPTH = 5;

/** Any value that fits a schema and that every protocol can express: an empty structure has no spelling in a form. */
export function randomValue(
  schema: Schema,
  random: (below: number) => number,
  depth = 0,
): unknown {
  const next = (inner: Schema) => randomValue(inner, random, depth + 1);
  if (schema.isStructSchema()) {
    return randomStructure(schema, random, depth);
  }
  if (schema.isListSchema()) {
    const length = depth > MAX_DEPTH ? 1 : 1 + random(2);
    return Array.from({ length }, () => next(schema.getValueSchema()));
  }
  if (schema.isMapSchema()) {
    const keys = random(2) ? ['k0.Q'] : ['k0.Q', 'k1 ü'];
    return Object.fromEntries(
      keys.map(key => [key, next(schema.getValueSchema())]),
    );
  }
  if (schema.isBlobSchema()) {
    return new Uint8Array([1, 2, 250, random(256)]);
  }
  if (schema.isTimestampSchema()) {
    return new Date(1.7e12 + random(1000) * 1000);
  }
  if (schema.isBooleanSchema()) {
    return random(2) === 1;
  }
  if (schema.isNumericSchema()) {
    return random(1000);
  }
  if (schema.getMergedTraits().mediaType) {
    return '{"a":1}';
  }
  return TEXTS[random(TEXTS.length)];
}

function randomStructure(
  schema: Schema,
  random: (below: number) => number,
  depth: number,
): Record<string, unknown> {
  const { names, required } = membersOf(schema);
  const value: Record<string, unknown> = {};
  const give = (name: string) => {
    value[name] = randomValue(schema.getMemberSchema(name), random, depth + 1);
  };
  if (schema.isUnionSchema()) {
    give(names[random(names.length)]);
    return value;
  }
  for (const name of names) {
    const traits = schema.getMemberSchema(name).getMergedTraits();
    // The SDK fills these in by itself when they are absent, and has one spelling for a payload that is empty or absent.
    const always =
      traits.httpLabel || traits.idempotencyToken || traits.httpPayload;
    const optional = depth <= MAX_DEPTH && random(3) > 0;
    if (required.includes(name) || always || optional) {
      give(name);
    }
  }
  if (depth > 0 && names.length && !Object.keys(value).length) {
    const leaf = names.find(
      name => !schemaOf(schema.getMemberSchema(name)).isStructSchema(),
    );
    give(leaf ?? names[0]);
  }
  return value;
}
