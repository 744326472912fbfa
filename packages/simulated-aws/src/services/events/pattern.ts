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

import { matches as wildcard } from '../iam/policy';
import { invalidPattern } from './refusals';

/** A pattern has the shape of an event, with a list of what may stand at each of its ends. */
export interface EventPattern {
  [field: string]: EventPattern | Matcher[];
}

type Matcher = string | number | boolean | null | Record<string, unknown>;

const COMPARISONS: Record<string, (a: number, b: number) => boolean> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

const text =
  (test: (value: string, operand: string) => boolean) =>
  (value: unknown, operand: unknown) =>
    typeof value === 'string' &&
    typeof operand === 'string' &&
    test(value, operand);

/** Amazon EventBridge User Guide, "Comparison operators for use in event patterns": those that look at one value. */
const CONTENT: Record<string, (value: unknown, operand: unknown) => boolean> = {
  prefix: text((value, prefix) => value.startsWith(prefix)),
  suffix: text((value, suffix) => value.endsWith(suffix)),
  wildcard: text((value, pattern) => wildcard(pattern, value)),
  'equals-ignore-case': text(
    (value, other) => value.toLowerCase() === other.toLowerCase(),
  ),
  'anything-but': (value, operand) => !isOneOf(value, operand),
  numeric: (value, operand) => {
    const pairs = operand as Array<string | number>;
    return (
      typeof value === 'number' &&
      pairs.every(
        (operator, i) =>
          i % 2 === 1 || COMPARISONS[operator](value, Number(pairs[i + 1])),
      )
    );
  },
};

/** What `anything-but` excludes: values, or everything with a prefix or a suffix. */
function isOneOf(value: unknown, operand: unknown): boolean {
  const excluded = Array.isArray(operand) ? operand : [operand];
  return excluded.some(one => matchesValue(value, one as Matcher));
}

/**
 * Reads a pattern.
 *
 * @throws InvalidEventPatternException
 */
export function parsePattern(source: string): EventPattern {
  let parsed: unknown;
  try {
    parsed = JSON.parse(source);
  } catch {
    throw invalidPattern('it is no JSON.');
  }
  checkPattern(parsed, 'Filter');
  return parsed as EventPattern;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkPattern(pattern: unknown, name: string) {
  if (!isObject(pattern)) {
    throw invalidPattern(`${name} is not an object`);
  }
  if (!Object.keys(pattern).length) {
    throw invalidPattern('Empty patterns are not allowed');
  }
  for (const [field, value] of Object.entries(pattern)) {
    if (field === '$or') {
      throw invalidPattern('simulated AWS has no $or');
    }
    if (!Array.isArray(value)) {
      if (!isObject(value)) {
        throw invalidPattern(`"${field}" must be an object or an array`);
      }
      checkPattern(value, `"${field}"`);
    } else if (!value.length) {
      throw invalidPattern('Empty arrays are not allowed');
    } else {
      value.forEach(matcher => checkMatcher(matcher, field));
    }
  }
}

function checkMatcher(matcher: unknown, field: string) {
  if (Array.isArray(matcher)) {
    throw invalidPattern(`"${field}" has a list in a list`);
  }
  if (!isObject(matcher)) {
    return;
  }
  const [[operator, operand] = ['', undefined], ...more] =
    Object.entries(matcher);
  const known = operator === 'exists' || CONTENT[operator];
  if (!known || more.length) {
    throw invalidPattern(`Unrecognized match type ${operator}`);
  }
  if (operator === 'exists' && typeof operand !== 'boolean') {
    throw invalidPattern('exists match pattern must be either true or false');
  }
  if (operator === 'numeric' && !isComparison(operand)) {
    throw invalidPattern('Value of numeric must be pairs such as [">", 5]');
  }
}

function isComparison(operand: unknown): boolean {
  return (
    Array.isArray(operand) &&
    operand.length > 0 &&
    operand.length % 2 === 0 &&
    operand.every((part, i) =>
      i % 2 ? typeof part === 'number' : COMPARISONS[part] !== undefined,
    )
  );
}

/** Each field that the pattern names must fit; what else the event says does not count. */
export function matchesPattern(event: unknown, pattern: EventPattern): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    const value = isObject(event) ? event[field] : undefined;
    return Array.isArray(wanted)
      ? wanted.some(matcher => matchesField(value, matcher))
      : matchesPattern(value, wanted);
  });
}

/** Of a list in the event one item is enough. */
function matchesField(value: unknown, matcher: Matcher): boolean {
  if (isObject(matcher) && 'exists' in matcher) {
    return (value !== undefined) === matcher.exists;
  }
  if (value === undefined) {
    return false;
  }
  return Array.isArray(value)
    ? value.some(item => matchesValue(item, matcher))
    : matchesValue(value, matcher);
}

function matchesValue(value: unknown, matcher: Matcher): boolean {
  if (!isObject(matcher)) {
    return value === matcher;
  }
  const [[operator, operand]] = Object.entries(matcher);
  return CONTENT[operator](value, operand);
}
