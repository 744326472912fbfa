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

import {
  DatabaseService,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { AccessRequests } from './AccessRequests';
import { Counts } from './Counts';
import { DatabaseReadings } from './DatabaseReadings';
import { DriftAuthors } from './DriftAuthors';
import { InventoryRecords } from './InventoryRecords';
import { KnownObjects } from './KnownObjects';
import { LaneQuotas } from './LaneQuotas';
import { LaneThrottles } from './LaneThrottles';
import { Leases } from './Leases';
import { LivingPairs } from './LivingPairs';
import { ObjectNames } from './ObjectNames';
import { Outbox } from './Outbox';
import { PlanTurns } from './PlanTurns';
import { Prices } from './Prices';
import { RdsReadings } from './RdsReadings';
import { ReachabilityChecks } from './ReachabilityChecks';
import { ShareExtensions } from './ShareExtensions';
import { ShareFindings } from './ShareFindings';
import { ShareHealth } from './ShareHealth';
import { ShareNotices } from './ShareNotices';
import { Shares } from './Shares';
import { Strays } from './Strays';
import { Surroundings } from './Surroundings';
import { Sweeps } from './Sweeps';
import { ShareUses } from './ShareUses';
import { Timeline } from './Timeline';
import { Trails } from './Trails';
import { Tx } from './Tx';
import { Verifications } from './Verifications';
import { WantedObjects } from './WantedObjects';
import { Zones } from './Zones';

const MIGRATIONS = resolvePackagePath(
  '@towpath/backstage-plugin-database-access-backend',
  'migrations',
);

/** Everything that is remembered. Nothing above this room knows what a table is. */
export class Store {
  static async create(options: { database: DatabaseService }): Promise<Store> {
    const { database } = options;
    const client = await database.getClient();
    if (!database.migrations?.skip) {
      await client.migrate.latest({ directory: MIGRATIONS });
    }
    return new Store(client);
  }

  readonly databaseReadings: DatabaseReadings;
  readonly inventory: InventoryRecords;
  readonly objectNames: ObjectNames;
  readonly livingPairs: LivingPairs;
  readonly prices: Prices;
  readonly rdsReadings: RdsReadings;
  readonly accessRequests = new AccessRequests();
  readonly timeline = new Timeline();
  readonly counts = new Counts();
  readonly trails = new Trails();
  readonly outbox = new Outbox();
  readonly planTurns = new PlanTurns();
  readonly laneQuotas = new LaneQuotas();
  readonly laneThrottles = new LaneThrottles();
  readonly leases = new Leases();
  readonly knownObjects = new KnownObjects();
  readonly wantedObjects = new WantedObjects();
  readonly zones = new Zones();
  readonly driftAuthors = new DriftAuthors();
  readonly reachabilityChecks = new ReachabilityChecks();
  readonly shareExtensions = new ShareExtensions();
  readonly shareFindings = new ShareFindings();
  readonly shareHealth = new ShareHealth();
  readonly shareNotices = new ShareNotices();
  readonly strays = new Strays();
  readonly surroundings = new Surroundings();
  readonly sweeps = new Sweeps();
  readonly verifications = new Verifications({
    wanted: this.wantedObjects,
    sweeps: this.sweeps,
  });
  readonly shareUses = new ShareUses();
  readonly shares: Shares;
  readonly #client: Knex;

  private constructor(client: Knex) {
    this.#client = client;
    this.databaseReadings = new DatabaseReadings(client);
    this.inventory = new InventoryRecords(client);
    this.objectNames = new ObjectNames(client);
    this.livingPairs = new LivingPairs(client);
    this.prices = new Prices(client);
    this.rdsReadings = new RdsReadings(client);
    this.shares = new Shares({
      leases: this.leases,
      wanted: this.wantedObjects,
      timeline: this.timeline,
      outbox: this.outbox,
      zones: this.zones,
      extensions: this.shareExtensions,
      surroundings: this.surroundings,
      sweeps: this.sweeps,
      verifications: this.verifications,
    });
  }

  /** For reads that need not agree with each other. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return work(this.#client);
  }

  /** All that `work` writes is written, or nothing is. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#client.transaction(tx => this.timeline.writeLast(tx, work));
  }
}
