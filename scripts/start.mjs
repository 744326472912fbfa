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
 * `npm start`: the portal with simulated AWS and example data. It ends in one line, the URL, and runs until Ctrl-C.
 *
 * What happens is kept in `.data/`; `npm start -- --fresh` forgets it first. The ports can be moved by
 * TOWPATH_PORTAL_PORT, TOWPATH_BACKEND_PORT, TOWPATH_SIMULATED_AWS_PORT and TOWPATH_SIMULATED_DNS_PORT, the folder by
 * TOWPATH_DATA.
 */
import { rmSync } from 'node:fs';
import { ensureInstalled } from './lib/install.mjs';
import { startPortal } from './lib/portal.mjs';
import { expectFree } from './lib/ports.mjs';
import { dataFolder, runMain } from './lib/project.mjs';

const port = (name, usual) => Number(process.env[name] ?? usual);

await runMain(async () => {
  const started = Date.now();
  await ensureInstalled();
  const ports = {
    portal: port('TOWPATH_PORTAL_PORT', 3000),
    backend: port('TOWPATH_BACKEND_PORT', 7007),
    simulatedAws: port('TOWPATH_SIMULATED_AWS_PORT', 4566),
    dns: port('TOWPATH_SIMULATED_DNS_PORT', 4553),
  };
  await expectFree(ports.portal, 'the portal');
  await expectFree(ports.backend, 'the backend');
  await expectFree(ports.simulatedAws, 'simulated AWS');
  if (process.argv.includes('--fresh')) {
    rmSync(dataFolder, { recursive: true, force: true });
  }

  process.stdout.write(
    'Starting simulated AWS, the backend and the portal …\n',
  );
  const { url, processes } = await startPortal({ ports, dataFolder });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => {
      processes.stop();
      process.exit(0);
    });
  }
  const seconds = Math.round((Date.now() - started) / 1000);
  process.stdout.write(`Ready after ${seconds} seconds, Ctrl-C ends it:\n`);
  process.stdout.write(`${url}\n`);
  try {
    await processes.untilOneEnds();
  } finally {
    processes.stop();
  }
});
