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

import { invalid } from './refusals';

/** Whether a message is meant. */
export type Matcher = (message: string) => boolean;

type Fields = Record<string, unknown>;
type Test = (fields: Fields) => boolean;

const TOKEN = /\s*(\(|\)|&&|\|\||!=|=|"[^"]*"|\$\.[A-Za-z0-9_]+|\S)/y;

/**
 * Filter patterns for JSON ("Filter pattern syntax", CloudWatch Logs User Guide), as far as they compare fields of an object
 * with strings: `{ ($.a = "x") && ($.b = "y") || ($.c != "z") }`. What else AWS knows (terms, numbers, wildcards, regular
 * expressions, nested fields) is refused, and never taken for something else.
 */
export function parseFilterPattern(pattern: string): Matcher {
  const text = pattern.trim();
  if (text === '') {
    return () => true;
  }
  if (!text.startsWith('{') || !text.endsWith('}')) {
    throw unknown(pattern);
  }
  const tokens = tokensOf(text.slice(1, -1), pattern);
  const test = parseEither(tokens, pattern);
  if (tokens.length > 0) {
    throw unknown(pattern);
  }
  return message => {
    const fields = fieldsOf(message);
    return fields !== undefined && test(fields);
  };
}

function tokensOf(text: string, pattern: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (!match) {
      throw unknown(pattern);
    }
    tokens.push(match[1]);
  }
  return tokens;
}

function parseEither(tokens: string[], pattern: string): Test {
  const tests = [parseBoth(tokens, pattern)];
  while (tokens[0] === '||') {
    tokens.shift();
    tests.push(parseBoth(tokens, pattern));
  }
  return fields => tests.some(test => test(fields));
}

function parseBoth(tokens: string[], pattern: string): Test {
  const tests = [parseOne(tokens, pattern)];
  while (tokens[0] === '&&') {
    tokens.shift();
    tests.push(parseOne(tokens, pattern));
  }
  return fields => tests.every(test => test(fields));
}

function parseOne(tokens: string[], pattern: string): Test {
  const first = tokens.shift();
  if (first === '(') {
    const test = parseEither(tokens, pattern);
    if (tokens.shift() !== ')') {
      throw unknown(pattern);
    }
    return test;
  }
  const [operator, quoted] = [tokens.shift(), tokens.shift()];
  const isComparison =
    first?.startsWith('$.') &&
    (operator === '=' || operator === '!=') &&
    quoted?.startsWith('"') &&
    !quoted.includes('*');
  if (!first || !quoted || !isComparison) {
    throw unknown(pattern);
  }
  const field = first.slice('$.'.length);
  const value = quoted.slice(1, -1);
  return operator === '='
    ? fields => fields[field] === value
    : fields => field in fields && fields[field] !== value;
}

function fieldsOf(message: string): Fields | undefined {
  try {
    const parsed: unknown = JSON.parse(message);
    return typeof parsed === 'object' && parsed !== null
      ? (parsed as Fields)
      : undefined;
  } catch {
    return undefined;
  }
}

function unknown(pattern: string) {
  return invalid(
    `Invalid filter pattern, or one that simulated AWS does not know: it compares fields of JSON with strings, { ($.field = "value") && … || … }. It was ${pattern}`,
  );
}
