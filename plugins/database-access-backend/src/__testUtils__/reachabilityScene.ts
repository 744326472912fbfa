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

import { EC2 } from '@aws-sdk/client-ec2';
import { mockServices } from '@backstage/backend-test-utils';
import {
  Plan,
  ReachabilityMeans,
} from '@towpath/backstage-plugin-database-access-common';
import { DatabaseAccessProber } from '@towpath/backstage-plugin-database-access-node';
import { simulatedClientConfig } from '@towpath/simulated-aws';
import { Knex } from 'knex';
import { awsBench, Way } from '../lanes/__testUtils__/awsBench';
import { ObjectGraph, PatternFacts } from '../patterns';
import { PriceBook, PRICES } from '../planning';
import {
  CheckedShare,
  ReachabilityChecks,
  ReachabilityWork,
} from '../reachability';
import { ShareJournal } from '../requests';
import { Store, StoredCheck } from '../store';
import { Database, factsOf } from './simulatedCompany';

const ASKER = 'user:default/requester';

/** A share that is built, and what finds out whether it can be reached. */
export async function reachabilityScene(
  knex: Knex,
  options: {
    way?: Way;
    facts?: PatternFacts;
    database?: Database;
    prober?: DatabaseAccessProber;
    analyzer?: boolean;
  } = {},
) {
  const { way = 'lattice-resource-endpoint', database } = options;
  const aws = await awsBench(knex);
  const facts = options.facts ?? factsOf('analytics', database);
  const shareId = await aws.askFor(way, facts);
  await knex('shares')
    .where({ id: shareId })
    .update({ plan: JSON.stringify(planOf(facts)) });
  await aws.bench.driveTo(aws.engine(), shareId, 'active', 7_200);
  const store = await Store.create({
    database: { getClient: async () => knex, migrations: { skip: true } },
  });
  const clock = { now: () => new Date(aws.clock.now()) };
  const logger = mockServices.logger.mock();
  const common = {
    store,
    journal: new ShareJournal({ store, clock }),
    clock,
    prices: async () => new PriceBook(PRICES),
    prober: options.prober,
  };
  const checks = new ReachabilityChecks({
    ...common,
    analyzer: options.analyzer ?? true,
  });
  /** A replica of the portal; `dies` is called after each of its calls that changed something, and may never return. */
  const replica = (dies?: (operation: string) => Promise<void>) =>
    new ReachabilityWork({
      ...common,
      clients: (lane, session) => {
        const clients = aws.sessions.provision(lane, session);
        return dies ? { ...clients, ec2: dying(clients.ec2, dies) } : clients;
      },
      logger,
      installation: aws.config.installation,
    });
  const checked = (): Promise<CheckedShare> =>
    store.transaction(async tx => ({
      share: (await store.shares.find<ObjectGraph>(tx, shareId))!,
      objects: await store.shares.objectsOf(tx, shareId),
    }));
  const ask = async (means: ReachabilityMeans = 'analyzer') =>
    checks.ask(ASKER, await checked(), means);
  const read = async (id: string): Promise<StoredCheck> =>
    (await store.read(tx => store.reachabilityChecks.find(tx, id)))!;
  /** Lets time pass and the replica work, until nothing is left to be done. */
  const settle = async (id: string, work = replica()): Promise<StoredCheck> => {
    for (let round = 0; round < 200; round++) {
      await work.work();
      const check = await read(id);
      if (
        check.status === 'done' &&
        check.parts.every(({ state }) => state === 'done')
      ) {
        return check;
      }
      aws.clock.advance(5);
    }
    throw new Error(JSON.stringify(await read(id), undefined, 2));
  };
  const admin = (accountId: string) =>
    new EC2(simulatedClientConfig(aws.aws, { accountId }));
  return {
    ...aws,
    admin,
    ask,
    checked,
    checks,
    facts,
    logger,
    read,
    replica,
    settle,
    shareId,
    store,
    check: async () => settle((await ask()).id),
    /** Paths and analyses that any account has. */
    left: () =>
      aws.aws.services
        .flatMap(service => service.objects?.(aws.world) ?? [])
        .filter(({ type }) => /network-insights/.test(type)),
    timeline: () => store.read(tx => store.timeline.list(tx, { shareId })),
  };
}

function planOf({ database, network }: PatternFacts): Partial<Plan> {
  return {
    databaseArn: database.arn,
    endpoint: { host: database.host, port: database.port },
    engine: 'postgres',
    network: {
      name: network.name,
      title: 'Analytics',
      owner: 'group:default/consumers',
      accountId: network.accountId,
      accountName: 'analytics',
      region: network.region,
      vpcId: network.vpcId,
      subnetIds: network.subnets.map(({ subnetId }) => subnetId),
      clientSecurityGroupIds: [...network.clientSecurityGroupIds],
      source: 'config',
    },
  };
}

/** The same client of one whose process ends at some call. */
function dying<C extends { send: (...args: any[]) => any }>(
  client: C,
  dies: (operation: string) => Promise<void>,
): C {
  return new Proxy(client, {
    get(target, name) {
      const value = target[name as keyof C];
      return name === 'send'
        ? async (command: object) => {
            const operation = command.constructor.name.replace(/Command$/, '');
            const isChange = !/^(Describe|Get)/.test(operation);
            const answer = await target.send(command);
            if (isChange) {
              await dies(operation);
            }
            return answer;
          }
        : value;
    },
  });
}
