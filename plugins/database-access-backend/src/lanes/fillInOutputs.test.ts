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

import { fillInOutputs, objectsNamedIn } from './fillInOutputs';

const output = (object: string) => ({ $output: { object, name: 'id' } });
const spec = {
  port: 5432,
  gateway: output('a'),
  groups: [output('b'), 'sg-1'],
  definition: { arn: { of: output('a') } },
  custom: null,
};

describe('outputs in a spec', () => {
  it('are found wherever they stand', () => {
    expect(objectsNamedIn(spec).sort()).toEqual(['a', 'a', 'b']);
  });

  it('are filled in, and everything else stays', () => {
    const outputs = new Map([
      ['a', { id: 'rgw-1' }],
      ['b', { id: 'sg-2' }],
    ]);
    expect(fillInOutputs(spec, outputs, 'refuse')).toEqual({
      port: 5432,
      gateway: 'rgw-1',
      groups: ['sg-2', 'sg-1'],
      definition: { arn: { of: 'rgw-1' } },
      custom: null,
    });
  });

  it('are waited for when something is built, and left out when it is removed', () => {
    const outputs = new Map([['a', { id: 'rgw-1' }]]);
    expect(() => fillInOutputs(spec, outputs, 'refuse')).toThrow(
      'Waits for the output id of what it depends on.',
    );
    expect(fillInOutputs(spec, outputs, 'leave-out')).toMatchObject({
      gateway: 'rgw-1',
      groups: [undefined, 'sg-1'],
    });
  });
});
