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

/** `yarn test:browser`: the demo in a real browser, with data of its own and on free ports. */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { startPortal } from './lib/portal.mjs';
import { freePort } from './lib/ports.mjs';
import { dataFolder, root, runMain, runNode } from './lib/project.mjs';

await runMain(async () => {
  await ensureInstalled();
  const chromium = await ensureChromium();
  const results = join(dataFolder, 'test-results', 'browser.json');
  mkdirSync(join(dataFolder, 'test-results'), { recursive: true });
  rmSync(results, { force: true });

  const folder = mkdtempSync(join(tmpdir(), 'towpath-browser-'));
  const ports = {
    portal: await freePort(),
    backend: await freePort(),
    simulatedAws: await freePort(),
  };
  const { url, processes, backend } = await startPortal({
    dataFolder: folder,
    ports,
    isBuilt: true,
  });
  const control = await controlOf(backend);
  try {
    const code = await runNode(
      [
        join(root, 'node_modules', '@playwright', 'test', 'cli.js'),
        'test',
        ...process.argv.slice(2),
      ],
      {
        env: {
          ...process.env,
          TOWPATH_URL: url,
          TOWPATH_BACKEND_URL: `http://localhost:${ports.backend}`,
          TOWPATH_SIMULATED_AWS_URL: `http://127.0.0.1:${ports.simulatedAws}`,
          TOWPATH_BACKEND_CONTROL_URL: control.url,
          TOWPATH_CHROMIUM: chromium,
          TOWPATH_BROWSER_RESULTS: results,
        },
      },
    );
    const { stats } = JSON.parse(readFileSync(results, 'utf8'));
    process.stdout.write(
      `${stats.expected} passed, ${stats.unexpected + stats.flaky} failed\n`,
    );
    return code;
  } finally {
    control.server.close();
    processes.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Lets a test stop the backend (`POST /stop`), as a crash or a release does, and start it again (`POST /start`). */
async function controlOf(backend) {
  const steps = { '/stop': backend.stop, '/start': backend.start };
  const server = createServer(async ({ url }, answer) => {
    try {
      await steps[url]();
      answer.writeHead(204).end();
    } catch (error) {
      answer.writeHead(500).end(String(error));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${server.address().port}` };
}
