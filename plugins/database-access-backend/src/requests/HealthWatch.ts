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
import { createHash } from 'crypto';
import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { Health, Hop } from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { canonicalJson } from '../canonicalJson';
import { DEFAULT_DRIFT_TERMS, DriftTerms } from '../config';
import { firstTrouble } from '../health';
import { tellHold } from '../objects';
import { Store, StoredShare, ToldHealth, Tx } from '../store';
import { LivingShares, ShareWithObjects } from './LivingShares';
import { ShareJournal } from './ShareJournal';
import { Drifted, driftOf, stateOf } from './stateOfShare';

/** What people are told of by themselves, and how urgently. What passes by itself only stands in the timeline. */
const TELLING: Partial<Record<Health, 'high' | 'normal'>> = {
  broken: 'high',
  degraded: 'normal',
};

/**
 * Sees when an access breaks, is well again, or is otherwise in AWS than it shall be, and tells those who need to know
 * before they ask. What may be put back without a decision is.
 */
export class HealthWatch {
  readonly #store: Store;
  readonly #shares: LivingShares;
  readonly #journal: ShareJournal;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #accountName: (accountId: string) => string;
  readonly #platformTeam: string | undefined;
  readonly #drift: Pick<DriftTerms, 'mode' | 'reopens'>;

  constructor(options: {
    store: Store;
    shares: LivingShares;
    journal: ShareJournal;
    clock: Clock;
    logger: LoggerService;
    accountName: (accountId: string) => string;
    platformTeam?: string;
    drift?: Pick<DriftTerms, 'mode' | 'reopens'>;
  }) {
    this.#store = options.store;
    this.#shares = options.shares;
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#accountName = options.accountName;
    this.#platformTeam = options.platformTeam;
    this.#drift = options.drift ?? DEFAULT_DRIFT_TERMS;
  }

  /** Looks at all that is there. One that cannot be judged hides none of the others. @returns whether anything is put back */
  async look(signal?: AbortSignal): Promise<boolean> {
    let repairs = false;
    for await (const page of this.#shares.pagesOf(['active'])) {
      if (signal?.aborted) {
        break;
      }
      const seen = await this.#store.read(tx =>
        this.#store.shareHealth.ofEach(
          tx,
          page.map(({ share }) => share.id),
        ),
      );
      for (const found of page) {
        try {
          const hasRepaired = await this.#lookAt(
            found,
            seen.get(found.share.id),
          );
          repairs ||= hasRepaired;
        } catch (error) {
          this.#logger.warn(
            `Nobody can tell how the share ${found.share.id} is: ${
              toError(error).message
            }`,
          );
        }
      }
    }
    return repairs;
  }

  async #lookAt(
    found: ShareWithObjects,
    seen: ToldHealth | undefined,
  ): Promise<boolean> {
    const { share } = found;
    const state = stateOf(found, {
      now: this.#clock.now(),
      accountName: this.#accountName,
    });
    const drifted = driftOf(state);
    const first = firstTrouble(state.hops);
    const drift = digestOf(drifted);
    const isSame =
      seen?.health === state.health &&
      seen.hop === first?.name &&
      seen.drift === drift;
    if (isSame || (!seen && !first && !drift)) {
      return false;
    }
    const now: ToldHealth = {
      health: state.health,
      hop: first?.name,
      cause: first?.cause,
      drift,
      since: this.#clock.now().toISOString(),
    };
    return this.#store.transaction(async tx => {
      if (!(await this.#store.shareHealth.tell(tx, share.id, { seen, now }))) {
        return false;
      }
      if (seen?.health !== now.health || seen.hop !== now.hop) {
        await this.#noteHealth(tx, share, { seen, now, first });
      }
      if (!drift || drift === seen?.drift) {
        return false;
      }
      await this.#noteDrift(tx, share, drifted);
      return this.#repair(tx, share, drifted);
    });
  }

  async #noteHealth(
    tx: Tx,
    share: StoredShare,
    change: { seen?: ToldHealth; now: ToldHealth; first?: Hop },
  ): Promise<void> {
    const { seen, now, first } = change;
    const { health } = now;
    const before = seen?.health ?? 'unknown';
    // Who heard that it is broken wants to hear that it is not.
    const severity =
      TELLING[health] ??
      (health === 'healthy' && seen && TELLING[seen.health]
        ? 'normal'
        : undefined);
    await this.#journal.note(tx, share, {
      kind: `share.health-${health}`,
      actor: 'system',
      message:
        health === 'healthy'
          ? 'All hops are well'
          : `${sentenceCase(health)} at “${first?.name}”: ${
              first?.reason ?? 'nobody knows why.'
            } ${first?.remedy ?? ''}`.trim(),
      before: { health: before },
      after: { health },
      ...(severity && {
        tell: {
          refs: this.#parties(share),
          title: `${share.databaseRef} from ${share.network} is ${health}`,
          severity,
        },
      }),
    });
  }

  async #noteDrift(
    tx: Tx,
    share: StoredShare,
    drifted: readonly Drifted[],
  ): Promise<void> {
    if (this.#drift.mode === 'ignore') {
      return;
    }
    await this.#journal.note(tx, share, {
      kind: 'share.drifted',
      actor: 'system',
      message: `Changed outside of this portal: ${drifted
        .map(told)
        .join('; ')}`,
      tell: {
        refs: this.#parties(share),
        title: `Somebody changed the access ${share.databaseRef} from ${share.network}`,
        severity: 'high',
      },
    });
  }

  /** @returns whether anything is put back */
  async #repair(
    tx: Tx,
    share: StoredShare,
    drifted: readonly Drifted[],
  ): Promise<boolean> {
    const { mode, reopens } = this.#drift;
    const repairable =
      mode === 'repair'
        ? drifted.filter(
            ({ object, ...each }) =>
              !object.hold && (!each.reopens || reopens === 'automatic'),
          )
        : [];
    if (repairable.length === 0) {
      return false;
    }
    await this.#store.wantedObjects.again(
      tx,
      repairable.map(({ object }) => object.id),
    );
    await this.#journal.note(tx, share, {
      kind: 'share.repairing',
      actor: 'system',
      message: `Puts back, as databaseAccess.drift says: ${repairable
        .map(({ object }) => object.title)
        .join(', ')}`,
    });
    return true;
  }

  #parties({ requesterRef, ownerRef }: StoredShare): string[] {
    const refs = [requesterRef, ownerRef, this.#platformTeam ?? requesterRef];
    return [...new Set(refs)];
  }
}

function told({ object, what, differences }: Drifted): string {
  const place = `${object.title} ${object.name ?? ''} in account ${
    object.accountId
  } (${object.accountName})`;
  const how =
    what === 'gone'
      ? `${place} is gone`
      : `${place}: ${differences
          .map(
            ({ what: part, wanted, is }) =>
              `${part} was ${wanted} and is ${is}`,
          )
          .join(', ')}`;
  return object.hold ? `${how}. ${tellHold(object.hold)}` : how;
}

function digestOf(drifted: readonly Drifted[]): string | undefined {
  if (drifted.length === 0) {
    return undefined;
  }
  const what = drifted.map(({ object, what: how, differences }) => ({
    id: object.id,
    how,
    // Once nobody holds it any more, it may be put back.
    isHeld: object.hold ? true : undefined,
    differences: differences.map(({ what: part, is }) => [part, is]),
  }));
  return createHash('sha256').update(canonicalJson(what)).digest('hex');
}

function sentenceCase(word: string): string {
  return word[0].toLocaleUpperCase('en-US') + word.slice(1);
}
