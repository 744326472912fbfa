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

import { matchesPattern, parsePattern } from './pattern';

const EVENT = {
  source: 'aws.rds',
  resources: ['arn:aws:rds:us-east-1:333333333333:db:orders'],
  detail: {
    EventID: 'RDS-EVENT-0049',
    EventCategories: ['failover', 'availability'],
    count: 5,
    flag: true,
    nothing: null,
  },
};

describe('an event pattern', () => {
  it.each<[object, boolean]>([
    [{ source: ['aws.rds'] }, true],
    [{ source: ['aws.ec2', 'aws.rds'] }, true],
    [{ source: ['aws.ec2'] }, false],
    [{ source: ['aws.rds'], detail: { EventID: ['RDS-EVENT-0013'] } }, false],
    [{ detail: { EventCategories: ['availability'] } }, true],
    [{ detail: { EventCategories: ['deletion'] } }, false],
    [{ detail: { missing: ['x'] } }, false],
    [{ missing: { deeper: ['x'] } }, false],
    [{ detail: { EventID: [{ prefix: 'RDS-EVENT-' }] } }, true],
    [{ detail: { EventID: [{ suffix: '0013' }] } }, false],
    [{ detail: { EventID: [{ wildcard: 'RDS-*-0049' }] } }, true],
    [
      { detail: { EventID: [{ 'equals-ignore-case': 'rds-event-0049' }] } },
      true,
    ],
    [{ detail: { EventID: [{ 'anything-but': 'RDS-EVENT-0049' }] } }, false],
    [{ detail: { EventID: [{ 'anything-but': ['a', 'b'] }] } }, true],
    [{ detail: { EventID: [{ 'anything-but': { prefix: 'RDS' } }] } }, false],
    [{ detail: { count: [{ numeric: ['>', 3, '<=', 5] }] } }, true],
    [{ detail: { count: [{ numeric: ['=', 4] }] } }, false],
    [{ detail: { count: ['5'] } }, false],
    [{ detail: { flag: [true] } }, true],
    [{ detail: { nothing: [null] } }, true],
    [{ detail: { missing: [{ exists: false }] } }, true],
    [{ detail: { EventID: [{ exists: false }] } }, false],
    [{ resources: [{ suffix: ':orders' }] }, true],
  ])('%j fits: %s', (pattern, expected) => {
    expect(matchesPattern(EVENT, parsePattern(JSON.stringify(pattern)))).toBe(
      expected,
    );
  });

  it.each([
    '{"a": [{"numeric": [">"]}]}',
    '{"a": [{"exists": "yes"}]}',
    '{"a": [["b"]]}',
    '{"a": [{"prefix": "b", "suffix": "c"}]}',
    '{"a": {}}',
    '{"$or": [{"a": ["b"]}]}',
  ])('%s is none', source => {
    expect(() => parsePattern(source)).toThrow(/Event pattern is not valid/);
  });
});
