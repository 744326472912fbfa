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

import { InputError } from '@backstage/errors';
import { ERROR_CODES } from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { ObjectGraph } from '../patterns';
import { withCode } from '../planning';
import {
  ObjectOfShare,
  ShareField,
  Criteria,
  Store,
  StoredShare as AnyStoredShare,
  Tx,
} from '../store';
import { Membership, samePerson } from './Membership';
import { Owners } from './Owners';
import { Person } from './Person';
import { notEntitled, notLiving, shareNotFound } from './refuse';

/** A share with the graph that it is built from. */
export type StoredShare = AnyStoredShare<ObjectGraph>;

/** A share and what is known of its objects. */
export interface ShareWithObjects {
  share: StoredShare;
  objects: ObjectOfShare[];
}

/** Which shares somebody wants to see. */
export interface ShareQuery {
  mine?: boolean;
  databaseRef?: string;
  lifecycle?: StoredShare['lifecycle'];
  /** Not yet revoked. */
  living?: boolean;
  criteria?: Criteria<ShareField>;
  before?: { startedAt: string; id: string };
  limit: number;
}

const LIVING: StoredShare['lifecycle'][] = [
  'building',
  'active',
  'stuck',
  'revoking',
];

/** What people may do with a share once it has begun. The lanes do the rest. */
export class LivingShares {
  readonly #store: Store;
  readonly #membership: Membership;
  readonly #owners: Owners;
  readonly #clock: Clock;

  constructor(options: {
    store: Store;
    membership: Membership;
    owners: Owners;
    clock: Clock;
  }) {
    this.#store = options.store;
    this.#membership = options.membership;
    this.#owners = options.owners;
    this.#clock = options.clock;
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<ShareWithObjects> {
    return this.#store.transaction(async tx => {
      const share = await this.#store.shares.find<ObjectGraph>(tx, id);
      if (!share) {
        throw shareNotFound(id);
      }
      return { share, objects: await this.#store.shares.objectsOf(tx, id) };
    });
  }

  async list(query: ShareQuery, person: Person): Promise<ShareWithObjects[]> {
    const { mine, lifecycle, living, ...rest } = query;
    return this.#store.transaction(async tx => {
      const shares = await this.#store.shares.list<ObjectGraph>(tx, {
        ...rest,
        lifecycles: lifecyclesOf({ lifecycle, living }),
        requesterRef: mine ? person.ref : undefined,
      });
      const objects = await this.#store.shares.objectsOfEach(tx, shares);
      return shares.map((share, index) => ({ share, objects: objects[index] }));
    });
  }

  /** A share, with whoever owns its database at this moment. */
  async ofToday(found: ShareWithObjects): Promise<ShareWithObjects> {
    const ownerRef = await this.#owners.today(found.share);
    return { ...found, share: { ...found.share, ownerRef } };
  }

  /** Writes down who owns the databases of living shares now: for lists, pages and policies. */
  async followOwners(signal?: AbortSignal): Promise<void> {
    const living = await this.#store.read(tx =>
      this.#store.shares.list(tx, { lifecycles: LIVING }),
    );
    for (const share of living) {
      if (signal?.aborted) {
        return;
      }
      const ownerRef = await this.#owners.today(share);
      if (ownerRef !== share.ownerRef) {
        await this.#store.transaction(tx => this.#hand(tx, share, ownerRef));
      }
    }
  }

  /**
   * Ends a share. Doing it twice is doing it once.
   *
   * @throws NotAllowedError `not_entitled`
   */
  async revoke(
    person: Person,
    id: string,
    options: { reason: string },
  ): Promise<ShareWithObjects> {
    const reason = options.reason.trim();
    if (!reason) {
      throw withCode(
        new InputError(
          'reason must say why the access ends, e.g. "The project is over"',
        ),
        ERROR_CODES.purposeMissing,
      );
    }
    const { share, ownerRef } = await this.#entitled(
      person,
      id,
      'end an access',
    );
    await this.#store.transaction(async tx => {
      await this.#hand(tx, share, ownerRef);
      await this.#store.shares.revoke(tx, id, {
        actor: person.ref,
        reason,
        now: this.#clock.now(),
      });
    });
    return this.get(id);
  }

  /** @throws NotAllowedError `not_entitled`; ConflictError `share_not_living` */
  async retry(person: Person, id: string): Promise<ShareWithObjects> {
    const { share, ownerRef } = await this.#entitled(
      person,
      id,
      'try an access again',
    );
    const tried = await this.#store.transaction(async tx => {
      await this.#hand(tx, share, ownerRef);
      return this.#store.shares.retry(tx, id, {
        actor: person.ref,
        now: this.#clock.now(),
      });
    });
    if (!tried) {
      throw notLiving('There is nothing to try again: the access is over');
    }
    return this.get(id);
  }

  /** Ends what has lasted as long as it was asked for. @returns what ends now */
  async expire(): Promise<AnyStoredShare[]> {
    const now = this.#clock.now();
    const over = await this.#store.transaction(tx =>
      this.#store.shares.list(tx, {
        lifecycles: ['building', 'active', 'stuck'],
        expiresBefore: now,
      }),
    );
    const ended: AnyStoredShare[] = [];
    for (const share of over) {
      const isEnded = await this.#store.transaction(tx =>
        this.#store.shares.revoke(tx, share.id, {
          actor: 'system',
          reason: 'its time is over',
          now,
        }),
      );
      if (isEnded) {
        ended.push(share);
      }
    }
    return ended;
  }

  /** Whoever asked, and those who own the database today: not those who owned it once, while somebody else does. */
  async #entitled(
    person: Person,
    id: string,
    what: string,
  ): Promise<{ share: StoredShare; ownerRef: string }> {
    const { share } = await this.get(id);
    if (samePerson(share.requesterRef, person.ref)) {
      return { share, ownerRef: share.ownerRef };
    }
    const ownerRef = await this.#owners.today(share);
    if (!(await this.#membership.isOneOf(person.ref, [ownerRef]))) {
      throw notEntitled(what);
    }
    return { share, ownerRef };
  }

  /** The timeline keeps whose it was. */
  async #hand(tx: Tx, share: AnyStoredShare, to: string): Promise<void> {
    if (to !== share.ownerRef) {
      await this.#store.shares.hand(tx, share, {
        to,
        now: this.#clock.now(),
      });
    }
  }
}

function lifecyclesOf(filter: {
  lifecycle?: StoredShare['lifecycle'];
  living?: boolean;
}): StoredShare['lifecycle'][] | undefined {
  const { lifecycle, living } = filter;
  if (living === undefined) {
    return lifecycle && [lifecycle];
  }
  const wanted: StoredShare['lifecycle'][] = living ? LIVING : ['revoked'];
  return lifecycle ? wanted.filter(each => each === lifecycle) : wanted;
}
