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

/** `yarn policy:explain`: what the rules in config would say of a made-up request, and why. It reads config and nothing else. */
import { loadBackend, readConfig } from './lib/backend.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { readPolicyConfig } from './lib/policy.mjs';
import { Complaint, runMain } from './lib/project.mjs';

await runMain(async () => {
  await ensureInstalled();
  const { explainCommand, POLICY_EXPLAIN_USAGE, PolicyUsageError } =
    loadBackend('policy');
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    process.stdout.write(POLICY_EXPLAIN_USAGE);
    return 0;
  }
  const config = readPolicyConfig(await readConfig(args));
  try {
    process.stdout.write(await explainCommand(config, args));
    return 0;
  } catch (error) {
    if (error instanceof PolicyUsageError) {
      throw new Complaint(`${error.message}\n\n${POLICY_EXPLAIN_USAGE}`);
    }
    throw error;
  }
});
