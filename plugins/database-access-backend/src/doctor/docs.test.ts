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

import { readFileSync } from 'fs';
import { resolve } from 'path';
import { SETUP_ROLES_USAGE } from '../setup';
import { DOCTOR_USAGE } from './doctor';

const root = resolve(__dirname, '../../../..');
const text = (file: string) => readFileSync(resolve(root, file), 'utf8');

const optionsOf = (usage: string) =>
  [...usage.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, option]) => option);

describe('the pages about roles and doctor', () => {
  it.each([
    ['docs/roles.md', SETUP_ROLES_USAGE],
    ['docs/doctor.md', DOCTOR_USAGE],
  ])('%s knows every option of its command', (page, usage) => {
    const options = optionsOf(usage);
    expect(options.length).toBeGreaterThan(3);
    expect(options.filter(option => !text(page).includes(option))).toEqual([]);
  });

  it('stand in the navigation, and their commands in package.json and README', () => {
    const { scripts } = JSON.parse(text('package.json'));
    for (const [page, command] of [
      ['roles.md', 'setup:roles'],
      ['doctor.md', 'doctor'],
    ]) {
      expect(text('mkdocs.yml')).toContain(`: ${page}`);
      expect(text('README.md')).toContain(`yarn ${command}`);
      expect(scripts[command]).toMatch(/^node scripts\/[a-z-]+\.mjs$/);
    }
  });
});
