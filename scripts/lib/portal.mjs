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

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Processes } from './processes.mjs';
import { backstageCli } from './project.mjs';

/**
 * Starts simulated AWS, the backend and the portal, and waits until all three answer.
 *
 * @param options.ports - `portal`, `backend`, `simulatedAws`, `dns`
 * @param options.dataFolder - where databases, simulated AWS and logs are kept
 * @returns the URL, and the running programs
 */
export async function startPortal({ ports, dataFolder }) {
  const sqlite = join(dataFolder, 'sqlite');
  mkdirSync(sqlite, { recursive: true });
  const url = `http://localhost:${ports.portal}`;
  const backendUrl = `http://localhost:${ports.backend}`;
  const awsUrl = `http://127.0.0.1:${ports.simulatedAws}`;

  const processes = new Processes(join(dataFolder, 'logs'));
  try {
    processes.startNode('simulated-aws', [
      join('packages', 'simulated-aws', 'bin', 'simulated-aws.cjs'),
      ...['--port', String(ports.simulatedAws)],
      ...['--dns-port', String(ports.dns)],
      ...['--state', join(dataFolder, 'simulated-aws.json')],
      ...['--latency-scale', '0.1'],
    ]);
    await processes.waitFor(`${awsUrl}/_simulated/health`, {
      seconds: 60,
      what: 'Simulated AWS',
    });
    processes.startNode('portal', [backstageCli, 'repo', 'start'], {
      env: {
        ...process.env,
        APP_CONFIG_app_baseUrl: url,
        APP_CONFIG_backend_baseUrl: backendUrl,
        APP_CONFIG_backend_listen_port: String(ports.backend),
        APP_CONFIG_backend_cors_origin: url,
        APP_CONFIG_backend_database_connection_directory: sqlite,
        APP_CONFIG_databaseAccess_simulatedAws_endpoint: awsUrl,
      },
    });
    await processes.waitFor(`${backendUrl}/.backstage/health/v1/readiness`, {
      seconds: 240,
      what: 'The backend',
    });
    await processes.waitFor(`${url}/`, { seconds: 240, what: 'The portal' });
    return { url, processes };
  } catch (error) {
    processes.stop();
    throw error;
  }
}
