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

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { InputError } from '@backstage/errors';
import { pointAtLine } from './pointAtLine';

const CONFIG = `# A comment
databaseAccess:
  installation: demo
  policy:
    rules:
      - id: one
        because: So we decided.
        refuse: true
      - id: two
        because: So we decided.
        decide:
          - by: nobody
`;

describe('an error in config', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'towpath-config-'));
    mkdirSync(join(root, 'packages', 'backend'), { recursive: true });
    writeFileSync(join(root, 'app-config.yaml'), CONFIG);
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const say = (message: string, argv: string[] = []) =>
    (
      pointAtLine(new InputError(message), {
        argv,
        cwd: join(root, 'packages', 'backend'),
      }) as Error
    ).message;

  it.each([
    ['databaseAccess.policy.rules[1].decide[0].by is wrong', 12],
    ['databaseAccess.policy.rules[0].id is wrong', 6],
    ['databaseAccess.installation must be short', 3],
  ])('points at the line: %s', (message, line) => {
    expect(say(message)).toBe(`app-config.yaml:${line}: ${message}`);
  });

  it('points at the closest key above, if the key is missing', () => {
    expect(say('databaseAccess.policy.rules[1].when is missing')).toMatch(
      /^app-config\.yaml:9: /,
    );
  });

  it('looks into the file that the command line names, and into the later one first', () => {
    const other = join(root, 'other.yaml');
    writeFileSync(other, 'databaseAccess:\n\n  installation: other\n');
    const argv = ['--config', join(root, 'app-config.yaml'), '--config', other];
    expect(say('databaseAccess.installation must be short', argv)).toMatch(
      /^other\.yaml:3: /,
    );
  });

  it('stays as it is, if it names no key or nothing is found', () => {
    expect(say('Something else')).toBe('Something else');
    expect(say('databaseAccess.zones is wrong', ['--config', 'none'])).toBe(
      'databaseAccess.zones is wrong',
    );
    const other = new Error('databaseAccess.zones broke');
    expect(pointAtLine(other, { argv: [], cwd: root })).toBe(other);
  });
});
