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

import type { Problem, ValueRule, ValueRules } from '../core/Service';
import { membersOf, Schema, SchemaLike, schemaOf } from './schema';

interface Checker {
  problems: Problem[];
  rules: ValueRules;
  /** Behaviours must not answer what AWS does not know. */
  forbidUnknown: boolean;
}

/** Where a value stands: for people (`tags[0].key`) and in the rules (`Operation.tags[].key`). */
interface Spot {
  path: string;
  rule: string;
}

/** Everything that is wrong with what a caller sent. */
export function checkInput(
  operation: string,
  schema: SchemaLike,
  input: unknown,
  rules: ValueRules = {},
): Problem[] {
  const checker = { problems: [], rules, forbidUnknown: false };
  check(schemaOf(schema), input, { path: '', rule: operation }, checker);
  return checker.problems;
}

/** Everything that is wrong with what a behaviour answers. */
export function checkOutput(schema: SchemaLike, output: unknown): Problem[] {
  const checker = { problems: [], rules: {}, forbidUnknown: true };
  check(schemaOf(schema), output, { path: '', rule: '' }, checker);
  return checker.problems;
}

function check(schema: Schema, value: unknown, spot: Spot, checker: Checker) {
  if (value === undefined || value === null || schema.isUnitSchema()) {
    return;
  }
  const before = checker.problems.length;
  if (schema.isStructSchema()) {
    checkStructure(schema, value, spot, checker);
  } else if (schema.isListSchema()) {
    checkList(schema, value, spot, checker);
  } else if (schema.isMapSchema()) {
    checkMap(schema, value, spot, checker);
  } else {
    checkLeaf(schema, value, spot, checker);
  }
  if (checker.problems.length === before) {
    checkRule(checker.rules[spot.rule], value, spot, checker);
  }
}

function invalid(checker: Checker, spot: Spot, why: string) {
  checker.problems.push({ path: spot.path, why, kind: 'invalid' });
}

function memberSpot(spot: Spot, name: string): Spot {
  return {
    path: spot.path ? `${spot.path}.${name}` : name,
    rule: `${spot.rule}.${name}`,
  };
}

function checkStructure(
  schema: Schema,
  value: unknown,
  spot: Spot,
  checker: Checker,
) {
  if (!isObject(value)) {
    invalid(checker, spot, 'must be a structure');
    return;
  }
  const { names, required } = membersOf(schema);
  for (const name of required) {
    if (value[name] === undefined || value[name] === null) {
      const { path } = memberSpot(spot, name);
      checker.problems.push({ path, why: 'must be given', kind: 'missing' });
    }
  }
  if (schema.isUnionSchema()) {
    const given = Object.keys(value).filter(
      name => value[name] !== undefined && value[name] !== null,
    );
    // The SDK reads a member that it does not know into `$unknown`.
    if (given.length !== 1 || !names.includes(given[0])) {
      invalid(
        checker,
        spot,
        `must have exactly one member of ${names.join(', ')}`,
      );
    }
  }
  if (checker.forbidUnknown) {
    for (const name of Object.keys(value)) {
      if (!names.includes(name)) {
        invalid(checker, memberSpot(spot, name), 'is no member of AWS');
      }
    }
  }
  for (const [name, member] of schema.structIterator()) {
    check(member, value[name], memberSpot(spot, name), checker);
  }
}

function checkList(
  schema: Schema,
  value: unknown,
  spot: Spot,
  checker: Checker,
) {
  if (!Array.isArray(value)) {
    invalid(checker, spot, 'must be a list');
    return;
  }
  const item = schema.getValueSchema();
  for (const [i, element] of value.entries()) {
    const itemSpot = { path: `${spot.path}[${i}]`, rule: `${spot.rule}[]` };
    check(item, element, itemSpot, checker);
  }
}

function checkMap(
  schema: Schema,
  value: unknown,
  spot: Spot,
  checker: Checker,
) {
  if (!isObject(value)) {
    invalid(checker, spot, 'must be a map');
    return;
  }
  const item = schema.getValueSchema();
  for (const [key, element] of Object.entries(value)) {
    const itemSpot = { path: `${spot.path}.${key}`, rule: `${spot.rule}{}` };
    checkRule(checker.rules[`${spot.rule}{key}`], key, itemSpot, checker);
    check(item, element, itemSpot, checker);
  }
}

function checkLeaf(
  schema: Schema,
  value: unknown,
  spot: Spot,
  checker: Checker,
) {
  const [fits, kind] = leafKind(schema, value);
  if (!fits) {
    invalid(checker, spot, `must be ${kind}`);
  }
}

function leafKind(schema: Schema, value: unknown): [boolean, string] {
  if (schema.isBlobSchema()) {
    return [value instanceof Uint8Array, 'bytes'];
  }
  if (schema.isTimestampSchema()) {
    const valid = value instanceof Date && !Number.isNaN(value.getTime());
    return [valid, 'a timestamp'];
  }
  if (schema.isBooleanSchema()) {
    return [typeof value === 'boolean', 'a boolean'];
  }
  if (schema.isNumericSchema()) {
    return [typeof value === 'number' && Number.isFinite(value), 'a number'];
  }
  if (schema.isBigIntegerSchema()) {
    return [typeof value === 'bigint', 'an integer'];
  }
  if (schema.isStringSchema()) {
    // The SDK reads strings that hold JSON into an object that plays a string.
    const text = typeof value === 'string' || isLazyJson(value);
    return [text, 'a string'];
  }
  return [true, 'a document'];
}

function checkRule(
  rule: ValueRule | undefined,
  value: unknown,
  spot: Spot,
  checker: Checker,
) {
  if (!rule) {
    return;
  }
  const { length, range, pattern } = rule;
  if (length && (typeof value === 'string' || Array.isArray(value))) {
    const [least, most] = length;
    if (value.length < least || value.length > most) {
      const what = Array.isArray(value) ? 'items' : 'characters';
      invalid(checker, spot, `must have ${least} to ${most} ${what}`);
    }
  }
  if (range && typeof value === 'number') {
    const [least, most] = range;
    if (value < least || value > most) {
      invalid(checker, spot, `must be ${least} to ${most}`);
    }
  }
  if (typeof value === 'string') {
    if (pattern && !pattern.test(value)) {
      invalid(checker, spot, `must match ${pattern.source}`);
    }
    if (rule.enum && !rule.enum.includes(value)) {
      invalid(checker, spot, `must be one of ${rule.enum.join(', ')}`);
    }
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date)
  );
}

function isLazyJson(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    typeof (value as { deserializeJSON?: unknown }).deserializeJSON ===
      'function'
  );
}
