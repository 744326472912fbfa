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
 * `yarn setup:roles`: the IAM roles that the accounts of the portal's config need, from that config and from what the
 * enabled patterns make. It calls nobody.
 */
import { loadBackend, readConfig } from './lib/backend.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { Complaint, runMain } from './lib/project.mjs';

await runMain(async () => {
  await ensureInstalled();
  const { readDatabaseAccessConfig } = loadBackend('config');
  const { SETUP_ROLES_USAGE, setupRoles, UsageError } = loadBackend('setup');
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    process.stdout.write(SETUP_ROLES_USAGE);
    return;
  }
  try {
    const config = readDatabaseAccessConfig(await readConfig(args), {
      environment: process.env.NODE_ENV,
    });
    process.stdout.write(setupRoles(config, args));
  } catch (error) {
    if (error instanceof UsageError) {
      throw new Complaint(`${error.message}\n\n${SETUP_ROLES_USAGE}`);
    }
    throw error.name === 'InputError' ? new Complaint(error.message) : error;
  }
});
