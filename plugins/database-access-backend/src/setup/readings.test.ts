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

import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { READINGS } from './readings';
import { trailPolicy } from './rolePolicies';
import { everNeededTypes } from './neededTypes';
import { SIDES } from './sampleFacts';

const src = join(__dirname, '..');

/** The operations that the sources of a room call, e.g. `DescribeSubnets`. */
function operationsCalledIn(room: string): Set<string> {
  const files = readdirSync(join(src, room), {
    recursive: true,
    encoding: 'utf8',
  }).filter(name => /\.ts$/.test(name) && !/\.test\.|__testUtils__/.test(name));
  const text = files
    .map(name => readFileSync(join(src, room, name), 'utf8'))
    .join('\n');
  return new Set(
    [...text.matchAll(/(?:new |paginate)([A-Z]\w+?)(?:Command)?\(/g)]
      .map(([whole, name]) =>
        whole.startsWith('new ') && !whole.includes('Command(') ? '' : name,
      )
      .filter(Boolean),
  );
}

/** In the portal’s own name, or no call of a role; and what the doctor only asks whether it would work. */
const OWN = [
  ...['AssumeRole', 'GetCallerIdentity', 'GetProducts'],
  ...['CreateSecurityGroup', 'CreateVpcEndpoint'],
  'CreateVpcEndpointServiceConfiguration',
];

const called = new Set(
  ['planning', 'health', 'aws', 'doctor', 'objects/surroundings'].flatMap(
    room => [...operationsCalledIn(room)],
  ),
);

describe('what the read role may do beside reading the objects', () => {
  it('is what plans, pages and the doctor call, and nothing more', () => {
    const superfluous = READINGS.map(({ action }) => action).filter(
      action => !called.has(action.split(':')[1]),
    );
    expect(superfluous).toEqual([]);
  });

  it('lacks nothing that they call', () => {
    const ever = everNeededTypes();
    const allowed = new Set(
      [
        ...READINGS.map(({ action }) => action),
        ...SIDES.flatMap(side => ever[side])
          .flatMap(({ permissions }) => permissions.read)
          .flatMap(({ actions }) => actions),
        ...trailPolicy().Statement.flatMap(({ Action }) => Action),
      ].map(action => action.split(':')[1]),
    );
    expect(called.size).toBeGreaterThan(10);
    expect(
      [...called].filter(
        operation => !allowed.has(operation) && !OWN.includes(operation),
      ),
    ).toEqual([]);
  });

  it('has a reason each, and stands there once', () => {
    expect(new Set(READINGS.map(({ action }) => action)).size).toBe(
      READINGS.length,
    );
    for (const { why } of READINGS) {
      expect(why).toMatch(/^[A-Z].{20,}\.$/);
    }
  });
});
