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
import {
  ERROR_CODES,
  Revocation,
  ZoneEnding,
  ZoneLeaving,
  ZonePair,
} from '@towpath/backstage-plugin-database-access-common';
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
import {
  notEntitled,
  notInZone,
  notLiving,
  notTheOwner,
  shareNotFound,
} from './refuse';

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

const READ_AT_ONCE = 100;

/** More than AWS lets be in one service network. */
const MOST_IN_ZONE = 1_000;

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
    for await (const share of this.#allLiving()) {
      if (signal?.aborted) {
        return;
      }
      const ownerRef = await this.#owners.today(share);
      if (ownerRef !== share.ownerRef) {
        await this.#store.transaction(tx => this.#hand(tx, share, ownerRef));
      }
    }
  }

  async *#allLiving(): AsyncIterable<AnyStoredShare> {
    let page: AnyStoredShare[] = [];
    do {
      page = await this.#livingAfter(page[page.length - 1]);
      yield* page;
    } while (page.length === READ_AT_ONCE);
  }

  #livingAfter(before: AnyStoredShare | undefined): Promise<AnyStoredShare[]> {
    return this.#store.read(tx =>
      this.#store.shares.list(tx, {
        lifecycles: LIVING,
        before,
        limit: READ_AT_ONCE,
      }),
    );
  }

  /**
   * What would end with a share of a zone, by who leaves it.
   *
   * @throws NotFoundError `share_not_found` for one that is in no zone; NotAllowedError `not_entitled`
   */
  async zoneEnding(person: Person, id: string): Promise<ZoneEnding> {
    const { share } = await this.#entitled(
      person,
      id,
      'see what would end with an access',
    );
    const { zone } = share;
    if (!zone) {
      throw notInZone(id);
    }
    const [network, database] = await this.#store.read(tx =>
      Promise.all([
        this.#leaving(tx, share, 'network'),
        this.#leaving(tx, share, 'database'),
      ]),
    );
    return {
      zone,
      network: network.map(toPair),
      database: database.map(toPair),
    };
  }

  /**
   * Ends a share, and in a zone all that AWS cannot part from it. Doing it twice is doing it once.
   *
   * @throws NotAllowedError `not_entitled`
   */
  async revoke(
    person: Person,
    id: string,
    options: Revocation,
  ): Promise<ShareWithObjects> {
    const { leave = 'network' } = options;
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
    if (share.zone && leave === 'database') {
      await this.#demandOwner(person, ownerRef, share);
    }
    await this.#store.transaction(async tx => {
      await this.#hand(tx, share, ownerRef);
      const ending = share.zone ? await this.#toEnd(tx, share, leave) : [share];
      await this.#store.shares.revokeTogether(
        tx,
        ending.map(each => each.id),
        {
          actor: person.ref,
          reason: share.zone ? leavingReason(share, leave, reason) : reason,
          now: this.#clock.now(),
        },
      );
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

  /** Ends a share in the name of somebody who may, for a reason that is not theirs alone: whoever calls it has asked. */
  async end(
    tx: Tx,
    id: string,
    ending: { actor: string; reason: string },
  ): Promise<void> {
    const share = await this.#store.shares.find(tx, id);
    if (!share) {
      throw shareNotFound(id);
    }
    const together = share.zone
      ? await this.#toEnd(tx, share, 'network')
      : [share];
    await this.#store.shares.revokeTogether(
      tx,
      together.map(each => each.id),
      {
        actor: ending.actor,
        reason: share.zone
          ? leavingReason(share, 'network', ending.reason)
          : ending.reason,
        now: this.#clock.now(),
      },
    );
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
      ended.push(
        ...(await this.#store.transaction(tx => this.#expire(tx, share, now))),
      );
    }
    return ended;
  }

  /** From a zone the network goes as a whole. @returns those that had not been ended before */
  async #expire(
    tx: Tx,
    share: AnyStoredShare,
    now: Date,
  ): Promise<AnyStoredShare[]> {
    const ending = share.zone
      ? await this.#toEnd(tx, share, 'network')
      : [share];
    const revoked = await this.#store.shares.revokeTogether(
      tx,
      ending.map(each => each.id),
      {
        actor: 'system',
        reason: share.zone
          ? leavingReason(
              share,
              'network',
              'the time of one of its accesses is over',
            )
          : 'its time is over',
        now,
      },
    );
    return ending.filter(each => revoked.includes(each.id));
  }

  /** The living shares that leave a zone with this one. */
  #leaving(
    tx: Tx,
    share: AnyStoredShare,
    leave: ZoneLeaving,
  ): Promise<AnyStoredShare[]> {
    return this.#store.shares.list(tx, {
      lifecycles: ['building', 'active', 'stuck'],
      zone: share.zone,
      ...(leave === 'network'
        ? { networks: [share.network] }
        : { databaseArn: share.databaseArn }),
      limit: MOST_IN_ZONE,
    });
  }

  /** Those that leave, and no other comes to them meanwhile: whoever starts one waits, or is seen. */
  async #toEnd(
    tx: Tx,
    share: AnyStoredShare,
    leave: ZoneLeaving,
  ): Promise<AnyStoredShare[]> {
    await this.#store.zones.change(tx, share.zone!);
    return this.#leaving(tx, share, leave);
  }

  /** A requester ends what is the network's, never what others have of the database. */
  async #demandOwner(
    person: Person,
    ownerRef: string,
    share: StoredShare,
  ): Promise<void> {
    if (!(await this.#membership.isOneOf(person.ref, [ownerRef]))) {
      throw notTheOwner(share);
    }
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

function toPair({ id, network, databaseRef }: AnyStoredShare): ZonePair {
  return { shareId: id, network, databaseRef };
}

function leavingReason(
  { zone, network, databaseRef }: AnyStoredShare,
  leave: ZoneLeaving,
  reason: string,
): string {
  const who = leave === 'network' ? network : databaseRef;
  return `${reason} (${who} leaves the zone ${zone})`;
}
