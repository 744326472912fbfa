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

import { LoggerService } from '@backstage/backend-plugin-api';
import { DatabaseEvent } from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { readRdsEvent, RdsNews } from '../aws';
import { kindOfStep } from '../health';
import type { ObjectType } from '../objects';
import { FollowingShare, Store, Tx } from '../store';

/** What never moves a database. AWS has more categories, and may have others tomorrow: those are heeded. */
const NEVER_MOVES = [
  'backtrack',
  'backup',
  'creation',
  'low storage',
  'read replica',
  'security',
  'security patching',
];

/** Entries among which one that was told before is looked for. */
const RECENT = 50;

/**
 * Hears what AWS tells of databases. It only hastens the next look at what follows them: what is done then depends on what
 * that look shows. So whoever could forge an event, or tells one twice, late or never, changes nothing.
 */
export class DatabaseEvents {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #types: string[];
  readonly #wake: () => void;

  constructor(options: {
    store: Store;
    clock: Clock;
    logger: LoggerService;
    objectTypes: ReadonlyMap<string, ObjectType>;
    /** Something may be due. */
    wake: () => void;
  }) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#types = [...options.objectTypes.values()]
      .filter(type => type.moves)
      .map(({ type }) => type);
    this.#wake = options.wake;
  }

  /** Never throws for what is in an event: who delivers it could do nothing about it. */
  async hear(payload: unknown): Promise<void> {
    let news: RdsNews;
    try {
      news = readRdsEvent(payload);
    } catch (error) {
      this.#ignore('An event was ignored', (error as Error).message);
      return;
    }
    const { database, event, categories } = news;
    const what = `${event.id} of ${database.arn} was ignored`;
    if (categories?.length && categories.every(isHarmless)) {
      this.#ignore(what, `${categories.join(', ')} moves no database.`);
      return;
    }
    if (!(await this.#heed(news))) {
      this.#ignore(what, 'No share follows this database.');
      return;
    }
    this.#wake();
  }

  /** @returns whether anything follows this database */
  async #heed({ database, event }: RdsNews): Promise<boolean> {
    const store = this.#store;
    const query = { databaseArn: database.arn, types: this.#types };
    return store.transaction(async tx => {
      const asked = await store.wantedObjects.askToLook(tx, query);
      for (const share of await store.shares.following(tx, query)) {
        await this.#note(tx, share, event);
      }
      return asked > 0;
    });
  }

  /** Queues deliver at least once, and two ways may be set up: the same is told once. */
  async #note(
    tx: Tx,
    { shareId, requestId }: FollowingShare,
    event: DatabaseEvent,
  ): Promise<void> {
    const { timeline, outbox } = this.#store;
    const kind = kindOfStep('event');
    const told = await timeline.lastOf(tx, {
      shareId,
      kinds: [kind],
      limit: RECENT,
    });
    if (told.some(({ details }) => isSame(details?.event, event))) {
      return;
    }
    const at = this.#clock.now();
    await timeline.append(tx, {
      requestId,
      shareId,
      actor: 'system',
      at,
      kind,
      message: `AWS says: ${event.message} (${event.id})`,
      details: { event },
    });
    await outbox.add(tx, {
      id: `share.moved:${shareId}:${at.getTime()}`,
      kind: 'share.moved',
      payload: { shareId, requestId },
      at,
    });
  }

  #ignore(what: string, why: string): void {
    this.#logger.info(`${what}: ${why}`);
  }
}

function isHarmless(category: string): boolean {
  return NEVER_MOVES.includes(category);
}

/** EventBridge gives the time to the millisecond, subscriptions in another form, and both are of one event. */
function isSame(told: DatabaseEvent | undefined, event: DatabaseEvent) {
  const second = ({ occurredAt = '' }: DatabaseEvent) =>
    occurredAt.slice(0, 'yyyy-mm-ddThh:mm:ss'.length);
  return told?.id === event.id && second(told) === second(event);
}
