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
 * The data stays in `.data/`; `npm start -- --fresh` forgets it first.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { expectFree } from './lib/ports.mjs';
import { Processes } from './lib/processes.mjs';
import { backstageCli, dataFolder, runMain } from './lib/project.mjs';

const PORTAL = 3000;
const BACKEND = 7007;
const SIMULATED_AWS = 4566;
const SIMULATED_DNS = 4553;

await runMain(async () => {
  await ensureInstalled();
  await expectFree(PORTAL, 'the portal');
  await expectFree(BACKEND, 'the backend');
  await expectFree(SIMULATED_AWS, 'simulated AWS');
  if (process.argv.includes('--fresh')) {
    rmSync(dataFolder, { recursive: true, force: true });
  }
  mkdirSync(join(dataFolder, 'sqlite'), { recursive: true });

  const processes = new Processes();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => {
      processes.stop();
      process.exit(0);
    });
  }
  try {
    process.stdout.write(
      'Starting simulated AWS, the backend and the portal …\n',
    );
    processes.startNode('simulated-aws', [
      join('packages', 'simulated-aws', 'bin', 'simulated-aws.cjs'),
      ...['--port', String(SIMULATED_AWS)],
      ...['--dns-port', String(SIMULATED_DNS)],
      ...['--state', join('.data', 'simulated-aws.json')],
      ...['--latency-scale', '0.1'],
    ]);
    await processes.waitFor(
      `http://127.0.0.1:${SIMULATED_AWS}/_simulated/health`,
      { seconds: 60, what: 'Simulated AWS' },
    );
    processes.startNode('portal', [backstageCli, 'repo', 'start']);
    await processes.waitFor(
      `http://localhost:${BACKEND}/.backstage/health/v1/readiness`,
      { seconds: 240, what: 'The backend' },
    );
    await processes.waitFor(`http://localhost:${PORTAL}/`, {
      seconds: 240,
      what: 'The portal',
    });
    process.stdout.write(`http://localhost:${PORTAL}\n`);
    await processes.untilOneEnds();
  } finally {
    processes.stop();
  }
});
