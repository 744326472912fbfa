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
import { setTimeout as pause } from 'node:timers/promises';
import { Person } from './Person.mjs';
import { makeProbers } from './probers.mjs';
import { Processes } from './processes.mjs';
import { backstageCli, Complaint, root } from './project.mjs';

/**
 * Starts simulated AWS, the backend and the portal, and waits until all three answer and the catalog has the databases.
 *
 * @param options.ports - `portal`, `backend`, `simulatedAws` (TCP, and UDP for its DNS)
 * @param options.dataFolder - where databases, simulated AWS and logs are kept
 * @param options.isBuilt - as for a release, and not by the development server, which follows what is edited
 * @returns the URL, the running programs, and what stops the backend alone and starts it again
 */
export async function startPortal({ ports, dataFolder, isBuilt = false }) {
  const url = `http://localhost:${ports.portal}`;
  const processes = new Processes(join(dataFolder, 'logs'));
  try {
    const awsUrl = await startSimulatedAws(processes, { ports, dataFolder });
    await makeProbers(awsUrl);
    const env = backendEnv({ url, ports, awsUrl, ...sqliteIn(dataFolder) });
    const backend = backendIn(processes, { ports, env });
    processes.startNode('portal', frontendAt(ports.portal, { isBuilt }), {
      cwd: join(root, 'packages', 'app'),
      env: { ...env, APP_CONFIG_app_baseUrl: url },
    });
    await backend.start();
    await processes.waitFor(`${url}/`, { seconds: 240, what: 'The portal' });
    await databasesAreThere(`http://localhost:${ports.backend}`);
    return { url, processes, backend };
  } catch (error) {
    processes.stop();
    throw error;
  }
}

/**
 * Starts simulated AWS and the backend without a portal in front of it, and waits until both answer.
 *
 * @param options.ports - `backend`, `simulatedAws`
 * @param options.dataFolder - where databases, simulated AWS and logs are kept
 * @param options.database - variables for another database than SQLite in that folder
 * @param options.awsArguments - more arguments for simulated AWS
 * @param options.portalsAwsUrl - where the backend finds AWS, if something stands in between
 * @param options.config - more variables for the backend
 * @returns the URLs of both, the running programs, and what stops the backend alone and starts it again
 */
export async function startBackend({
  ports,
  dataFolder,
  database = sqliteIn(dataFolder),
  awsArguments = [],
  portalsAwsUrl,
  config = {},
}) {
  const url = `http://localhost:${ports.backend}`;
  const processes = new Processes(join(dataFolder, 'logs'));
  try {
    const awsUrl = await startSimulatedAws(processes, {
      ports,
      dataFolder,
      awsArguments,
    });
    const endpoint = portalsAwsUrl ?? awsUrl;
    const env = backendEnv({ url, ports, awsUrl: endpoint, ...database });
    const backend = backendIn(processes, { ports, env: { ...env, ...config } });
    await backend.start();
    return { url, awsUrl, processes, backend };
  } catch (error) {
    processes.stop();
    throw error;
  }
}

function frontendAt(port, { isBuilt }) {
  return isBuilt
    ? [join(root, 'scripts', 'built-portal.mjs'), String(port)]
    : [backstageCli, 'package', 'start'];
}

/** What starts the backend, and waits until it answers, and what stops it. */
function backendIn(processes, { ports, env }) {
  let starts = 0;
  // Each start has a log of its own.
  const nameOf = number => (number > 1 ? `backend-${number}` : 'backend');
  return {
    start: () => {
      starts += 1;
      processes.startNode(nameOf(starts), [backstageCli, 'package', 'start'], {
        cwd: join(root, 'packages', 'backend'),
        env,
      });
      return backendAnswers(processes, ports);
    },
    stop: () => processes.stopNode(nameOf(starts)),
  };
}

/** The variables that put the backend's data into a PostgreSQL. */
export function postgresAt(connectionString) {
  return {
    APP_CONFIG_backend_database_client: 'pg',
    APP_CONFIG_backend_database_connection: JSON.stringify(connectionString),
  };
}

function sqliteIn(dataFolder) {
  const directory = join(dataFolder, 'sqlite');
  mkdirSync(directory, { recursive: true });
  return { APP_CONFIG_backend_database_connection_directory: directory };
}

async function startSimulatedAws(
  processes,
  { ports, dataFolder, awsArguments = [] },
) {
  const url = `http://127.0.0.1:${ports.simulatedAws}`;
  processes.startNode('simulated-aws', [
    join(root, 'packages', 'simulated-aws', 'bin', 'simulated-aws.cjs'),
    ...['--port', String(ports.simulatedAws)],
    ...['--state', join(dataFolder, 'simulated-aws.json')],
    ...['--latency-scale', '0.1'],
    ...awsArguments,
  ]);
  await processes.waitFor(`${url}/_simulated/health`, {
    seconds: 60,
    what: 'Simulated AWS',
  });
  return url;
}

function backendEnv({ url, ports, awsUrl, ...database }) {
  return {
    ...process.env,
    ...database,
    APP_CONFIG_backend_baseUrl: `http://localhost:${ports.backend}`,
    APP_CONFIG_backend_listen_port: String(ports.backend),
    APP_CONFIG_backend_cors_origin: url,
    APP_CONFIG_databaseAccess_simulatedAws_endpoint: awsUrl,
    // What may stand in between passes HTTP on, and no DNS.
    APP_CONFIG_databaseAccess_dns_servers: JSON.stringify([
      `127.0.0.1:${ports.simulatedAws}`,
    ]),
  };
}

function backendAnswers(processes, ports) {
  return processes.waitFor(
    `http://localhost:${ports.backend}/.backstage/health/v1/readiness`,
    { seconds: 240, what: 'The backend' },
  );
}

/** Discovery brings them to the catalog some seconds after the backend answers. */
async function databasesAreThere(backendUrl, { seconds = 60 } = {}) {
  const engineer = await Person.signIn(backendUrl, 'platform-engineer');
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const { items } = await engineer.get(
      'database-access/v1/inventory/databases?limit=100',
    );
    const entities = await engineer.get(
      'catalog/entities?filter=kind=resource&fields=metadata.annotations',
    );
    const known = entities.map(
      ({ metadata }) => metadata?.annotations?.['aws.amazon.com/arn'],
    );
    const missing = items.filter(
      ({ arn, owner }) => owner && !known.includes(arn),
    );
    if (missing.length === 0) {
      return;
    }
    if (Date.now() > end) {
      throw new Complaint(
        `The catalog did not get ${missing[0].arn} within ${seconds} seconds; the log of the backend says why.`,
      );
    }
    await pause(250);
  }
}
