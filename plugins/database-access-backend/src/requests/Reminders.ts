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
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { DEFAULT_SHARE_TERMS, ShareTerms } from '../config';
import { spellOut } from '../planning';
import { Store, StoredShare, Tx } from '../store';
import { eachAlone } from './eachAlone';
import { UNENDED } from './leavingTogether';
import { Owners } from './Owners';
import { ShareJournal } from './ShareJournal';

/** More than a portal has that end within the same days. */
const MOST_AT_ONCE = 10_000;

/**
 * Tells people that their access ends, some times before it does: each time once, whatever number of replicas looks, and
 * however late. What was told of an end says nothing of another one, so it is told anew after an extension.
 */
export class Reminders {
  readonly #store: Store;
  readonly #owners: Owners;
  readonly #journal: ShareJournal;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #terms: ShareTerms;

  constructor(options: {
    store: Store;
    owners: Owners;
    journal: ShareJournal;
    clock: Clock;
    logger: LoggerService;
    terms?: ShareTerms;
  }) {
    this.#store = options.store;
    this.#owners = options.owners;
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#terms = options.terms ?? DEFAULT_SHARE_TERMS;
  }

  /** Tells what is due. @returns the shares whose people were told */
  async remind(signal?: AbortSignal): Promise<StoredShare[]> {
    const [earliest] = this.#terms.remindBeforeSeconds;
    if (earliest === undefined) {
      return [];
    }
    const now = this.#clock.now();
    const { ending, told } = await this.#store.read(async tx => {
      const shares = await this.#store.shares.list(tx, {
        lifecycles: UNENDED,
        expiresBefore: new Date(now.getTime() + earliest * 1000 + 1),
        limit: MOST_AT_ONCE,
      });
      return {
        ending: shares,
        told: await this.#store.shareNotices.told(
          tx,
          shares.map(({ id }) => id),
        ),
      };
    });
    const reminded: StoredShare[] = [];
    await eachAlone(
      ending,
      async share => {
        const due = this.#due(share, now).filter(
          seconds => !told.get(share.id)?.has(noticeOf(share, seconds)),
        );
        if (due.length && (await this.#tell(share, { due, now }))) {
          reminded.push(share);
        }
      },
      {
        logger: this.#logger,
        failed: ({ id }) => `Nobody was told that the access ${id} ends`,
        signal,
      },
    );
    return reminded;
  }

  /** When people will be told of its end, the next time first. ISO 8601, UTC. */
  coming(share: StoredShare): string[] {
    const end = Date.parse(share.expiresAt);
    const now = this.#clock.now().getTime();
    return UNENDED.includes(share.lifecycle)
      ? this.#times(share)
          .map(seconds => end - seconds * 1000)
          .filter(at => at > now)
          .map(at => new Date(at).toISOString())
      : [];
  }

  /** Of the times before its end those that have come. */
  #due(share: StoredShare, now: Date): number[] {
    const left = (Date.parse(share.expiresAt) - now.getTime()) / 1000;
    return left <= 0
      ? []
      : this.#times(share).filter(seconds => left <= seconds);
  }

  /** None of them is longer than half of what it lasts. */
  #times({ beganAt, expiresAt }: StoredShare): number[] {
    const lasts = (Date.parse(expiresAt) - Date.parse(beganAt)) / 1000;
    return this.#terms.remindBeforeSeconds.filter(
      seconds => lasts >= 2 * seconds,
    );
  }

  /** All that is due is told at once: who was told late of a day hears nothing more of a week. */
  async #tell(
    share: StoredShare,
    options: { due: number[]; now: Date },
  ): Promise<boolean> {
    const { due, now } = options;
    // Before the transaction: nothing must be waited for with rows held.
    const networkOwner = await this.#owners.ofNetworkToday(share.plan.network);
    return this.#store.transaction(async tx => {
      // What it was a moment ago it may not be any more.
      const today = await this.#store.shares.find(tx, share.id);
      if (
        today?.expiresAt !== share.expiresAt ||
        !UNENDED.includes(today.lifecycle)
      ) {
        return false;
      }
      if (!(await this.#take(tx, share, { due, now }))) {
        return false;
      }
      const nearest = due[due.length - 1];
      const [last] = this.#terms.remindBeforeSeconds.slice(-1);
      await this.#journal.note(tx, share, {
        kind: 'share.reminded',
        actor: 'system',
        message: `Ends in less than ${spellOut(nearest)}, at ${
          share.expiresAt
        }: ask for more time on its page if it is still needed`,
        tell: {
          refs: [...new Set([share.requesterRef, networkOwner])],
          title: `Ends in less than ${spellOut(nearest)}: ${
            share.databaseRef
          } from ${share.network}`,
          severity: nearest === last ? 'high' : 'normal',
        },
      });
      return true;
    });
  }

  async #take(
    tx: Tx,
    share: StoredShare,
    options: { due: number[]; now: Date },
  ): Promise<boolean> {
    let isNew = false;
    for (const seconds of options.due) {
      const taken = await this.#store.shareNotices.take(tx, share.id, {
        notice: noticeOf(share, seconds),
        at: options.now,
      });
      isNew ||= taken;
    }
    return isNew;
  }
}

/** What is told of one end and one time before it. */
function noticeOf({ expiresAt }: StoredShare, seconds: number): string {
  return `ends:${expiresAt}:${seconds}`;
}
