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

// A program that tests start, and kill. It says to the terminal what went wrong.
/* eslint-disable no-console */

import { ConfigReader } from '@backstage/config';
import { LoggerService } from '@backstage/backend-plugin-api';
import { exampleCompany } from '@towpath/simulated-aws';
import Knex from 'knex';
import { AwsSessions } from '../../aws';
import { readDatabaseAccessConfig } from '../../config';
import { objectTypes } from '../../objects';
import { Store } from '../../store';
import { LaneEngine } from '../LaneEngine';

/** What the program is told, as JSON in its first argument. */
export interface EngineProcessOptions {
  replicaId: string;
  database: Knex.Knex.Config;
  aws: { url: string; dnsPort: number };
}

/** Do what is due at this moment, in milliseconds; it is answered when that is done. */
export type EngineOrder = { now: number };

const logger: LoggerService = {
  error: (message, meta) => console.error(message, meta),
  warn: message => console.error(message),
  info: () => {},
  debug: () => {},
  child: () => logger,
};

async function main(options: EngineProcessOptions): Promise<void> {
  const { aws, database, replicaId } = options;
  const { accounts, installation, portalAccountId } = exampleCompany;
  const rootConfig = new ConfigReader({
    databaseAccess: {
      installation,
      simulatedAws: { endpoint: aws.url, accountId: portalAccountId },
      dns: { servers: [`127.0.0.1:${aws.dnsPort}`] },
      accounts: Object.entries(accounts).map(([name, account]) => ({
        accountId: account.id,
        name,
        regions: ['us-east-1'],
        externalId: account.readRole.externalId,
      })),
    },
  });
  const config = readDatabaseAccessConfig(rootConfig, {});
  let now = new Date(0);
  const clock = { now: () => now };
  const sessions = await AwsSessions.create({ config, rootConfig, clock });
  const knex = Knex(database);
  const engine = new LaneEngine({
    store: await Store.create({ database: { getClient: async () => knex } }),
    objectTypes,
    clients: {
      read: lane => sessions.watch(lane),
      provision: (lane, session) => sessions.provision(lane, session),
    },
    clock,
    logger,
    replicaId,
    installation,
  });
  process.on('message', async (order: EngineOrder) => {
    now = new Date(order.now);
    await engine.runOnce();
    process.send!('ready');
  });
  process.send!('ready');
}

main(JSON.parse(process.argv[2])).catch(error => {
  console.error(error);
  process.exit(1);
});
