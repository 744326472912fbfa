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
import { toError } from '@backstage/errors';
import {
  ERROR_CODES,
  Finding,
  InventoryDatabase,
  InventoryLane,
} from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { AwsCallError, AwsSessions } from '../../aws';
import { DatabaseAccessConfig, Lane } from '../../config';
import { InventoryRecords, laneKey, StoredLane } from '../../store';
import { ownerNamedBy } from '../databaseFindings';
import { problemFinding } from '../findings';
import { withinDeadline } from '../withinDeadline';
import { InventoryFacts, listDatabases, WantedTags } from './listDatabases';

/** A lane that was looked at since then is not asked again. */
const MAX_AGE_SECONDS = 60;

/** Lanes that are read at a time: each has a session of its own, and sockets. */
const LANES_AT_ONCE = 20;

/** An account that hangs must not delay the others; what it says later the next look shows. */
const LONGEST_WAIT_MS = 15_000;

/** A page of the inventory, and how it stands with the lanes. */
export interface InventoryPage {
  databases: InventoryDatabase[];
  lanes: InventoryLane[];
}

/**
 * Every RDS database of every lane of config. A lane that does not answer costs nobody but itself: what was known of it
 * stays, with the time at which it was known.
 */
export class Inventory {
  readonly #config: DatabaseAccessConfig;
  readonly #sessions: AwsSessions;
  readonly #records: InventoryRecords;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #tags: WantedTags;
  readonly #longestWaitMs: number;
  /** Lanes that are being looked at, by their keys. */
  readonly #looks = new Map<string, Promise<void>>();

  constructor(options: {
    config: DatabaseAccessConfig;
    sessions: AwsSessions;
    records: InventoryRecords;
    clock: Clock;
    logger: LoggerService;
    tags: WantedTags;
    /** Default: as long as a caller can wait. */
    longestWaitMs?: number;
  }) {
    this.#config = options.config;
    this.#sessions = options.sessions;
    this.#records = options.records;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#tags = options.tags;
    this.#longestWaitMs = options.longestWaitMs ?? LONGEST_WAIT_MS;
  }

  /** Looks at every lane that nobody has looked at for a minute; waits for as long as a caller can. */
  async refresh(): Promise<void> {
    const lanes = this.#lanes();
    await this.#records.forgetAllBut(lanes);
    const oldest = this.#clock.now().getTime() - MAX_AGE_SECONDS * 1000;
    const fresh = new Set(
      (await this.#records.lanes())
        .filter(({ lookedAt }) => lookedAt.getTime() > oldest)
        .map(laneKey),
    );
    const due = lanes.filter(lane => !fresh.has(laneKey(lane)));
    await withinDeadline(
      this.#longestWaitMs,
      inTurns(due, LANES_AT_ONCE, lane => this.#lookOnce(lane)),
      () => {},
    );
  }

  /** What is known, in the order of the ARNs. */
  async page(page: { after?: string; limit: number }): Promise<InventoryPage> {
    const lanes = this.#lanes();
    const stored = new Map(
      (await this.#records.lanes()).map(lane => [laneKey(lane), lane]),
    );
    const views = new Map(
      lanes.map(lane => [
        laneKey(lane),
        this.#viewOf(lane, stored.get(laneKey(lane))),
      ]),
    );
    const databases = await this.#records.databases(lanes, page);
    return {
      databases: databases.map(({ facts, readAt }) => {
        const known = facts as InventoryFacts;
        const lane = views.get(laneKey(known));
        return this.#databaseOf(known, {
          readAt: readAt.toISOString(),
          stale: lane?.finding !== undefined,
        });
      }),
      lanes: [...views.values()],
    };
  }

  #lanes(): Lane[] {
    return [...this.#config.accounts.values()].flatMap(
      ({ accountId, regions }) =>
        regions.map(region => ({ accountId, region })),
    );
  }

  #lookOnce(lane: Lane): Promise<void> {
    const key = laneKey(lane);
    const known = this.#looks.get(key);
    if (known) {
      return known;
    }
    const look = this.#look(lane).finally(() => this.#looks.delete(key));
    this.#looks.set(key, look);
    return look;
  }

  /** Never fails: this may go on when nobody waits for it any more. */
  async #look(lane: Lane): Promise<void> {
    try {
      const session = this.#sessions.read(lane);
      const databases = await listDatabases(session, this.#tags);
      await this.#records.saveRead(lane, {
        readAt: this.#clock.now(),
        databases: databases.map(facts => ({ arn: facts.arn, facts })),
      });
    } catch (error) {
      await this.#remember(lane, error).catch(failure =>
        this.#logger.error(
          `${this.#nameOf(lane)} could not be taken into the inventory`,
          toError(failure),
        ),
      );
    }
  }

  async #remember(lane: Lane, error: unknown): Promise<void> {
    await this.#records.saveProblem(lane, {
      lookedAt: this.#clock.now(),
      problem:
        error instanceof AwsCallError
          ? problemFinding(error, 'warning')
          : this.#unexpected(lane, toError(error)),
    });
  }

  /** A defect of ours, which must hide no other account either. */
  #unexpected(lane: Lane, error: Error): Finding {
    const name = this.#nameOf(lane);
    this.#logger.error(`${name} could not be read into the inventory`, error);
    return {
      code: ERROR_CODES.awsUnavailable,
      severity: 'warning',
      message: `${name} could not be read because of a defect of the portal: its log says which.`,
    };
  }

  #viewOf(lane: Lane, stored: StoredLane | undefined): InventoryLane {
    const { accountId, region } = lane;
    const finding = this.#looks.has(laneKey(lane))
      ? this.#silent(lane)
      : stored?.problem;
    return {
      accountId,
      accountName: this.#config.accounts.get(accountId)!.name,
      region,
      ...(stored?.readAt && { readAt: stored.readAt.toISOString() }),
      ...(finding && { finding }),
    };
  }

  #databaseOf(
    { ownerTag, ...facts }: InventoryFacts,
    reading: { readAt: string; stale: boolean },
  ): InventoryDatabase {
    const account = this.#config.accounts.get(facts.accountId)!;
    const { owner, because } = ownerNamedBy({ ownerTag }, account);
    return {
      ...facts,
      accountName: account.name,
      ...(owner && { owner }),
      ownerBecause: because,
      ...reading,
    };
  }

  #silent(lane: Lane): Finding {
    return {
      code: ERROR_CODES.awsUnavailable,
      severity: 'warning',
      message: `${this.#nameOf(
        lane,
      )} has not yet said which databases it has: look again in a moment.`,
    };
  }

  #nameOf({ accountId, region }: Lane): string {
    const { name } = this.#config.accounts.get(accountId)!;
    return `Account ${accountId} (${name}), ${region},`;
  }
}

/** Does this with all of them, so many at a time. */
async function inTurns<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item; item = waiting.shift()) {
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
