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

import { setTimeout as pauseFor } from 'timers/promises';
import {
  AuthService,
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { toError } from '@backstage/errors';
import {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import {
  DatabaseAccessApi,
  InventoryDatabase,
  InventoryLane,
  parseDatabaseArn,
} from '@towpath/backstage-plugin-database-access-common';
import { CatalogView, Known } from './CatalogView';
import { databaseEntity, ORIGIN } from './databaseEntity';
import { entityNames } from './entityNames';
import { DiscoveryConfig } from './readDiscoveryConfig';

/** What the backend gives at once. */
const PAGE_SIZE = 100;

/** Both plugins start at the same time, and the schedule may be ten minutes. */
const ATTEMPTS = 10;
const MS_BETWEEN_ATTEMPTS = 3_000;

/** All that the backend of Towpath knows. */
interface Found {
  databases: InventoryDatabase[];
  lanes: InventoryLane[];
}

/** Offers what the backend of Towpath finds in its accounts to the catalog. */
export class DatabaseEntityProvider implements EntityProvider {
  readonly #auth: AuthService;
  readonly #client: DatabaseAccessApi;
  readonly #view: CatalogView;
  readonly #config: DiscoveryConfig;
  readonly #logger: LoggerService;
  readonly #tasks: SchedulerServiceTaskRunner;
  readonly #pause: (ms: number) => Promise<void>;
  #connection?: EntityProviderConnection;
  /** Each is said once, until it is true no longer. */
  #said: ReadonlySet<string> = new Set();

  constructor(options: {
    auth: AuthService;
    client: DatabaseAccessApi;
    view: CatalogView;
    config: DiscoveryConfig;
    logger: LoggerService;
    tasks: SchedulerServiceTaskRunner;
    pause?: (ms: number) => Promise<void>;
  }) {
    this.#auth = options.auth;
    this.#client = options.client;
    this.#view = options.view;
    this.#config = options.config;
    this.#logger = options.logger;
    this.#tasks = options.tasks;
    this.#pause = options.pause ?? pauseFor;
  }

  getProviderName(): string {
    return ORIGIN;
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
    await this.#tasks.run({
      id: 'database-access-discovery',
      fn: signal => this.#refreshPatiently(signal),
    });
  }

  /** Looks now; a failure is left to the next look. */
  async refreshQuietly(): Promise<void> {
    try {
      await this.refresh();
    } catch (error) {
      this.#logger.warn(
        'The databases of the accounts could not be offered to the catalog just now',
        toError(error),
      );
    }
  }

  /**
   * Gives the catalog all that is known.
   *
   * @throws whatever the backend or the catalog answered: the catalog then keeps what it has
   */
  async refresh(): Promise<void> {
    if (!this.#connection) {
      return;
    }
    const [found, known] = await Promise.all([
      this.#readInventory(),
      this.#view.look(),
    ]);
    const sentences: string[] = [];
    const entities = [
      ...this.#entitiesOf(found, known, sentences),
      ...unseen(found, known),
    ];
    await this.#connection.applyMutation({
      type: 'full',
      entities: entities.map(entity => ({ entity, locationKey: ORIGIN })),
    });
    this.#say(sentences);
    this.#logger.debug(
      `${entities.length} databases of ${found.lanes.length} accounts and Regions are offered to the catalog`,
    );
  }

  async #refreshPatiently(signal?: AbortSignal): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.refresh();
        return;
      } catch (error) {
        if (attempt === ATTEMPTS || signal?.aborted) {
          throw error;
        }
        await this.#pause(MS_BETWEEN_ATTEMPTS);
      }
    }
  }

  async #readInventory(): Promise<Found> {
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: await this.#auth.getOwnServiceCredentials(),
      targetPluginId: 'database-access',
    });
    const databases: InventoryDatabase[] = [];
    let lanes: InventoryLane[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.#client.listInventory(
        { limit: PAGE_SIZE, ...(cursor && { cursor }) },
        { token },
      );
      databases.push(...page.items);
      lanes = page.lanes;
      cursor = page.nextCursor;
    } while (cursor);
    return { databases, lanes };
  }

  #entitiesOf(found: Found, known: Known, sentences: string[]): Entity[] {
    const { defaultOwner, namespace } = this.#config;
    const free = found.databases.filter(
      ({ arn }) => !known.claimedArns.has(arn),
    );
    const names = entityNames(free, { known, namespace });
    sentences.push(
      ...found.lanes.flatMap(({ finding }) => finding?.message ?? []),
    );
    return free.flatMap(database => {
      const owner = database.owner ?? defaultOwner;
      if (owner === undefined) {
        sentences.push(
          `${database.arn} is left out of the catalog, because nobody is known to own it: ${database.ownerBecause}. Name its owner there, or set catalog.providers.databaseAccess.defaultOwner.`,
        );
        return [];
      }
      const name = names.get(database.arn)!;
      return [databaseEntity(database, { name, namespace, owner })];
    });
  }

  #say(sentences: readonly string[]): void {
    for (const sentence of sentences) {
      if (!this.#said.has(sentence)) {
        this.#logger.warn(sentence);
      }
    }
    this.#said = new Set(sentences);
  }
}

/**
 * Our entities of accounts that the backend has never read, e.g. because its own database is new: they stay as they are,
 * because nobody says that their databases are gone.
 */
function unseen({ lanes }: Found, { own, claimedArns }: Known): Entity[] {
  const unread = new Set(
    lanes
      .filter(({ readAt }) => readAt === undefined)
      .map(({ accountId, region }) => `${accountId}/${region}`),
  );
  return [...own].flatMap(([text, entity]) => {
    const arn = parseDatabaseArn(text);
    return arn &&
      unread.has(`${arn.accountId}/${arn.region}`) &&
      !claimedArns.has(text)
      ? [asWritten(entity)]
      : [];
  });
}

/** Without what the catalog adds. */
function asWritten({ relations, ...entity }: Entity): Entity {
  const { etag, uid, ...metadata } = entity.metadata;
  const { status, ...written } = entity as Entity & { status?: unknown };
  return { ...written, metadata };
}
