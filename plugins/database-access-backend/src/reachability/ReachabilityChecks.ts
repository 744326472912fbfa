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

import { ConflictError } from '@backstage/errors';
import {
  ERROR_CODES,
  ReachabilityCost,
  ReachabilityMeans,
  ReachabilityOffer,
} from '@towpath/backstage-plugin-database-access-common';
import {
  Clock,
  DatabaseAccessEventKind,
  DatabaseAccessProber,
} from '@towpath/backstage-plugin-database-access-node';
import { randomUUID } from 'crypto';
import type { ObjectGraph } from '../patterns';
import { PriceBook, withCode } from '../planning';
import type {
  NewPart,
  ObjectOfShare,
  Store,
  StoredCheck,
  StoredShare,
  Tx,
} from '../store';
import { costOf } from './costOf';
import { wayOf } from './wayOf';

/** Nobody reads more at once. */
const MOST_SHOWN = 20;

/** A share and what is known of its objects. */
export interface CheckedShare {
  share: StoredShare<ObjectGraph>;
  objects: readonly ObjectOfShare[];
}

/** Writes what happened to a share. */
export interface NotesShares {
  note(
    tx: Tx,
    share: Pick<StoredShare, 'id' | 'requestId'>,
    happening: {
      kind: DatabaseAccessEventKind;
      actor: string;
      message: string;
    },
  ): Promise<void>;
}

/** What people ask of whether a share can be reached. Finding it out is `ReachabilityWork`'s. */
export class ReachabilityChecks {
  readonly #store: Store;
  readonly #journal: NotesShares;
  readonly #clock: Clock;
  readonly #prices: () => Promise<PriceBook>;
  readonly #analyzer: boolean;
  readonly #prober: DatabaseAccessProber | undefined;

  constructor(options: {
    store: Store;
    journal: NotesShares;
    clock: Clock;
    prices: () => Promise<PriceBook>;
    /** Config lets AWS be asked, which AWS bills. */
    analyzer: boolean;
    prober?: DatabaseAccessProber;
  }) {
    this.#store = options.store;
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#prices = options.prices;
    this.#analyzer = options.analyzer;
    this.#prober = options.prober;
  }

  /** The newest first, and only the last ones. */
  ofShare(shareId: string): Promise<StoredCheck[]> {
    return this.#store.read(tx =>
      this.#store.reachabilityChecks.ofShare(tx, shareId, MOST_SHOWN),
    );
  }

  async offers(checked: CheckedShare): Promise<ReachabilityOffer[]> {
    return [await this.#ofAnalyzer(checked), this.#ofProber(checked)];
  }

  /**
   * Writes down that somebody wants to know. One check of a share runs at a time: who asks meanwhile gets that one.
   *
   * @throws ConflictError `reachability_unavailable`
   */
  async ask(
    actor: string,
    checked: CheckedShare,
    means: ReachabilityMeans,
  ): Promise<StoredCheck> {
    const offers = await this.offers(checked);
    const offer = offers.find(each => each.means === means)!;
    if (!offer.mayCheck) {
      throw withCode(
        new ConflictError(offer.because),
        ERROR_CODES.reachabilityUnavailable,
      );
    }
    const { share } = checked;
    const id = randomUUID();
    return this.#store.transaction(async tx => {
      const { reachabilityChecks } = this.#store;
      const isNew = await reachabilityChecks.insert(tx, {
        id,
        shareId: share.id,
        means,
        cost: offer.cost,
        askedBy: actor,
        askedAt: this.#clock.now(),
        parts: partsOf(checked, means, this.#prober),
      });
      if (!isNew) {
        return (await reachabilityChecks.findRunning(tx, share.id))!;
      }
      await this.#journal.note(tx, share, {
        kind: 'share.reachability-asked',
        actor,
        message:
          means === 'prober'
            ? 'Asks the prober whether it can be reached'
            : `Asks AWS whether it can be reached: ${saying(offer.cost!)}`,
      });
      return (await reachabilityChecks.find(tx, id))!;
    });
  }

  async #ofAnalyzer(checked: CheckedShare): Promise<ReachabilityOffer> {
    const { parts, leavesOut } = wayOf(checked.share, checked.objects);
    const because =
      whyOver(checked) ??
      (this.#analyzer
        ? undefined
        : 'VPC Reachability Analyzer is switched off: databaseAccess.reachability.analyzer.enabled says whether this portal may use it.') ??
      (parts.length
        ? undefined
        : 'Nothing of the way is built that AWS could analyse.');
    return {
      means: 'analyzer',
      mayCheck: because === undefined,
      because,
      parts: parts.map(({ side, title }) => ({ side, title })),
      leavesOut,
      cost: costOf(
        parts.map(({ lane }) => lane),
        await this.#prices(),
      ),
    };
  }

  #ofProber(checked: CheckedShare): ReachabilityOffer {
    const because =
      whyOver(checked) ??
      (this.#prober
        ? undefined
        : 'This portal has no prober: databaseAccess.reachability.prober or a module sets one.');
    return {
      means: 'prober',
      mayCheck: because === undefined,
      because,
      parts: this.#prober
        ? [{ side: 'whole', title: titleOf(this.#prober, checked) }]
        : [],
      leavesOut: [],
    };
  }
}

function whyOver({ share }: CheckedShare): string | undefined {
  return ['revoking', 'revoked'].includes(share.lifecycle)
    ? 'The access ends or has ended, so there is nothing to reach.'
    : undefined;
}

function titleOf(
  { title }: DatabaseAccessProber,
  { share }: CheckedShare,
): string {
  return `From ${share.plan.network.title} to the database, by ${title}`;
}

function partsOf(
  checked: CheckedShare,
  means: ReachabilityMeans,
  prober?: DatabaseAccessProber,
): NewPart[] {
  const { share, objects } = checked;
  if (means === 'analyzer') {
    return wayOf(share, objects).parts.map(plan => ({
      id: randomUUID(),
      side: plan.side,
      title: plan.title,
      lane: plan.lane,
      plan,
    }));
  }
  const { accountId, region } = share.plan.network;
  return [
    {
      id: randomUUID(),
      side: 'whole',
      title: titleOf(prober!, checked),
      lane: { accountId, region },
      plan: {},
    },
  ];
}

/** The price in words, or that it is not known. */
function saying({ analyses, total }: ReachabilityCost): string {
  const what = `${analyses} ${analyses === 1 ? 'analysis' : 'analyses'}`;
  return total === undefined
    ? `${what}, at a price that is not known`
    : `${what}, at most $${total.toFixed(2)}`;
}
