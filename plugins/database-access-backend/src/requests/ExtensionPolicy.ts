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
import { StoredShare } from '../store';
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
  readonly #rulings: Rulings;
  readonly #owners: Owners;
  readonly #longestSeconds: number;

  constructor(options: {
    rulings: Rulings;
    owners: Owners;
    /** The most that one extension may add, whatever policies say. */
    longestSeconds: number;
  }) {
    this.#rulings = options.rulings;
    this.#owners = options.owners;
    this.#longestSeconds = options.longestSeconds;
  }

  async rule(ask: ExtensionAsk): Promise<ExtensionRuling> {
    const rulings: Ruling[] = [];
    for (const share of ask.shares) {
      try {
        rulings.push(await this.#onOne(share, ask));
      } catch (error) {
        if (isError(error) && error.name === 'NotFoundError') {
          return refusing(
            `${share.databaseRef} is not in the catalog any more, so nobody can tell who decides it`,
          );
        }
        throw error;
      }
    }
    return this.#toRuling(together(rulings), ask);
  }

  async #onOne(share: StoredShare, ask: ExtensionAsk): Promise<Ruling> {
    const { personRef, durationSeconds } = ask;
    return this.#rulings.onExtension(
      {
        plan: share.plan,
        ownerRef: await this.#owners.today(share),
        outsideOrganization: isOutside(share.plan),
      },
      { requesterRef: personRef, durationSeconds },
    );
  }

  #toRuling(
    ruling: Ruling,
    { shares, durationSeconds }: ExtensionAsk,
  ): ExtensionRuling {
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
      shares.some(share => lastsWith(share, durationSeconds) > longestSeconds);
    return {
      mayExtend: true,
      needsDecision,
      longestSeconds: Math.min(this.#longestSeconds, longestSeconds),
      seats: needsDecision ? seats : [],
      commentRequired: ruling.commentRequired,
    };
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

/** From its beginning to its new end, in seconds. */
function lastsWith(
  { beganAt, expiresAt }: StoredShare,
  seconds: number,
): number {
  return (Date.parse(expiresAt) - Date.parse(beganAt)) / 1000 + seconds;
}
