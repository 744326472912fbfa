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

import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AccessRequest,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { AccessPolicy } from '@towpath/backstage-plugin-database-access-node';
import { Knex } from 'knex';
import { AccountConfig, DatabaseAccessConfig, NetworkConfig } from '../config';
import {
  DatabaseReader,
  Databases,
  Networks,
  Planner,
  PRICES,
  PriceBook,
  PriceTable,
  SideReader,
} from '../planning';
import {
  Agreement,
  Deciders,
  EmergencyReviews,
  Journal,
  LivingShares,
  Membership,
  Owners,
  Patience,
  Person,
  Questions,
  Requests,
  RequestStarter,
  Rulings,
} from '../requests';
import { Policies } from '../policy';
import { Store } from '../store';
import { DrivenClock } from './DrivenClock';
import { readAtOnce } from './readAtOnce';
import { simulatedCompany } from './simulatedCompany';
import { databaseEntity } from './startPortal';

/** Own the database. */
export const OWNERS = 'group:default/orders-team';
/** Own it later. */
export const HEIRS = 'group:default/heirs-team';
const ASKERS = 'group:default/analytics-team';

/** A network of the example's clients, under any name. */
export function networkOf(name: string): NetworkConfig {
  return {
    name,
    title: name,
    owner: ASKERS,
    accountId: '666666666666',
    region: 'us-east-1',
    vpcId: 'vpc-06666000000000001',
    subnetIds: ['subnet-06666000000000011', 'subnet-06666000000000012'],
    clientSecurityGroupIds: ['sg-06666000000000018'],
  };
}

function person(name: string, group: string): Person {
  return {
    ref: `user:default/${name}`,
    ownerRefs: [`user:default/${name}`, group],
    credentials: { $$type: '@backstage/BackstageCredentials', principal: {} },
  };
}

function userIn(name: string, ...groups: string[]): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { name, namespace: 'default' },
    relations: groups.map(targetRef => ({ type: 'memberOf', targetRef })),
  };
}

/** Asks. */
export const requester = person('requester', ASKERS);
/** Decides. */
export const owner = person('owner', OWNERS);
/** Decides, too. */
export const secondOwner = person('second', OWNERS);
/** Decides once the database has changed hands. */
export const heir = person('heir', HEIRS);

/**
 * Requests and their starter on a database of the test's own, against simulated AWS: whatever stands outside of them can
 * be changed under them.
 */
export async function requestBench(
  knex: Knex,
  options: {
    networks?: string[];
    /** Instead of the example's, on a clock of its own. */
    company?: Awaited<ReturnType<typeof simulatedCompany>>;
    /** Beside what the company's accounts are. */
    config?: Partial<DatabaseAccessConfig> & { networks: NetworkConfig[] };
    /** Of the catalog, beside those of the bench. */
    entities?: Entity[];
    /** Beside the rules in config. */
    policies?: AccessPolicy[];
  } = {},
) {
  readAtOnce();
  const store = await Store.create({
    database: { getClient: async () => knex },
  });
  const company = options.company ?? (await simulatedCompany());
  const clock = options.company ? clockOf(company) : new DrivenClock();
  const networks = (options.networks ?? ['analytics']).map(networkOf);
  const config: DatabaseAccessConfig & { networks: NetworkConfig[] } = {
    ...company.config,
    networks,
    ...options.config,
  };
  const auth: AuthService = mockServices.auth();
  const database = databaseEntity('orders-postgres', {
    arn: 'arn:aws:rds:us-east-1:333333333333:db:orders-postgres',
  });
  /** Names no database, until somebody writes one into it. */
  const shadow = databaseEntity('shadow', { owner: 'heirs-team' });
  const users = {
    owner: userIn('owner', OWNERS),
    second: userIn('second', OWNERS),
    heir: userIn('heir', HEIRS),
    // Asks for a database of an own group.
    requester: userIn('requester', ASKERS, OWNERS),
  };
  const catalog = catalogServiceMock({
    entities: [
      database,
      shadow,
      ...Object.values(users),
      ...(options.entities ?? []),
    ],
  });
  const { sessions } = company;
  const membership = new Membership({ auth, catalog });
  const journal = new Journal({ store, clock });
  const logger: LoggerService = mockServices.logger.mock();
  const prices: { table: PriceTable } = { table: PRICES };
  /** Another process on the same store and the same AWS. */
  const replica = () => {
    const databases = new Databases({
      auth,
      catalog,
      config,
      reader: new DatabaseReader({
        sessions,
        clock,
        readings: store.databaseReadings,
      }),
    });
    const owners = new Owners({ databases, logger });
    const planner = new Planner({
      auth,
      config,
      databases,
      networks: new Networks({ config, sessions, clock }),
      sides: new SideReader({
        sessions,
        clock,
        installation: config.installation,
      }),
      objectNames: store.objectNames,
      livingPairs: store.livingPairs,
      prices: async () => new PriceBook(prices.table),
    });
    const rulings = new Rulings({
      auth,
      databases,
      membership,
      config,
      policies: new Policies({
        config,
        policies: options.policies,
        logger,
      }),
    });
    const deciders = new Deciders({ membership, rulings });
    const agreement = new Agreement({
      store,
      planner,
      rulings,
      deciders,
      journal,
      clock,
    });
    return {
      owners,
      planner,
      starter: new RequestStarter({
        store,
        agreement,
        deciders,
        journal,
        clock,
        logger,
      }),
      requests: new Requests({
        store,
        planner,
        agreement,
        membership,
        deciders,
        owners,
        journal,
        clock,
        logger,
        terms: config.requestTerms,
        onApproved: () => {},
      }),
    };
  };
  const { owners, planner, requests, starter } = replica();
  const shares = new LivingShares({
    store,
    membership,
    owners,
    clock,
    logger,
  });
  const people = { store, membership, owners, journal, clock, logger };
  const questions = new Questions(people);
  const reviews = new EmergencyReviews({
    ...people,
    shares,
    platformTeam: config.platformTeam,
  });
  const patience = new Patience({
    ...people,
    terms: config.requestTerms,
  });
  const file = async (
    name: string,
    how: { key?: string; start?: 'automatic' | 'manual' } = {},
  ) => {
    const wish = {
      databaseRef: 'resource:default/orders-postgres',
      network: name,
      durationSeconds: 86_400,
    };
    const { plan } = await planner.plan(wish, requester);
    return requests.file(requester, {
      ...wish,
      purpose: 'Report',
      planDigest: plan.digest!,
      start: how.start,
      idempotencyKey: how.key ?? name,
    });
  };
  const approve = (
    request: Pick<AccessRequest, 'id' | 'planDigest'>,
    by = owner,
  ) =>
    requests.decide(by, request.id, {
      decision: 'approve',
      planDigest: request.planDigest,
    });
  const timelineOf = (requestId: string): Promise<TimelineEntry[]> =>
    store.transaction(tx => store.timeline.list(tx, { requestId }));
  return {
    approve,
    clock,
    company,
    config,
    database,
    file,
    knex,
    logger,
    membership,
    patience,
    prices,
    questions,
    replica,
    requests,
    reviews,
    shadow,
    shares,
    starter,
    store,
    timelineOf,
    users,
  };
}

/** Of AWS, and of whoever asks and decides. */
function clockOf({ clock }: Awaited<ReturnType<typeof simulatedCompany>>) {
  return {
    now: () => new Date(clock.now()),
    advance: (seconds: number) => clock.advance(seconds),
  };
}

/** Lets the database of the bench belong to others, in config and in the catalog. */
export function handOver(bench: {
  config: DatabaseAccessConfig;
  database: Entity;
  clock: Pick<DrivenClock, 'advance'>;
}): void {
  const accounts = bench.config.accounts as Map<string, AccountConfig>;
  accounts.set('333333333333', {
    ...accounts.get('333333333333')!,
    allowOwnerTags: false,
    owner: HEIRS,
  });
  bench.database.spec!.owner = 'heirs-team';
  bench.clock.advance(31);
}

/** The table of this version, with another price for a resource endpoint. */
export function cheaperBy(factor: number): PriceTable {
  const { 'us-east-1': virginia, ...others } = PRICES.regions;
  return {
    ...PRICES,
    pricesOf: '2026-12-01',
    regions: {
      ...others,
      'us-east-1': {
        ...virginia,
        resourceEndpointZoneHour: virginia.resourceEndpointZoneHour * factor,
      },
    },
  };
}
