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

import { execFile } from 'child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { pathToFileURL } from 'url';
import { promisify } from 'util';

const run = promisify(execFile);

const VERIFIER = join(__dirname, '../../../../scripts/audit-verify.mjs');

const VERIFY_FOLDER = `
  import { createReadStream, readdirSync } from 'node:fs';
  const { verify } = await import(process.env.VERIFIER);
  const verdicts = {};
  for (const name of readdirSync(process.env.FOLDER)) {
    // Small pieces, so that lines and characters are cut anywhere.
    const bytes = createReadStream(process.env.FOLDER + '/' + name, { highWaterMark: 1_021 });
    const { isGood, lines } = await verify(bytes);
    verdicts[name] = { isGood, said: lines.join('\\n') };
  }
  process.stdout.write(JSON.stringify(verdicts));
`;

/** What the verifier says of a file. */
export interface Verdict {
  isGood: boolean;
  /** Plain sentences. */
  said: string;
}

/** Lets plain Node verify files, all in one process: what a test writes is read as an auditor's computer would read it. */
export async function verifyAll(
  files: Readonly<Record<string, string | Buffer>>,
): Promise<Record<string, Verdict>> {
  const folder = await mkdtemp(join(tmpdir(), 'towpath-audit-'));
  const names = Object.keys(files);
  try {
    for (const [index, name] of names.entries()) {
      await writeFile(join(folder, `${index}`), files[name]);
    }
    const { stdout } = await run(
      process.execPath,
      ['--input-type=module', '--eval', VERIFY_FOLDER],
      {
        env: { FOLDER: folder, VERIFIER: pathToFileURL(VERIFIER).href },
        maxBuffer: 256 * 1024 * 1024,
      },
    );
    const verdicts = JSON.parse(stdout);
    expect(await readdir(folder)).toHaveLength(names.length);
    return Object.fromEntries(
      names.map((name, index) => [name, verdicts[index]]),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The command as somebody calls it. */
export async function auditVerify(
  content: string | Buffer,
  ...args: string[]
): Promise<{ exitCode: number; said: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'towpath-audit-'));
  const file = join(folder, 'export');
  try {
    await writeFile(file, content);
    const { stdout } = await run(process.execPath, [VERIFIER, file, ...args]);
    return { exitCode: 0, said: stdout };
  } catch (error) {
    const { code, stdout, stderr } = error as {
      code: number;
      stdout: string;
      stderr: string;
    };
    return { exitCode: code, said: stdout + stderr };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What the verifier consists of. */
export function verifierText(): Promise<string> {
  return readFile(VERIFIER, 'utf8');
}
