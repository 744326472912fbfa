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

import { covers, overlap } from './ipv4';

describe('ranges of addresses', () => {
  it.each([
    ['0.0.0.0/0', '10.20.0.0/16', true],
    ['10.20.0.0/16', '10.20.4.0/24', true],
    ['10.20.4.0/24', '10.20.0.0/16', false],
    ['10.20.0.77/16', '10.20.4.0/24', true],
    ['sg-03333000000000018', '10.20.4.0/24', false],
  ])('%s covers %s: %s', (outer, inner, expected) => {
    expect(covers(outer, inner)).toBe(expected);
  });

  it.each([
    ['10.20.4.0/24', '10.20.0.0/16', true],
    ['10.20.0.0/17', '10.20.128.0/17', false],
    ['pl-1', '10.20.128.0/17', false],
  ])('%s overlaps %s: %s', (one, other, expected) => {
    expect(overlap(one, other)).toBe(expected);
  });
});
