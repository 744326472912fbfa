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

import { StoredOutputOf } from '../store';

/** What a spec waits for. */
export class MissingOutputError extends Error {
  constructor(readonly output: string) {
    super(`Waits for the output ${output} of what it depends on.`);
    this.name = 'MissingOutputError';
  }
}

/** Ids of the objects whose outputs a spec takes. */
export function objectsNamedIn(spec: unknown): string[] {
  if (typeof spec !== 'object' || spec === null) {
    return [];
  }
  const output = outputIn(spec);
  return output
    ? [output.object]
    : Object.values(spec).flatMap(value => objectsNamedIn(value));
}

/** @throws MissingOutputError if an object has not given what the spec takes and it must not be left out */
export function fillInOutputs(
  spec: unknown,
  outputs: Map<string, Record<string, string>>,
  missing: 'refuse' | 'leave-out',
): unknown {
  if (typeof spec !== 'object' || spec === null) {
    return spec;
  }
  if (Array.isArray(spec)) {
    return spec.map(value => fillInOutputs(value, outputs, missing));
  }
  const output = outputIn(spec);
  if (output) {
    const value = outputs.get(output.object)?.[output.name];
    if (value === undefined && missing === 'refuse') {
      throw new MissingOutputError(output.name);
    }
    return value;
  }
  return Object.fromEntries(
    Object.entries(spec).map(([key, value]) => [
      key,
      fillInOutputs(value, outputs, missing),
    ]),
  );
}

function outputIn(spec: object): StoredOutputOf['$output'] | undefined {
  return (spec as Partial<StoredOutputOf>).$output;
}
