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
import { Membership, samePerson } from './Membership';
import { Owners } from './Owners';
import { Person } from './Person';
import { notEntitled } from './refuse';

/** Whose a share is at this moment. */
export interface PartiesOfToday {
  requesterRef: string;
  /** Own the database. */
  ownerRef: string;
  /** Own the network. */
  networkOwnerRef: string;
}

/** Who has a part in a share, asked of config, AWS and catalog at this moment. */
export class Participants {
  readonly #membership: Membership;
  readonly #owners: Owners;
  readonly #platformTeam: string | undefined;

  constructor(options: {
    membership: Membership;
    owners: Owners;
    /** May end any access. */
    platformTeam?: string;
  }) {
    this.#membership = options.membership;
    this.#owners = options.owners;
    this.#platformTeam = options.platformTeam;
  }

  async today(share: StoredShare): Promise<PartiesOfToday> {
    return {
      requesterRef: share.requesterRef,
      ownerRef: await this.#owners.today(share),
      networkOwnerRef: await this.#owners.ofNetworkToday(share.plan.network),
    };
  }

  /**
   * Whoever asked, and those who own the database or the network today: not those who owned it once, while somebody else
   * does.
   *
   * @throws NotAllowedError `not_entitled`
   */
  async demand(
    person: Person,
    share: StoredShare,
    options: { what: string; alsoPlatform?: boolean },
  ): Promise<PartiesOfToday> {
    const { what, alsoPlatform } = options;
    const { requesterRef } = share;
    if (samePerson(requesterRef, person.ref)) {
      // Whoever asked needs no answer of AWS to let go of it.
      const { ownerRef, plan } = share;
      return { requesterRef, ownerRef, networkOwnerRef: plan.network.owner };
    }
    const parties = await this.today(share);
    const { ownerRef, networkOwnerRef } = parties;
    const may = [ownerRef, networkOwnerRef];
    if (alsoPlatform && this.#platformTeam) {
      may.push(this.#platformTeam);
    }
    if (!(await this.#membership.isOneOf(person.ref, may))) {
      throw notEntitled(what);
    }
    return parties;
  }

  /** Whether this person is of those who may end any access. */
  async isOfPlatform(person: Person): Promise<boolean> {
    return (
      this.#platformTeam !== undefined &&
      this.#membership.isOneOf(person.ref, [this.#platformTeam])
    );
  }

  /** Whether this person owns the database, or is of those who do. */
  async ownsDatabase(person: Person, ownerRef: string): Promise<boolean> {
    return this.#membership.isOneOf(person.ref, [ownerRef]);
  }
}
