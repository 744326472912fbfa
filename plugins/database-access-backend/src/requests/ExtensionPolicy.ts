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

import { isError } from '@backstage/errors';
import { isOutside } from '../planning';
import { idOf, Ruling, Seat, together } from '../policy';
import { Store, StoredShare } from '../store';
import { Owners } from './Owners';
import { Rulings } from './Rulings';

/** What is to last longer: a share, or all that a network has in a zone. */
export interface ExtensionAsk {
  shares: readonly StoredShare[];
  /** Who asks. */
  personRef: string;
  durationSeconds: number;
}

/** What is said of it. */
export interface ExtensionRuling {
  mayExtend: boolean;
  /** Why not, one sentence. */
  because?: string;
  /** Somebody has to agree; otherwise it lasts longer at once. */
  needsDecision: boolean;
  /** The most that this one may add. */
  longestSeconds: number;
  /** Who has to agree, if somebody has to. */
  seats: Seat[];
  /** Whoever agrees has to say why. */
  commentRequired: boolean;
}

/** Says whether, how and how long a share may be extended: asked when somebody asks, and again when somebody decides. */
export interface ExtensionPolicy {
  rule(ask: ExtensionAsk): Promise<ExtensionRuling>;
}

/** The policies of the portal decide how long an access lasts, as they decide who may have it. */
export class PoliciesRuleExtensions implements ExtensionPolicy {
  readonly #store: Store;
  readonly #rulings: Rulings;
  readonly #owners: Owners;
  readonly #longestSeconds: number;

  constructor(options: {
    store: Store;
    rulings: Rulings;
    owners: Owners;
    /** The most that one extension may add, whatever policies say. */
    longestSeconds: number;
  }) {
    this.#store = options.store;
    this.#rulings = options.rulings;
    this.#owners = options.owners;
    this.#longestSeconds = options.longestSeconds;
  }

  async rule(ask: ExtensionAsk): Promise<ExtensionRuling> {
    const rulings: Ruling[] = [];
    const owners: string[] = [];
    for (const share of ask.shares) {
      try {
        const ownerRef = await this.#owners.today(share);
        owners.push(ownerRef);
        rulings.push(await this.#onOne(share, ownerRef, ask));
      } catch (error) {
        if (isError(error) && error.name === 'NotFoundError') {
          return refusing(
            `${share.databaseRef} is not in the catalog any more, so nobody can tell who decides it`,
          );
        }
        throw error;
      }
    }
    return this.#toRuling(together(rulings), owners, ask);
  }

  async #onOne(
    share: StoredShare,
    ownerRef: string,
    ask: ExtensionAsk,
  ): Promise<Ruling> {
    const { personRef, durationSeconds } = ask;
    return this.#rulings.onExtension(
      {
        plan: share.plan,
        ownerRef,
        outsideOrganization: isOutside(share.plan),
      },
      { requesterRef: personRef, durationSeconds },
    );
  }

  async #toRuling(
    ruling: Ruling,
    owners: readonly string[],
    { shares, durationSeconds }: ExtensionAsk,
  ): Promise<ExtensionRuling> {
    const { refusals, seats, longestSeconds = Infinity } = ruling;
    if (refusals.length) {
      return refusing(
        refusals
          .map(each => `The rule ${idOf(each)} refuses it: ${each.because}`)
          .join('; '),
      );
    }
    const needsDecision =
      ruling.extendingNeedsDecision ||
      shares.some(
        share => lastsWith(share, durationSeconds) > longestSeconds,
      ) ||
      (await this.#beganUnasked(shares));
    const decide = seats.length ? seats : seatsOfOwners(owners);
    return {
      mayExtend: true,
      needsDecision,
      longestSeconds: Math.min(this.#longestSeconds, longestSeconds),
      seats: needsDecision ? decide : [],
      commentRequired: ruling.commentRequired,
    };
  }

  /**
   * Nobody was asked before an emergency, so nobody has agreed to more than its few hours: people decide, whatever a rule
   * says. A change of it makes up for nothing.
   */
  async #beganUnasked(shares: readonly StoredShare[]): Promise<boolean> {
    return this.#store.read(async tx => {
      for (const share of shares) {
        for (const id of await this.#store.shares.lineOf(tx, share)) {
          if (await this.#store.accessRequests.isEmergency(tx, id)) {
            return true;
          }
        }
      }
      return false;
    });
  }
}

function refusing(because: string): ExtensionRuling {
  return {
    mayExtend: false,
    because,
    needsDecision: true,
    longestSeconds: 0,
    seats: [],
    commentRequired: false,
  };
}

/** Where a rule names nobody, because it lets access begin without anybody, whose the databases are decide. */
function seatsOfOwners(owners: readonly string[]): Seat[] {
  return [...new Set(owners)].map(ref => ({
    ref,
    role: 'database-owner',
    count: 1,
    stage: 1,
    rules: [],
  }));
}

/** From its beginning to its new end, in seconds. */
function lastsWith(
  { beganAt, expiresAt }: StoredShare,
  seconds: number,
): number {
  return (Date.parse(expiresAt) - Date.parse(beganAt)) / 1000 + seconds;
}
