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
  ERROR_CODES,
  Finding,
} from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { idleSeconds } from '../health';
import { warning } from '../planning';
import { Store, StoredShare } from '../store';
import { LivingShares } from './LivingShares';
import { Owners } from './Owners';
import { ShareJournal } from './ShareJournal';

const DAY = 86_400;

/**
 * Proposes to end what nobody uses. It ends nothing by itself, and goes once something passes again. An access of which AWS
 * publishes nothing is never called idle.
 */
export class IdleShares {
  readonly #store: Store;
  readonly #shares: Pick<LivingShares, 'allLiving'>;
  readonly #owners: Owners;
  readonly #journal: ShareJournal;
  readonly #clock: Clock;
  readonly #idleAfterSeconds: number | undefined;

  constructor(options: {
    store: Store;
    shares: Pick<LivingShares, 'allLiving'>;
    owners: Owners;
    journal: ShareJournal;
    clock: Clock;
    /** Default: nothing is ever idle. */
    idleAfterSeconds?: number;
  }) {
    this.#store = options.store;
    this.#shares = options.shares;
    this.#owners = options.owners;
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#idleAfterSeconds = options.idleAfterSeconds;
  }

  /** Looks at what is known of the use of all that lives; AWS is not asked. */
  async look(signal?: AbortSignal): Promise<void> {
    for await (const share of this.#shares.allLiving()) {
      if (signal?.aborted) {
        return;
      }
      const { finding, isKnown } = await this.#read(share);
      if (finding && !isKnown) {
        await this.#raise(share, finding);
      }
      if (!finding && isKnown) {
        await this.#clear(share);
      }
    }
  }

  #read(
    share: StoredShare,
  ): Promise<{ finding: Finding | undefined; isKnown: boolean }> {
    return this.#store.read(async tx => {
      const uses = await this.#store.shareUses.ofEach(tx, [share.id]);
      const findings = await this.#store.shareFindings.ofEach(tx, [share.id]);
      return {
        finding: this.#finding(idleSeconds(uses.get(share.id))),
        isKnown: (findings.get(share.id) ?? []).some(
          ({ code }) => code === ERROR_CODES.shareIdle,
        ),
      };
    });
  }

  #finding(idle: ReturnType<typeof idleSeconds>): Finding | undefined {
    if (
      !idle ||
      this.#idleAfterSeconds === undefined ||
      idle.seconds < this.#idleAfterSeconds
    ) {
      return undefined;
    }
    const days = Math.floor(this.#idleAfterSeconds / DAY);
    return warning(ERROR_CODES.shareIdle, {
      message: `${sinceWhen(idle)}: this access is not used for ${days} ${
        days === 1 ? 'day' : 'days'
      } or longer.`,
      remedy:
        'End the access if nobody needs it any more; whoever needs it again can ask for it again.',
    });
  }

  async #raise(share: StoredShare, finding: Finding): Promise<void> {
    const refs = [
      share.requesterRef,
      share.ownerRef,
      await this.#owners.ofNetworkToday(share.plan.network),
    ];
    await this.#store.transaction(async tx => {
      const isNew = await this.#store.shareFindings.raise(tx, share.id, {
        finding,
        at: this.#clock.now(),
      });
      if (isNew) {
        await this.#journal.note(tx, share, {
          kind: 'share.idle',
          actor: 'system',
          message: `${finding.message} ${finding.remedy}`,
          tell: {
            refs: [...new Set(refs)],
            title: `Nobody uses this access: ${share.databaseRef} from ${share.network}`,
            severity: 'normal',
          },
        });
      }
    });
  }

  async #clear(share: StoredShare): Promise<void> {
    await this.#store.transaction(async tx => {
      const { id } = share;
      if (
        await this.#store.shareFindings.clear(tx, id, ERROR_CODES.shareIdle)
      ) {
        await this.#journal.note(tx, share, {
          kind: 'share.used-again',
          actor: 'system',
          message: 'It is used again, or nobody calls it idle any more',
        });
      }
    });
  }
}

/** A log has a line for each connection and none for what passes over it. */
function sinceWhen({
  since,
  toldBy,
}: NonNullable<ReturnType<typeof idleSeconds>>): string {
  return toldBy === 'access-log'
    ? `Nobody has connected since ${since}, as the access log says, which does not tell of a connection that is still open`
    : `Nothing has passed since ${since}, as AWS measures it`;
}
