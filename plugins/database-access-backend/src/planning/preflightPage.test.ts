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
import { join, resolve } from 'path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { ERROR_CODES } from '@towpath/backstage-plugin-database-access-common';
import { ROLE_POLICIES } from '@towpath/simulated-aws';

const page = readFileSync(
  resolve(
    resolvePackagePath('@towpath/backstage-plugin-database-access-backend'),
    '../../docs/pre-flight.md',
  ),
  'utf8',
);

const rows = page
  .split('\n')
  .filter(line => line.startsWith('| `'))
  .map(line =>
    line
      .split('|')
      .slice(1, -1)
      .map(cell => cell.trim()),
  );

/** Whose organisation an account is in, and what is around a path, others ask as well. */
const ELSEWHERE = [
  '../aws/organizationOf.ts',
  '../objects/surroundings/namesOfVpc.ts',
  '../objects/surroundings/readAcls.ts',
  '../objects/surroundings/readPlaces.ts',
]
  .map(file => readFileSync(join(__dirname, file), 'utf8'))
  .join('\n');

const sources = (isMeant: (name: string) => boolean) =>
  readdirSync(__dirname)
    .filter(name => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .filter(isMeant)
    .map(name => readFileSync(join(__dirname, name), 'utf8'))
    .join('\n');

/** What finds something beside what it makes. */
const ALSO_FIND = ['openedBeside.ts', 'planChange.ts', 'zoneOfPair.ts'];

/** Code and severity of every finding that a check can make. */
function findingsMade(): string[] {
  const source = sources(
    name => name.endsWith('Findings.ts') || ALSO_FIND.includes(name),
  );
  const made = [
    ...source.matchAll(/(blocking|warning|info)\(\s*ERROR_CODES\.(\w+)/g),
  ].map(([, severity, key]) => [key, severity]);
  const spelt = [
    ...source.matchAll(/code: ERROR_CODES\.(\w+),\s*severity: '(\w+)'/g),
  ].map(([, key, severity]) => [key, severity]);
  const codes: Record<string, string> = ERROR_CODES;
  return [
    ...new Set(
      [...made, ...spelt].map(([key, severity]) => `${codes[key]} ${severity}`),
    ),
  ].sort();
}

const documentedReads = new Set(
  rows.flatMap(([, , read]) =>
    [...read.matchAll(/`([a-z0-9-]+:\w+)`/g)].map(([, action]) => action),
  ),
);

describe('docs/pre-flight.md', () => {
  it('has a row for every finding that a check can make, and for no other', () => {
    expect(findingsMade().length).toBeGreaterThan(25);
    expect(
      rows.map(([code, severity]) => `${code.slice(1, -1)} ${severity}`).sort(),
    ).toEqual(findingsMade());
  });

  it('names every operation that planning reads', () => {
    const operations = [
      ...(sources(() => true) + ELSEWHERE).matchAll(
        /(?:new (\w+)Command|paginate([A-Z]\w+?))\(/g,
      ),
    ].map(([, command, paginated]) => command ?? paginated);
    const documented = [...documentedReads].map(action => action.split(':')[1]);
    expect([...new Set(operations)].sort()).toEqual(
      [...new Set(documented)].sort(),
    );
  });

  it('names nothing that the read role may not do', () => {
    const allowed = new Set<string>(
      [ROLE_POLICIES.provider, ROLE_POLICIES.consumer]
        .flatMap(({ read }) =>
          read.flatMap(policy => (policy as { Statement: any }).Statement),
        )
        .flatMap(({ Action }: { Action: string[] }) => Action),
    );
    expect([...documentedReads].filter(action => !allowed.has(action))).toEqual(
      [],
    );
  });

  it('says what to do wherever there is something to do', () => {
    for (const [code, severity, , , remedy] of rows) {
      expect([code, severity, remedy === '–']).toEqual([
        code,
        severity,
        severity === 'info',
      ]);
    }
  });
});
