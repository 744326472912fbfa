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
import { join } from 'path';
import { ConfigReader } from '@backstage/config';
import { parse } from 'yaml';
import { DatabaseAccessConfig, readDatabaseAccessConfig } from '../config';
import { explainCommand } from './explainCommand';
import { runPolicyTests } from './policyTests';

const root = join(__dirname, '../../../..');

/** As the portal of the example has it. */
const config: DatabaseAccessConfig = readDatabaseAccessConfig(
  new ConfigReader(parse(readFileSync(join(root, 'app-config.yaml'), 'utf8'))),
  {},
);

const one = (expected: object, request: object = {}) =>
  runPolicyTests(config, [{ name: 'One', request, expect: expected }]);

describe('the tests of a policy', () => {
  it('that come with the example hold', async () => {
    const cases = parse(readFileSync(join(root, 'policy-tests.yaml'), 'utf8'));
    const results = await runPolicyTests(config, cases);
    expect(results.length).toBeGreaterThan(4);
    expect(results.flatMap(({ failures }) => failures)).toEqual([]);
  });

  it('say what is not as somebody expects, and why', async () => {
    const production = { database: { environment: 'production' } };
    const [{ failures }] = await one(
      { outcome: 'automatic', longestDays: 60, rules: [] },
      production,
    );
    expect(failures).toEqual([
      expect.stringMatching(
        /^outcome should be "automatic", and is "decided": Stage 1: 1 of/,
      ),
      expect.stringMatching(/^rules should be \[\], and is \["production"\]/),
    ]);
  });

  it.each<[string, unknown, string]>([
    ['no list', {}, 'holds no list'],
    ['an empty list', [], 'holds no list'],
    [
      'a case without a name',
      [{ request: {}, expect: {} }],
      'Test 1 has no name',
    ],
    [
      'a case that expects nothing',
      [{ name: 'a', request: {}, expect: {} }],
      'Test 1 (a) expects nothing',
    ],
    [
      'a misspelt expectation',
      [{ name: 'a', request: {}, expect: { outcom: 'refused' } }],
      'Test 1 (a) has outcom, which is not known',
    ],
    [
      'a misspelt request',
      [
        {
          name: 'a',
          request: { databases: {} },
          expect: { outcome: 'refused' },
        },
      ],
      'Test 1 (a) has databases, which is not known',
    ],
  ])('refuse %s', async (_what, cases, message) => {
    await expect(runPolicyTests(config, cases)).rejects.toThrow(message);
  });
});

describe('yarn policy:explain', () => {
  it('says what happens, and of each rule why', async () => {
    const text = await explainCommand(config, [
      ...['--environment', 'development', '--outside', '--days', '15'],
    ]);
    expect(text).toContain('It is refused.');
    expect(text).toContain('It may last 1209600 seconds at most');
    expect(text).toMatch(/applies {2}config\/development/);
    expect(text).toMatch(/- {2}config\/production/);
    expect(text).toContain(
      "no  the database's environment is production (it is development)",
    );
  });

  it('may say it as JSON', async () => {
    const text = await explainCommand(config, [
      '--json',
      '--owner',
      'group:default/x',
    ]);
    expect(JSON.parse(text)).toMatchObject({
      outcome: 'decided',
      seats: [{ ref: 'group:default/x', count: 1, stage: 1 }],
    });
  });

  it.each([
    [['--tag', 'nothing'], '--tag takes a key and a value'],
    [['--days', 'many'], '--days takes a number'],
    [['--nonsense'], 'nonsense'],
  ])('refuses %j', async (args, message) => {
    await expect(explainCommand(config, args)).rejects.toThrow(message);
  });
});
