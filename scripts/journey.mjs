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
 * `yarn journey`: a request from the wish to the end, headless, through the HTTP and Scaffolder APIs, on free ports and
 * with data of its own. One line for each step, then a JSON object; it ends with 1 if a step is wrong.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './lib/install.mjs';
import { Journey } from './lib/Journey.mjs';
import { postgresAt, startBackend } from './lib/portal.mjs';
import { freePort } from './lib/ports.mjs';
import { withPostgres } from './lib/postgres.mjs';
import { Complaint, root, runMain } from './lib/project.mjs';
import { SimulatedAws } from './lib/SimulatedAws.mjs';
import { Steps } from './lib/Steps.mjs';

const USAGE = `yarn journey [options]

  --network <name>          the network that asks; analytics-databricks by default
  --database-entity <name>  the database that is asked for; orders-postgres by default
  --database <kind>         where the portal keeps its data: sqlite (the default) or postgres
  --pattern <name>          the way to connect: a pattern, lattice or privatelink; the recommended one by default
  --join <way>              over a service network: endpoint (the default) or association
  --updater                 over PrivateLink with an updater, through a failover while the portal is down
  --via <api>               how the request is filed: http (the default) or scaffolder
  --latency-scale <factor>  how much of its time AWS takes; 0.05 by default
  --doubt <name=answer>     what AWS does not document; repeatable
  --aws-port <port>         where simulated AWS listens; a free port by default
  --through <url>           where the portal thinks AWS is: something that records what passes on to that port
  --keep                    keep data and logs, and tell where
`;

/** The role is there in the accounts of the example. */
const UPDATER = {
  APP_CONFIG_databaseAccess_updater_enabled: 'true',
  APP_CONFIG_databaseAccess_roles_updater: 'database-access-updater',
};

/** A zone for what is asked for, in the networking account of the example. */
function zoneOf(options) {
  const company = readFileSync(
    join(
      root,
      ...['packages', 'simulated-aws', 'src', 'company', 'exampleCompany.ts'],
    ),
    'utf8',
  );
  const name = options['database-entity'];
  const [arn] =
    new RegExp(`arn:aws:rds:[^'\\s]+:(db|cluster):${name}(?=')`).exec(
      company,
    ) ?? [];
  if (!arn) {
    throw new Complaint(
      `The example company of simulated AWS has no database ${name}.`,
    );
  }
  return {
    APP_CONFIG_databaseAccess_zones: JSON.stringify([
      {
        name: 'journey',
        accountId: '222222222222',
        region: 'us-east-1',
        networks: [options.network],
        databases: [arn],
      },
    ]),
  };
}

await runMain(async () => {
  const options = readOptions();
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  await ensureInstalled();
  return options.database === 'postgres'
    ? withPostgres(({ BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING }) =>
        travel(
          options,
          postgresAt(BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING),
        ),
      )
    : travel(options);
});

async function travel(options, database) {
  const dataFolder = mkdtempSync(join(tmpdir(), 'towpath-journey-'));
  process.stdout.write('Starting simulated AWS and the backend …\n');
  let processes;
  try {
    const started = await startBackend({
      dataFolder,
      database,
      ports: {
        backend: await freePort(),
        simulatedAws: options['aws-port'] ?? (await freePort()),
      },
      portalsAwsUrl: options.through,
      awsArguments: [
        ...['--latency-scale', options['latency-scale']],
        ...options.doubt.flatMap(doubt => ['--doubt', doubt]),
      ],
      config: {
        ...(options.updater && UPDATER),
        ...(options.pattern === 'lattice-service-network' && zoneOf(options)),
      },
    });
    processes = started.processes;
    return await tellJourney(options, started);
  } finally {
    processes?.stop();
    if (options.keep) {
      process.stdout.write(`Data and logs are in ${dataFolder}\n`);
    } else {
      rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

async function tellJourney(options, { url, awsUrl, backend }) {
  const aws = new SimulatedAws(awsUrl);
  const steps = new Steps();
  const journey = new Journey({
    steps,
    aws,
    backendUrl: url,
    network: options.network,
    databaseEntity: options['database-entity'],
    pattern: options.updater ? 'privatelink' : options.pattern,
    join: options.join,
    via: options.via,
    backend: options.updater ? backend : undefined,
  });
  await aws.forgetCalls();
  const started = await aws.now();
  let failure;
  try {
    await journey.walk();
  } catch (error) {
    // The step has told a complaint already.
    failure = error;
    if (!(error instanceof Complaint)) {
      process.stderr.write(`${error.stack}\n`);
    }
  }
  const summary = {
    steps,
    awsCalls: await aws.calls(),
    simulatedSeconds: Math.round(((await aws.now()) - started) / 1000),
    reachableBefore: journey.reachable.before,
    reachableDuring: journey.reachable.during,
    reachableAfter: journey.reachable.after,
  };
  process.stdout.write(`${JSON.stringify(summary, undefined, 2)}\n`);
  return failure ? 1 : 0;
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        network: { type: 'string', default: 'analytics-databricks' },
        'database-entity': { type: 'string', default: 'orders-postgres' },
        database: { type: 'string', default: 'sqlite' },
        pattern: { type: 'string', default: 'recommended' },
        join: { type: 'string' },
        updater: { type: 'boolean', default: false },
        via: { type: 'string', default: 'http' },
        'latency-scale': { type: 'string', default: '0.05' },
        doubt: { type: 'string', multiple: true, default: [] },
        'aws-port': { type: 'string' },
        through: { type: 'string' },
        keep: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    expectOneOf('database', values.database, ['sqlite', 'postgres']);
    expectOneOf('pattern', values.pattern, [
      'recommended',
      'lattice',
      'privatelink',
      'lattice-resource-endpoint',
      'lattice-service-network',
      'lattice-consumer-network',
    ]);
    if (values.join) {
      expectOneOf('join', values.join, ['endpoint', 'association']);
    }
    expectOneOf('via', values.via, ['http', 'scaffolder']);
    return values;
  } catch (error) {
    throw new Complaint(`${error.message}\n\n${USAGE}`);
  }
}

function expectOneOf(name, value, allowed) {
  if (!allowed.includes(value)) {
    throw new Complaint(
      `--${name} must be ${allowed.join(' or ')}, not ${value}.`,
    );
  }
}
