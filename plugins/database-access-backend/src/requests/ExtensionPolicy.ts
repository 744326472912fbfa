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

import { StoredShare } from '../store';
import { Owners } from './Owners';

/** What is to last longer: a share, or all that a network has in a zone. */
export interface ExtensionAsk {
  shares: readonly StoredShare[];
  /** Who asks. */
  personRef: string;
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
  /** Groups or people: one of each must agree. */
  deciderRefs: string[];
}

/** Says whether, how and how long a share may be extended: asked when somebody asks, and again when somebody decides. */
export interface ExtensionPolicy {
  rule(ask: ExtensionAsk): Promise<ExtensionRuling>;
}

/** The owners of all databases concerned decide, as they would decide a request today. */
export class OwnersDecideExtensions implements ExtensionPolicy {
  readonly #owners: Owners;
  readonly #longestSeconds: number;

  constructor(options: { owners: Owners; longestSeconds: number }) {
    this.#owners = options.owners;
    this.#longestSeconds = options.longestSeconds;
  }

  async rule({ shares }: ExtensionAsk): Promise<ExtensionRuling> {
    const refs: string[] = [];
    for (const share of shares) {
      refs.push(await this.#owners.today(share));
    }
    return {
      mayExtend: true,
      needsDecision: true,
      longestSeconds: this.#longestSeconds,
      deciderRefs: [...new Set(refs)].sort(),
    };
  }
}
