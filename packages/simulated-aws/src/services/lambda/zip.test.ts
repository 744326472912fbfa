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

import { deflateRawSync } from 'zlib';
import { zipOf } from '../../testing/zipOf';
import { unzip } from './zip';

describe('unzip', () => {
  it.each([false, true])('reads files, deflated: %s', deflated => {
    const archive = zipOf(
      { 'index.js': 'exports.a = 1;', 'lib/b.js': 'x'.repeat(5000), 'c/': '' },
      deflated ? deflateRawSync : undefined,
    );
    const files = unzip(archive);
    expect([...files.keys()]).toEqual(['index.js', 'lib/b.js']);
    expect(files.get('index.js')!.toString()).toBe('exports.a = 1;');
    expect(files.get('lib/b.js')!.toString()).toBe('x'.repeat(5000));
  });

  it('reads an archive with a comment behind it', () => {
    const archive = Buffer.concat([
      zipOf({ 'a.js': '1' }),
      Buffer.from('a comment'),
    ]);
    expect(unzip(archive).get('a.js')!.toString()).toBe('1');
  });

  it.each([
    ['nothing', Buffer.from('x'), 'it is no ZIP archive'],
    ['a way out', zipOf({ '../a.js': '1' }), 'leads out of it'],
    ['an absolute path', zipOf({ '/etc/a.js': '1' }), 'leads out of it'],
  ])('refuses %s', (_, archive, why) => {
    expect(() => unzip(archive)).toThrow(why);
  });

  it('refuses a bomb', () => {
    const archive = zipOf(
      { 'a.js': '0'.repeat(65 * 1024 * 1024) },
      deflateRawSync,
    );
    expect(archive.length).toBeLessThan(1024 * 1024);
    expect(() => unzip(archive)).toThrow(/larger than/);
  });
});
