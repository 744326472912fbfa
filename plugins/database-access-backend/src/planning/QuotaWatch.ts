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
  LaneTrouble,
  TightQuota,
} from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { AwsSessions } from '../aws';
import { Lane } from '../config';
import { laneKey, Store, StoredQuotas } from '../store';
import { quotaRemedy } from './quotaRemedy';
import { QuotaReading, QuotaUse, readQuotaUse, SCARCE } from './readQuotaUse';

/** Quotas change when somebody asks AWS for more, and are used up slowly. */
const READ_AGAIN_MS = 6 * 60 * 60_000;

/** A lane of config, and what its account may be to shares. */
export interface WatchedLane extends Lane {
  sides: Parameters<typeof readQuotaUse>[1];
}

/** Counts every few hours how much of its quotas each lane uses, before a plan is refused for want of room. */
export class QuotaWatch {
  readonly #lanes: readonly WatchedLane[];
  readonly #sessions: Pick<AwsSessions, 'read'>;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #logger: LoggerService;

  constructor(options: {
    lanes: readonly WatchedLane[];
    sessions: Pick<AwsSessions, 'read'>;
    store: Store;
    clock: Clock;
    logger: LoggerService;
  }) {
    this.#lanes = options.lanes;
    this.#sessions = options.sessions;
    this.#store = options.store;
    this.#clock = options.clock;
    this.#logger = options.logger;
  }

  /** Counts where it is time. A lane that cannot be read says so, and keeps no other from being read. */
  async look(signal?: AbortSignal): Promise<void> {
    const known = await this.#store.read(tx => this.#store.laneQuotas.all(tx));
    for (const lane of this.#lanes) {
      const readAt = known.get(laneKey(lane))?.readAt ?? -Infinity;
      const isDue = this.#clock.now().getTime() - readAt >= READ_AGAIN_MS;
      if (signal?.aborted) {
        return;
      }
      if (isDue) {
        await this.#lookAt(lane);
      }
    }
  }

  async #lookAt(lane: WatchedLane): Promise<void> {
    const { accountId, region, sides } = lane;
    try {
      const reading = await readQuotaUse(this.#sessions.read(lane), sides);
      const quotas: StoredQuotas = {
        readAt: this.#clock.now().getTime(),
        counted: reading.counted,
        tight: reading.used
          .filter(({ used, limit }) => used >= limit * SCARCE)
          .map(use => tightQuota(use, lane)),
        unread: troublesOf(reading),
      };
      await this.#store.transaction(tx =>
        this.#store.laneQuotas.save(tx, { accountId, region }, quotas),
      );
    } catch (error) {
      this.#logger.warn(
        `The quotas of account ${accountId}, ${region}, could not be counted: ${
          toError(error).message
        }`,
      );
    }
  }
}

function tightQuota(use: QuotaUse, lane: Lane): TightQuota {
  const { name, code, what, place, used, limit } = use;
  return {
    name,
    code,
    what,
    ...(place && { place }),
    used,
    limit,
    remedy: quotaRemedy(use, lane),
  };
}

/** Who is not let in has one thing to say, however much is asked. */
function troublesOf({ unread }: QuotaReading): LaneTrouble[] {
  const troubles = new Map<string, LaneTrouble>();
  for (const { what, error } of unread) {
    const { message, remedy } = error;
    const said = troubles.get(message);
    troubles.set(message, {
      of: said ? `${said.of}, ${what}` : what,
      message,
      remedy,
    });
  }
  return [...troubles.values()];
}
