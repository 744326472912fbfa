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

/**
 * `yarn doctor`: whether the accounts of the portal's config are as the portal needs them. It reads, and changes nothing;
 * it ends with 1 if something has to be mended.
 */
import { loadBackend, readConfig } from './lib/backend.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { Complaint, runMain } from './lib/project.mjs';

await runMain(async () => {
  await ensureInstalled();
  const { doctor, DOCTOR_USAGE } = loadBackend('doctor');
  const { UsageError } = loadBackend('setup');
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    process.stdout.write(DOCTOR_USAGE);
    return 0;
  }
  try {
    const { text, exitCode } = await doctor(await readConfig(args), args);
    process.stdout.write(text);
    return exitCode;
  } catch (error) {
    if (error instanceof UsageError) {
      throw new Complaint(`${error.message}\n\n${DOCTOR_USAGE}`);
    }
    throw error;
  }
});
