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
import { InputError } from '@backstage/errors';
import {
  ERROR_CODES,
  Finding,
  Revocation,
  ZoneEnding,
} from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { Lane } from '../config';
import { ObjectGraph } from '../patterns';
import { withCode } from '../planning';
import {
  GraphToBuild,
  ObjectOfShare,
  ShareField,
  Criteria,
  StoredUse,
  Store,
  StoredDriftQuestion,
  StoredShare as AnyStoredShare,
  StoredSurrounding,
  StoredSweep,
  laneKey,
  Tx,
  Unread,
} from '../store';
import { eachAlone } from './eachAlone';
import {
  Ending,
  endingReason,
  endingTogether,
  holdEnding,
  holdTogether,
  leavingReason,
  toPair,
  UNENDED,
} from './leavingTogether';
import { Membership } from './Membership';
import { Owners } from './Owners';
import { Participants } from './Participants';
import { Person } from './Person';
import {
  heldInAws,
  notInZone,
  notLiving,
  notTheOwner,
  reopeningNotYours,
  shareNotFound,
} from './refuse';
import { driftOf, heldOf, stateOf } from './stateOfShare';

/** A share with the graph that it is built from. */
export type StoredShare = AnyStoredShare<ObjectGraph>;

/** A share, what is known of its objects, and what is wrong around it. */
export interface ShareWithObjects {
  share: StoredShare;
  objects: ObjectOfShare[];
  findings: Finding[];
  /** What is known around its path. */
  surroundings: StoredSurrounding[];
  /** How the last sweeps of its lanes went. */
  sweeps: StoredSweep[];
  /** What it waits for before it is called active; absent unless it is. */
  unread?: readonly Unread[];
  /** Absent: nobody has looked yet. */
  use?: StoredUse;
  /** Who changed its objects outside of the portal, as far as CloudTrail was asked; by the objects' ids. */
  authors: ReadonlyMap<string, StoredDriftQuestion>;
}

/** Which shares somebody wants to see. */
export interface ShareQuery {
  mine?: boolean;
  databaseRef?: string;
  lifecycle?: StoredShare['lifecycle'];
  /** Not yet revoked. */
  living?: boolean;
  /** Begun or certified by then, of databases of these owners, and not asked for by this person. */
  toCertify?: { since: Date; ownerRefs: readonly string[] };
  criteria?: Criteria<ShareField>;
  before?: { startedAt: string; id: string };
  limit: number;
}

const LIVING: StoredShare['lifecycle'][] = [...UNENDED, 'revoking'];

const READ_AT_ONCE = 100;

/** More than a portal has that end within the same minute. */
const MOST_AT_ONCE = 10_000;

/** What people may do with a share once it has begun. The lanes do the rest. */
export class LivingShares {
  readonly #store: Store;
  readonly #participants: Participants;
  readonly #owners: Owners;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #asksCloudTrail: boolean;

  constructor(options: {
    store: Store;
    membership: Membership;
    owners: Owners;
    clock: Clock;
    logger: LoggerService;
    /** Whether CloudTrail is asked who changed something. Default: it is. */
    asksCloudTrail?: boolean;
    /** May end any access. */
    platformTeam?: string;
  }) {
    this.#store = options.store;
    this.#participants = new Participants(options);
    this.#owners = options.owners;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#asksCloudTrail = options.asksCloudTrail ?? true;
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<ShareWithObjects> {
    return this.#store.transaction(async tx => {
      const share = await this.#store.shares.find<ObjectGraph>(tx, id);
      if (!share) {
        throw shareNotFound(id);
      }
      const [found] = await this.#complete(tx, [share]);
      return found;
    });
  }

  async list(query: ShareQuery, person: Person): Promise<ShareWithObjects[]> {
    const { mine, lifecycle, living, toCertify, ...rest } = query;
    const lifecycles = lifecyclesOf({ lifecycle, living });
    return this.#store.transaction(async tx =>
      this.#complete(
        tx,
        await this.#store.shares.list<ObjectGraph>(tx, {
          ...rest,
          lifecycles,
          requesterRef: mine ? person.ref : undefined,
          ...(toCertify && {
            lifecycles: lifecycles
              ? UNENDED.filter(each => lifecycles.includes(each))
              : UNENDED,
            certifiedBefore: toCertify.since,
            ownerRefs: [...toCertify.ownerRefs],
            notRequesterRef: person.ref,
          }),
        }),
      ),
    );
  }

  async #complete(tx: Tx, shares: StoredShare[]): Promise<ShareWithObjects[]> {
    const objects = await this.#store.shares.objectsOfEach(tx, shares);
    const ids = shares.map(({ id }) => id);
    const findings = await this.#store.shareFindings.ofEach(tx, ids);
    const surroundings = await this.#store.surroundings.ofEach(tx, ids);
    const sweeps = await this.#store.sweeps.list(
      tx,
      shares.flatMap(({ graph }) => lanesOf(graph)),
    );
    const verified = shares.filter(isVerified).map(({ id }) => id);
    const unread = await this.#store.verifications.unreadOf(tx, verified);
    const uses = await this.#store.shareUses.ofEach(tx, ids);
    const authors = await this.#authorsOf(tx, objects.flat());
    return shares.map((share, index) => {
      const lanes = new Set(lanesOf(share.graph).map(laneKey));
      return {
        share,
        objects: objects[index],
        findings: findings.get(share.id) ?? [],
        use: uses.get(share.id),
        ...(verified.includes(share.id) && {
          unread: unread.get(share.id) ?? [],
        }),
        surroundings: surroundings.get(share.id) ?? [],
        sweeps: sweeps.filter(({ lane }) => lanes.has(laneKey(lane))),
        authors,
      };
    });
  }

  /** Of most shares nothing has to be asked: what nobody changed has no author. */
  async #authorsOf(
    tx: Tx,
    objects: readonly ObjectOfShare[],
  ): Promise<Map<string, StoredDriftQuestion>> {
    const changed = objects.filter(
      ({ condition, differences }) =>
        condition === 'gone' || differences.length > 0,
    );
    return this.#asksCloudTrail
      ? this.#store.driftAuthors.ofObjects(
          tx,
          changed.map(({ id }) => id),
        )
      : new Map();
  }

  /** A share, with whoever owns its database and its network at this moment. */
  async ofToday(
    found: ShareWithObjects,
  ): Promise<ShareWithObjects & { networkOwnerRef: string }> {
    const { ownerRef, networkOwnerRef } = await this.#participants.today(
      found.share,
    );
    return { ...found, share: { ...found.share, ownerRef }, networkOwnerRef };
  }

  /** Writes down who owns the databases of living shares now: for lists, pages and policies. */
  async followOwners(signal?: AbortSignal): Promise<void> {
    for await (const share of this.allLiving()) {
      if (signal?.aborted) {
        return;
      }
      const ownerRef = await this.#owners.today(share);
      if (ownerRef !== share.ownerRef) {
        await this.#store.transaction(tx => this.#hand(tx, share, ownerRef));
      }
    }
  }

  /** All that is not over, page by page. */
  async *allLiving(): AsyncIterable<AnyStoredShare> {
    let page: AnyStoredShare[] = [];
    do {
      page = await this.#livingAfter(page[page.length - 1]);
      yield* page;
    } while (page.length === READ_AT_ONCE);
  }

  /** All that is not over, with what is known of it. */
  async *everyLiving(): AsyncIterable<ShareWithObjects> {
    for await (const page of this.pagesOf(LIVING)) {
      yield* page;
    }
  }

  /** All that are so far, with what is known of them, page by page. */
  async *pagesOf(
    lifecycles: StoredShare['lifecycle'][],
  ): AsyncIterable<ShareWithObjects[]> {
    let page: ShareWithObjects[] = [];
    do {
      const before = page[page.length - 1]?.share;
      page = await this.#store.read(async tx =>
        this.#complete(
          tx,
          await this.#store.shares.list<ObjectGraph>(tx, {
            lifecycles,
            before,
            limit: READ_AT_ONCE,
          }),
        ),
      );
      yield page;
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
        endingTogether(this.#store, tx, share, 'network'),
        endingTogether(this.#store, tx, share, 'database'),
      ]),
    );
    return {
      zone,
      network: pairsOf(network),
      database: pairsOf(database),
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
    if (share.zone && leave === 'database' && !share.takesOverFrom) {
      await this.#demandOwner(person, ownerRef, share);
    }
    await this.#store.transaction(async tx => {
      const ending = await holdEnding(this.#store, tx, share, leave);
      await this.#hand(tx, share, ownerRef);
      await this.#store.shares.revokeTogether(
        tx,
        ending.shares.map(each => each.id),
        {
          actor: person.ref,
          reason: endingReason(share, ending, { leave, reason }),
          now: this.#clock.now(),
        },
      );
    });
    return this.get(id);
  }

  /** @throws NotAllowedError `not_entitled` */
  async demandPart(person: Person, share: StoredShare): Promise<void> {
    await this.#participants.demand(person, share, {
      what: 'let its way be looked at',
      alsoPlatform: true,
    });
  }

  /** @throws NotAllowedError `not_entitled`; ConflictError `share_not_living` */
  async retry(person: Person, id: string): Promise<ShareWithObjects> {
    const { share, ownerRef } = await this.#entitled(
      person,
      id,
      'try an access again',
    );
    await this.#demandReopening(person, ownerRef, share);
    await this.#demandUnheld(share);
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
    const together = await holdTogether(this.#store, tx, share);
    await this.#store.shares.revokeTogether(
      tx,
      together.map(each => each.id),
      {
        actor: ending.actor,
        reason: leavingReason(share, 'network', ending.reason),
        now: this.#clock.now(),
      },
    );
  }

  /** Ends what has lasted as long as it was asked for. @returns what ends now */
  async expire(): Promise<AnyStoredShare[]> {
    const now = this.#clock.now();
    const over = await this.#store.read(tx =>
      this.#store.shares.list(tx, {
        lifecycles: UNENDED,
        expiresBefore: now,
        limit: MOST_AT_ONCE,
      }),
    );
    const ended: AnyStoredShare[] = [];
    await eachAlone(
      over,
      async share => {
        const revoked = await this.#store.transaction(tx =>
          this.#expire(tx, share, now),
        );
        ended.push(...revoked);
      },
      {
        logger: this.#logger,
        failed: ({ id }) =>
          `The time of the access ${id} is over, and it lives`,
      },
    );
    return ended;
  }

  /** From a zone the network goes as a whole. @returns those that had not been ended before */
  async #expire(
    tx: Tx,
    share: AnyStoredShare,
    now: Date,
  ): Promise<AnyStoredShare[]> {
    const ending = await holdTogether(this.#store, tx, share);
    if (!(await this.#store.shares.holdExpired(tx, share.id, now))) {
      // Somebody gave it more time, or ended it, since it was read.
      return [];
    }
    const revoked = await this.#store.shares.revokeTogether(
      tx,
      ending.map(each => each.id),
      {
        actor: 'system',
        reason: leavingReason(
          share,
          'network',
          share.zone
            ? 'the time of one of its accesses is over'
            : 'its time is over',
        ),
        now,
      },
    );
    return ending.filter(each => revoked.includes(each.id));
  }

  /**
   * Somebody took away or changed what an access needs, maybe on purpose: those who own the database say whether it opens
   * again.
   */
  async #demandReopening(
    person: Person,
    ownerRef: string,
    share: StoredShare,
  ): Promise<void> {
    if (share.lifecycle !== 'active') {
      return;
    }
    const drift = driftOf(
      stateOf(await this.get(share.id), {
        now: this.#clock.now(),
        accountName: accountId => accountId,
      }),
    );
    const reopens = drift.some(each => each.reopens);
    if (reopens && !(await this.#ownsOrRuns(person, ownerRef))) {
      throw reopeningNotYours(
        ownerRef,
        drift.map(({ object, what }) => `${object.title} is ${what}`),
      );
    }
  }

  /** Whoever holds something in AWS is asked first. Taking away is held by nobody. */
  async #demandUnheld({ id, lifecycle }: StoredShare): Promise<void> {
    if (lifecycle === 'revoking') {
      return;
    }
    const [held] = heldOf(
      stateOf(await this.get(id), {
        now: this.#clock.now(),
        accountName: accountId => accountId,
      }),
    );
    if (held) {
      throw heldInAws(held);
    }
  }

  async #ownsOrRuns(person: Person, ownerRef: string): Promise<boolean> {
    return (
      (await this.#participants.ownsDatabase(person, ownerRef)) ||
      (await this.#participants.isOfPlatform(person))
    );
  }

  /** A requester ends what is the network's, never what others have of the database. */
  async #demandOwner(
    person: Person,
    ownerRef: string,
    share: StoredShare,
  ): Promise<void> {
    if (!(await this.#ownsOrRuns(person, ownerRef))) {
      throw notTheOwner({ ...share, ownerRef });
    }
  }

  async #entitled(
    person: Person,
    id: string,
    what: string,
  ): Promise<{ share: StoredShare; ownerRef: string }> {
    const { share } = await this.get(id);
    const { ownerRef } = await this.#participants.demand(person, share, {
      what,
      alsoPlatform: true,
    });
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

/** All of it is built, and it is not called active yet. */
function isVerified({ lifecycle, builtAt }: StoredShare): boolean {
  return builtAt !== undefined && ['building', 'stuck'].includes(lifecycle);
}

/** Where something of a share is, or is watched for it. */
/** Each pair once: what is built for a change of one that ends with it is not named beside it. */
function pairsOf({ shares, isGivenUp }: Ending<GraphToBuild>) {
  return shares
    .filter(each => isGivenUp || each.takesOverFrom === undefined)
    .map(toPair);
}

function lanesOf({ nodes, surroundings = [] }: ObjectGraph): Lane[] {
  return [...nodes, ...surroundings].map(({ lane }) => lane);
}
