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

import { execFileSync } from 'child_process';
import { createHash } from 'crypto';
import { resolve } from 'path';
import { sameZip } from './sameZip';
import { updaterCode } from './updaterCode';

const root = resolve(__dirname, '../../../../..');

describe('the code of the updater', () => {
  it('is what its source says', () => {
    const script = resolve(root, 'scripts/build-updater.mjs');
    expect(() =>
      execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' }),
    ).not.toThrow();
  });

  it('is told by its hash, as AWS tells it', () => {
    const { zip, sha256 } = updaterCode();
    expect(sha256).toBe(createHash('sha256').update(zip).digest('base64'));
    expect(zip.toString('latin1')).toContain('export async function handler(');
  });
});

describe('an archive', () => {
  const one = { path: 'a.mjs', content: Buffer.from('123456789') };
  const other = { path: 'b/c.mjs', content: Buffer.from('export {};') };

  it('has the same bytes whatever the order of its files, today and tomorrow', () => {
    expect(sameZip([other, one])).toEqual(sameZip([one, other]));
    expect(
      createHash('sha256')
        .update(sameZip([one, other]))
        .digest('hex'),
    ).toBe('25293aabf80bc82b50820829a2f332a30674a65393d5d396de8e20a07b6e1946');
  });

  it('has the checksum of each file', () => {
    // The check value of CRC-32.
    expect(sameZip([one]).readUInt32LE(14)).toBe(0xcbf43926);
  });
});
