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

import { createHash, randomUUID } from 'crypto';
import { LoggerService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  ERROR_CODES,
  ExtensionOffer,
  ExtensionStatus,
  NewExtension,
  NewExtensionDecision,
  ZonePair,
} from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { DEFAULT_SHARE_TERMS, ShareTerms } from '../config';
import { canonicalJson, ObjectGraph } from '../patterns';
import { spellOut, withCode } from '../planning';
import { emptySeats, FilledSeat, fillSeats, openSeats, Seat } from '../policy';
import {
  Criteria,
  GroupMembers,
  ShareField,
  Store,
  StoredExtension,
  StoredShare as AnyStoredShare,
  Tx,
} from '../store';
import { spellSeat } from './Deciders';
import { eachAlone } from './eachAlone';
import { ExtensionPolicy, ExtensionRuling } from './ExtensionPolicy';
import { joinedGroup, wasMember } from './joinedSince';
import {
  holdTogether,
  leavingTogether,
  toPair,
  UNENDED,
} from './leavingTogether';
import { StoredShare } from './LivingShares';
import { Membership, samePerson } from './Membership';
import { Participants } from './Participants';
import { Person } from './Person';
import {
  commentRequired,
  extensionChanged,
  extensionNotFound,
  extensionNotPending,
  joinedSince,
  keyReused,
  notADecider,
  notExtendable,
  notInPerson,
  notLiving,
  notTheAsker,
  ownExtension,
  reasonMissing,
  shareNotFound,
} from './refuse';
import { Seating } from './Seating';
import { ShareJournal } from './ShareJournal';

/** Less is not worth anybody's decision. */
const LEAST_SECONDS = 3_600;

/** From which part of its time on a share may be extended. */
const FROM_PART = 0.5;

/** Extensions that a page of a share shows. */
const MOST_SHOWN = 50;

const OVER = 'The access is over';

/** An extension, its share, and what lasts longer with it. */
export interface ExtensionWithShare {
  extension: StoredExtension;
  share: StoredShare;
  together: ZonePair[];
  /** When it ends without it, or ended before it, and when it ends with it. ISO 8601, UTC. */
  expiresAt: string;
  until: string;
}

/** Which extensions somebody wants to see. */
export interface ExtensionQuery {
  mine?: boolean;
  toDecide?: boolean;
  status?: ExtensionStatus;
  criteria?: Criteria<ShareField>;
  before?: { at: string; id: string };
  limit: number;
}

/**
 * More time for what lives. An extension moves an end and nothing else: the path is not touched. In a zone all that a network
 * has ends together, so it is extended together. These rules hold whatever the permission framework says.
 */
export class Extensions {
  readonly #store: Store;
  readonly #membership: Membership;
  readonly #seating: Seating;
  readonly #participants: Participants;
  readonly #policy: ExtensionPolicy;
  readonly #journal: ShareJournal;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #terms: ShareTerms;

  constructor(options: {
    store: Store;
    membership: Membership;
    participants: Participants;
    policy: ExtensionPolicy;
    journal: ShareJournal;
    clock: Clock;
    logger: LoggerService;
    terms?: ShareTerms;
  }) {
    this.#store = options.store;
    this.#membership = options.membership;
    this.#seating = new Seating(options);
    this.#participants = options.participants;
    this.#policy = options.policy;
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#terms = options.terms ?? DEFAULT_SHARE_TERMS;
  }

  /** @throws NotFoundError `extension_not_found` */
  async get(id: string): Promise<ExtensionWithShare> {
    return this.#store.read(async tx => {
      const extension = await this.#store.shareExtensions.find(tx, id);
      if (!extension) {
        throw extensionNotFound(id);
      }
      return this.#withShare(tx, extension);
    });
  }

  async list(
    query: ExtensionQuery,
    person: Person,
  ): Promise<ExtensionWithShare[]> {
    const { mine, toDecide, status, ...rest } = query;
    return this.#store.read(async tx => {
      const found = await this.#store.shareExtensions.list(tx, {
        ...rest,
        statuses: statusesOf({ toDecide, status }),
        askedBy: mine ? person.ref : undefined,
        ...(toDecide && {
          deciderRefs: [...person.ownerRefs, person.ref],
          notAskedBy: person.ref,
        }),
      });
      return this.#withShares(tx, found);
    });
  }

  /** Those of a share, the newest first, and whether there may be another one now. */
  async ofShare(
    person: Person,
    share: StoredShare,
  ): Promise<{ items: ExtensionWithShare[]; offer: ExtensionOffer }> {
    const items = await this.#store.read(async tx =>
      this.#withShares(
        tx,
        await this.#store.shareExtensions.list(tx, {
          shareId: share.id,
          limit: MOST_SHOWN,
        }),
      ),
    );
    const { offer } = await this.#ruled(share, {
      askedBy: person.ref,
      // What policies say of the least: whoever asks for more hears whether that is another matter.
      durationSeconds: LEAST_SECONDS,
    });
    return { items, offer };
  }

  /**
   * Asks for more time; the same key and body by the same person ask once.
   *
   * @throws NotAllowedError `not_entitled`; InputError `purpose_missing`, `duration_invalid`; ConflictError
   * `share_not_living`, `extension_impossible`, `idempotency_key_reused`
   */
  async ask(
    person: Person,
    shareId: string,
    wish: NewExtension,
  ): Promise<ExtensionWithShare> {
    const { idempotencyKey, ...body } = wish;
    const bodyDigest = sha256(canonicalJson({ ...body, shareId }));
    const claim = { person, idempotencyKey, bodyDigest };
    const asked = await this.#store.transaction(tx => this.#asked(tx, claim));
    if (asked) {
      return asked;
    }
    const reason = wish.reason.trim();
    if (!reason) {
      throw reasonMissing('The migration takes two weeks longer');
    }
    const share = await this.#store.read(tx => this.#share(tx, shareId));
    await this.#participants.demand(person, share, {
      what: 'ask for more time',
    });
    this.#demandLiving(share);
    // Before the transaction: catalog and AWS must not be waited for with rows held.
    const { offer, ruling } = await this.#ruled(share, {
      askedBy: person.ref,
      durationSeconds: wish.durationSeconds,
    });
    if (!offer.mayExtend) {
      throw notExtendable(offer.because!);
    }
    refuseSeconds(wish.durationSeconds, offer.longestSeconds);
    const members = await this.#membership.allOf(
      ruling.seats.map(({ ref }) => ref),
    );
    return this.#store.transaction(tx =>
      this.#write(tx, {
        ...claim,
        shareId,
        wish: { ...wish, reason },
        ruling,
        members,
      }),
    );
  }

  /**
   * Writes one person's word. With the last yes the share ends later, in the same transaction.
   *
   * @throws NotAllowedError `own_request`, `not_in_person`, `not_a_decider`, `joined_since`; InputError `comment_required`;
   * ConflictError `extension_changed`, `extension_not_pending`, `share_not_living`, `extension_impossible`
   */
  async decide(
    person: Person,
    id: string,
    word: NewExtensionDecision,
  ): Promise<ExtensionWithShare> {
    for (;;) {
      const seen = await this.get(id);
      const { seats, commentRequired: isCommentRequired } =
        await this.#demandSeat(person, seen, word.decision);
      const needsComment = word.decision === 'deny' || isCommentRequired;
      if (needsComment && !word.comment?.trim()) {
        throw commentRequired(word.decision);
      }
      const missing =
        word.decision === 'approve'
          ? await this.#missing(seen.extension, seats, person.ref)
          : [];
      const written = await this.#store.transaction(tx =>
        this.#say(tx, { person, id, word, missing, seen }),
      );
      // Whoever else spoke meanwhile is heard first, so that nobody waits for a word that was said.
      if (written) {
        return this.get(id);
      }
    }
  }

  /** @throws NotAllowedError `not_the_requester`; ConflictError `extension_not_pending` */
  async cancel(person: Person, id: string): Promise<ExtensionWithShare> {
    await this.#store.transaction(async tx => {
      const { extension, share } = await this.#find(tx, id);
      if (!samePerson(extension.askedBy, person.ref)) {
        throw notTheAsker();
      }
      if (extension.status === 'cancelled') {
        return;
      }
      const isOurs = await this.#store.shareExtensions.settle(tx, id, {
        status: 'cancelled',
        at: this.#clock.now(),
      });
      if (!isOurs) {
        throw extensionNotPending(whyNotPending(extension));
      }
      await this.#journal.note(tx, share, {
        kind: 'share.extension-cancelled',
        actor: person.ref,
        message: `Needs no more time than it has: it ends at ${share.expiresAt}`,
        tell: {
          refs: extension.deciderRefs,
          except: person.ref,
          title: `Withdrawn: more time for ${nameOf(share)}`,
        },
      });
    });
    return this.get(id);
  }

  /** Gives extensions to those who own the databases now, if these have changed hands while they waited. */
  async followOwners(signal?: AbortSignal): Promise<void> {
    const waiting = await this.#store.read(async tx =>
      this.#withShares(
        tx,
        await this.#store.shareExtensions.list(tx, {
          statuses: ['pending'],
          limit: 1_000,
        }),
      ),
    );
    await eachAlone(
      waiting.map(each => ({ ...each, id: each.extension.id })),
      each => this.#follow(each),
      {
        logger: this.#logger,
        failed: ({ id }) => `Nobody knows who decides the extension ${id} now`,
        signal,
      },
    );
  }

  async #follow({ extension, share }: ExtensionWithShare): Promise<void> {
    const { seats, mayExtend } = await this.#rule(extension, share);
    if (!mayExtend) {
      // It names nobody. Those who were asked go on to see it, and may say no.
      return;
    }
    const deciderRefs = await this.#turnOf(extension, seats);
    const members = await this.#newlyAsked(extension, seats);
    if (members.length || !isSame(deciderRefs, extension.deciderRefs)) {
      const at = this.#clock.now();
      await this.#store.transaction(tx =>
        this.#store.shareExtensions.hand(tx, extension.id, deciderRefs, {
          members,
          at,
        }),
      );
    }
  }

  /** Who belongs to the groups that were not asked before, unless nobody noted them of any. */
  #newlyAsked(
    { noted }: StoredExtension,
    seats: readonly Seat[],
  ): Promise<GroupMembers[]> {
    const refs = seats.map(({ ref }) => ref);
    return this.#membership.allOf(
      noted ? refs.filter(ref => !noted.groups.has(ref.toLowerCase())) : [],
    );
  }

  async #ruled(
    share: StoredShare,
    wish: Pick<StoredExtension, 'askedBy' | 'durationSeconds'>,
  ): Promise<{ offer: ExtensionOffer; ruling: ExtensionRuling }> {
    const { together, extended, waiting } = await this.#store.read(async tx => {
      const all = await leavingTogether(this.#store, tx, share);
      return {
        together: all,
        extended: await this.#extendedOf(tx, all),
        waiting: await this.#store.shareExtensions.findOpen(tx, openKey(share)),
      };
    });
    const ruling = await this.#rule(wish, share);
    const from = fromOf(together.length ? together : [share]);
    const because =
      this.#whyNot({ share, from, extended, waiting }) ??
      (ruling.mayExtend ? undefined : ruling.because) ??
      (await this.#whyNobody(wish.askedBy, together, ruling));
    return {
      ruling,
      offer: {
        mayExtend: because === undefined,
        because,
        from,
        longestSeconds: ruling.longestSeconds,
        needsDecision: ruling.needsDecision,
        deciderRefs: ruling.seats.map(({ ref }) => ref),
        extended,
        mostExtensions: this.#terms.mostExtensions,
        together: together.map(toPair),
      },
    };
  }

  async #rule(
    wish: Pick<StoredExtension, 'askedBy' | 'durationSeconds'>,
    share: StoredShare,
  ): Promise<ExtensionRuling> {
    const together = await this.#store.read(tx =>
      leavingTogether(this.#store, tx, share),
    );
    return this.#policy.rule({
      shares: together.length ? together : [share],
      personRef: wish.askedBy,
      durationSeconds: wish.durationSeconds,
    });
  }

  #whyNot(known: {
    share: AnyStoredShare;
    from: string;
    extended: number;
    waiting: StoredExtension | undefined;
  }): string | undefined {
    const { share, from, extended, waiting } = known;
    const now = this.#clock.now().toISOString();
    if (!UNENDED.includes(share.lifecycle) || share.expiresAt <= now) {
      return OVER;
    }
    if (waiting) {
      return `${waiting.askedBy} has asked for more time already, and nobody has decided it yet`;
    }
    const { mostExtensions } = this.#terms;
    if (extended >= mostExtensions) {
      return `It was extended ${times(extended)}, and ${times(
        mostExtensions,
      )} is the most: ask for a new access before it ends`;
    }
    return now < from
      ? `More time can be asked for from ${inMinutes(
          from,
        )} on, when half of its time is over`
      : undefined;
  }

  /** Where nobody else could decide, nobody needs to wait for it. */
  async #whyNobody(
    personRef: string,
    together: readonly StoredShare[],
    { seats }: ExtensionRuling,
  ): Promise<string | undefined> {
    const empty = await this.#seating.beyondReach(
      seats,
      partiesOf({ askedBy: personRef }, together),
    );
    return empty.length
      ? `Nobody could decide it: ${empty
          .map(spellSeat)
          .join(
            ' and ',
          )} must agree, and the catalog has too few members beside those whose access it is, who do not decide about their own`
      : undefined;
  }

  #demandLiving(share: AnyStoredShare): void {
    const now = this.#clock.now().toISOString();
    if (!UNENDED.includes(share.lifecycle) || share.expiresAt <= now) {
      throw notLiving(`${OVER}: ask for a new one`);
    }
  }

  async #asked(
    tx: Tx,
    claim: { person: Person; idempotencyKey: string; bodyDigest: string },
  ): Promise<ExtensionWithShare | undefined> {
    const known = await this.#store.shareExtensions.findByKey(
      tx,
      claim.idempotencyKey,
    );
    if (!known) {
      return undefined;
    }
    const isTheSame =
      samePerson(known.askedBy, claim.person.ref) &&
      known.bodyDigest === claim.bodyDigest;
    if (!isTheSame) {
      throw keyReused();
    }
    return this.#withShare(tx, known);
  }

  async #write(
    tx: Tx,
    options: {
      person: Person;
      idempotencyKey: string;
      bodyDigest: string;
      shareId: string;
      wish: NewExtension;
      ruling: ExtensionRuling;
      members: readonly GroupMembers[];
    },
  ): Promise<ExtensionWithShare> {
    const { person, wish, ruling, members, idempotencyKey, bodyDigest } =
      options;
    const seen = await this.#share(tx, options.shareId);
    await holdTogether(this.#store, tx, seen);
    const share = await this.#share(tx, options.shareId);
    this.#demandLiving(share);
    const together = await leavingTogether(this.#store, tx, share);
    const id = randomUUID();
    const ends = endsOf(together, wish.durationSeconds);
    const at = this.#clock.now();
    const inserted = await this.#store.shareExtensions.insert(tx, {
      id,
      shareId: share.id,
      shareIds: together.map(each => each.id),
      askedBy: person.ref,
      durationSeconds: wish.durationSeconds,
      reason: wish.reason,
      deciderRefs: turnOf(fillSeats(ruling.seats, [])),
      expiresBefore: ends.expiresAt,
      expiresAfter: ends.until,
      idempotencyKey,
      bodyDigest,
      openKey: openKey(share),
      members,
      createdAt: at,
    });
    if (!inserted) {
      // Somebody was faster: with this very key, or for the same share.
      const twin = await this.#asked(tx, options);
      if (twin) {
        return twin;
      }
      throw notExtendable('Somebody has asked for more time at the same time');
    }
    if (!ruling.needsDecision) {
      const extension = (await this.#store.shareExtensions.find(tx, id))!;
      await this.#lengthen(tx, { extension, together, actor: person.ref });
      return (await this.#find(tx, id))!;
    }
    await this.#journal.note(tx, share, {
      kind: 'share.extension-asked',
      actor: person.ref,
      message: `Asked for ${spellOut(wish.durationSeconds)} more, until ${
        ends.until
      } and not ${ends.expiresAt}: ${wish.reason}`,
      tell: {
        refs: turnOf(fillSeats(ruling.seats, [])),
        except: person.ref,
        title: `${person.ref} asks for more time: ${nameOf(share)}`,
      },
    });
    return this.#find(tx, id);
  }

  /** What policies say today, if this person may fill a seat whose turn it is. */
  async #demandSeat(
    person: Person,
    { extension, share }: ExtensionWithShare,
    decision: 'approve' | 'deny',
  ): Promise<ExtensionRuling> {
    const together = await this.#store.read(tx =>
      leavingTogether(this.#store, tx, share),
    );
    const parties = partiesOf(extension, [share, ...together]);
    if (isOneOf(person.ref, parties)) {
      throw ownExtension();
    }
    if (person.via) {
      throw notInPerson(person);
    }
    if (extension.status !== 'pending') {
      throw extensionNotPending(whyNotPending(extension));
    }
    const ruling = await this.#rule(extension, share);
    const turn = await this.#turnOf(extension, ruling.seats);
    const hasSpoken = extension.decisions.some(({ deciderRef }) =>
      samePerson(deciderRef, person.ref),
    );
    if (hasSpoken) {
      throw extensionNotPending('You have decided this already');
    }
    if (!ruling.mayExtend) {
      await this.#demandConcern(person, extension, [share, ...together]);
      if (decision === 'approve') {
        refuseForbidden(extension, ruling);
      }
      return ruling;
    }
    if (!(await this.#membership.isOneOf(person.ref, turn))) {
      throw notADecider(turn);
    }
    const counts = turn.filter(ref => wasMember(extension, person.ref, ref));
    if (!(await this.#membership.isOneOf(person.ref, counts))) {
      throw await this.#joined(person, extension, turn);
    }
    if (decision === 'approve') {
      refuseForbidden(extension, ruling);
    }
    return ruling;
  }

  /** Where policy names nobody any more, those who were asked may say no, and those whose it is today. */
  async #demandConcern(
    person: Person,
    extension: StoredExtension,
    shares: readonly StoredShare[],
  ): Promise<void> {
    const asked = extension.deciderRefs.filter(ref =>
      wasMember(extension, person.ref, ref),
    );
    const owners: string[] = [];
    for (const share of shares) {
      owners.push((await this.#participants.today(share)).ownerRef);
    }
    const may = [...new Set([...asked, ...owners])];
    if (!(await this.#membership.isOneOf(person.ref, may))) {
      throw notADecider([...new Set([...extension.deciderRefs, ...owners])]);
    }
  }

  async #joined(
    person: Person,
    extension: StoredExtension,
    turn: readonly string[],
  ): Promise<Error> {
    const groups: string[] = [];
    for (const ref of turn) {
      if (await this.#membership.isOneOf(person.ref, [ref])) {
        groups.push(ref);
      }
    }
    return joinedSince(
      extension,
      groups.map(ref => joinedGroup(extension, ref)),
    );
  }

  /** The seats that are empty though this person approves it, and those of later stages. */
  async #missing(
    extension: StoredExtension,
    seats: readonly Seat[],
    also: string,
  ): Promise<FilledSeat[]> {
    return emptySeats(await this.#filled(extension, seats, also));
  }

  /** Whose turn it is. */
  async #turnOf(
    extension: StoredExtension,
    seats: readonly Seat[],
  ): Promise<string[]> {
    return turnOf(await this.#filled(extension, seats));
  }

  /** Each person fills one seat, if the catalog says so today, and has said so when its group was asked. */
  async #filled(
    extension: StoredExtension,
    seats: readonly Seat[],
    also?: string,
  ): Promise<FilledSeat[]> {
    const said = extension.decisions
      .filter(({ decision }) => decision === 'approve')
      .map(({ deciderRef }) => deciderRef);
    return this.#seating.filledBy(also ? [...said, also] : said, {
      seats,
      counts: (personRef, ref) => wasMember(extension, personRef, ref),
    });
  }

  /** @returns false if somebody spoke since it was seen: nothing was written */
  async #say(
    tx: Tx,
    options: {
      person: Person;
      id: string;
      word: NewExtensionDecision;
      /** The seats that are empty with this word. */
      missing: readonly FilledSeat[];
      seen: ExtensionWithShare;
    },
  ): Promise<boolean> {
    const { person, id, word, missing, seen } = options;
    const at = this.#clock.now();
    await holdTogether(this.#store, tx, seen.share);
    if (!(await this.#store.shareExtensions.hold(tx, id, at))) {
      const { extension } = await this.#find(tx, id);
      throw extensionNotPending(whyNotPending(extension));
    }
    const { extension, share, until } = await this.#find(tx, id);
    if (extension.decisions.length !== seen.extension.decisions.length) {
      return false;
    }
    if (until !== word.until) {
      throw extensionChanged(word.until, until);
    }
    const comment = word.comment?.trim() || undefined;
    const written = await this.#store.shareExtensions.addDecision(tx, id, {
      id: randomUUID(),
      deciderRef: person.ref,
      decision: word.decision,
      comment,
      decidedAt: at.toISOString(),
    });
    if (!written) {
      throw extensionNotPending('You have decided this already');
    }
    if (word.decision === 'deny') {
      await this.#deny(tx, { extension, share, actor: person.ref, comment });
      return true;
    }
    if (missing.length) {
      await this.#passOn(tx, {
        extension,
        share,
        missing,
        actor: person.ref,
        comment,
      });
      return true;
    }
    await this.#lengthen(tx, {
      extension,
      together: await leavingTogether(this.#store, tx, share),
      actor: person.ref,
      comment,
    });
    return true;
  }

  /** To those whose turn it is now. */
  async #passOn(
    tx: Tx,
    options: {
      extension: StoredExtension;
      share: StoredShare;
      missing: readonly FilledSeat[];
      actor: string;
      comment?: string;
    },
  ): Promise<void> {
    const { extension, share, missing, actor, comment } = options;
    const turn = turnOf(missing);
    await this.#store.shareExtensions.hand(tx, extension.id, turn);
    await this.#journal.note(tx, share, {
      kind: 'share.extension-agreed',
      actor,
      message: `Agreed to more time, and ${missing
        .map(spellSeat)
        .join(' and ')} must agree, too${saying(comment)}`,
      tell: {
        refs: turn.filter(ref => !extension.deciderRefs.includes(ref)),
        except: actor,
        title: `${extension.askedBy} asks for more time: ${nameOf(share)}`,
      },
    });
  }

  async #deny(
    tx: Tx,
    options: {
      extension: StoredExtension;
      share: StoredShare;
      actor: string;
      comment?: string;
    },
  ): Promise<void> {
    const { extension, share, actor, comment } = options;
    await this.#store.shareExtensions.settle(tx, extension.id, {
      status: 'denied',
      at: this.#clock.now(),
    });
    await this.#journal.note(tx, share, {
      kind: 'share.extension-denied',
      actor,
      message: `No more time: it ends at ${share.expiresAt}${saying(comment)}`,
      tell: {
        refs: [...new Set([extension.askedBy, share.requesterRef])],
        except: actor,
        title: `No more time: ${nameOf(share)}`,
        severity: 'high',
      },
    });
  }

  /** All that ends together ends later together. */
  async #lengthen(
    tx: Tx,
    options: {
      extension: StoredExtension;
      together: readonly StoredShare[];
      actor: string;
      comment?: string;
    },
  ): Promise<void> {
    const { extension, together, actor, comment } = options;
    const now = this.#clock.now();
    const { expiresAt, until } = endsOf(together, extension.durationSeconds);
    await this.#store.shareExtensions.settle(tx, extension.id, {
      status: 'approved',
      at: now,
      shareIds: together.map(each => each.id),
      expiresBefore: expiresAt,
      expiresAfter: until,
    });
    if (together.length === 0) {
      throw notLiving(`${OVER}: ask for a new one`);
    }
    for (const share of together) {
      const isOurs = await this.#store.shares.lengthen(tx, share, {
        expiresAt: until,
        now,
      });
      if (!isOurs) {
        throw notLiving(`${OVER}: ask for a new one`);
      }
      await this.#journal.note(tx, share, {
        kind: 'share.extended',
        actor,
        message: `Ends at ${until} and not at ${share.expiresAt}, as ${
          extension.askedBy
        } asked: ${extension.reason}${saying(comment)}`,
        before: { expiresAt: share.expiresAt },
        after: { expiresAt: until },
        ...(share.id === extension.shareId && {
          tell: {
            refs: [
              ...new Set([
                extension.askedBy,
                ...together.map(each => each.requesterRef),
                share.plan.network.owner,
              ]),
            ],
            except: actor,
            title: `Lasts longer: ${nameOf(share)}`,
          },
        }),
      });
    }
  }

  /** The most that the access of one of them was: a change does not let it begin anew. */
  async #extendedOf(
    tx: Tx,
    shares: readonly AnyStoredShare[],
  ): Promise<number> {
    let most = 0;
    for (const share of shares) {
      const line = await this.#store.shares.lineOf(tx, share);
      const count = await this.#store.shareExtensions.approvedOf(tx, line);
      most = Math.max(most, count);
    }
    return most;
  }

  async #find(tx: Tx, id: string): Promise<ExtensionWithShare> {
    const extension = await this.#store.shareExtensions.find(tx, id);
    if (!extension) {
      throw extensionNotFound(id);
    }
    return this.#withShare(tx, extension);
  }

  async #share(tx: Tx, id: string): Promise<StoredShare> {
    const share = await this.#store.shares.find<ObjectGraph>(tx, id);
    if (!share) {
      throw shareNotFound(id);
    }
    return share;
  }

  async #withShares(
    tx: Tx,
    extensions: readonly StoredExtension[],
  ): Promise<ExtensionWithShare[]> {
    const found: ExtensionWithShare[] = [];
    for (const extension of extensions) {
      found.push(await this.#withShare(tx, extension));
    }
    return found;
  }

  /** One that waits leads to what today's ends lead to; any other to what it has led to. */
  async #withShare(
    tx: Tx,
    extension: StoredExtension,
  ): Promise<ExtensionWithShare> {
    const share = await this.#share(tx, extension.shareId);
    if (extension.status === 'pending') {
      const together = await leavingTogether(this.#store, tx, share);
      return {
        extension,
        share,
        together: together.map(toPair),
        ...endsOf(
          together.length ? together : [share],
          extension.durationSeconds,
        ),
      };
    }
    const together: ZonePair[] = [];
    for (const id of extension.shareIds) {
      together.push(toPair(await this.#share(tx, id)));
    }
    return {
      extension,
      share,
      together,
      expiresAt: extension.expiresBefore,
      until: extension.expiresAfter,
    };
  }
}

/** One that waits for each share, or for each network in a zone. */
function openKey({ id, zone, network }: AnyStoredShare): string {
  return zone ? `${zone}|${network}` : id;
}

/** Whose access it is, and who asked for more of it: they do not decide. */
export function partiesOf(
  { askedBy }: Pick<StoredExtension, 'askedBy'>,
  shares: readonly Pick<AnyStoredShare, 'requesterRef'>[],
): string[] {
  return [
    ...new Set([askedBy, ...shares.map(({ requesterRef }) => requesterRef)]),
  ];
}

/** Those whose seats are to be filled next. */
function turnOf(filled: readonly FilledSeat[]): string[] {
  return openSeats(filled)
    .map(({ ref }) => ref)
    .sort();
}

function isOneOf(personRef: string, refs: readonly string[]): boolean {
  return refs.some(ref => samePerson(ref, personRef));
}

/** When half of the time of the first one to end is over. */
function fromOf(shares: readonly AnyStoredShare[]): string {
  const [first] = [...shares].sort((a, b) =>
    a.expiresAt < b.expiresAt ? -1 : 1,
  );
  const start = Date.parse(first.beganAt);
  const end = Date.parse(first.expiresAt);
  return new Date(start + (end - start) * FROM_PART).toISOString();
}

/** The first of them to end says when all end, and that is moved. */
function endsOf(
  shares: readonly AnyStoredShare[],
  seconds: number,
): { expiresAt: string; until: string } {
  const [expiresAt] = shares.map(share => share.expiresAt).sort();
  return {
    expiresAt,
    until: new Date(Date.parse(expiresAt) + seconds * 1000).toISOString(),
  };
}

/** What policy said when it was asked for counts no more. */
function refuseForbidden(
  { durationSeconds }: StoredExtension,
  { mayExtend, because, longestSeconds }: ExtensionRuling,
): void {
  if (!mayExtend) {
    throw notExtendable(because ?? 'Policy does not allow it any more');
  }
  if (durationSeconds > longestSeconds) {
    throw notExtendable(
      `Policy allows ${spellOut(longestSeconds)} at most now, and ${spellOut(
        durationSeconds,
      )} were asked for: deny it, and have less asked for`,
    );
  }
}

function refuseSeconds(seconds: number, longest: number): void {
  if (
    !Number.isInteger(seconds) ||
    seconds < LEAST_SECONDS ||
    seconds > longest
  ) {
    throw withCode(
      new InputError(
        `durationSeconds must be a whole number from ${LEAST_SECONDS} (1 hour) to ${longest} (${spellOut(
          longest,
        )}); it is ${seconds}.`,
      ),
      ERROR_CODES.durationInvalid,
    );
  }
}

function statusesOf(filter: {
  toDecide?: boolean;
  status?: ExtensionStatus;
}): ExtensionStatus[] | undefined {
  const { toDecide, status } = filter;
  if (!toDecide) {
    return status && [status];
  }
  return status === undefined || status === 'pending' ? ['pending'] : [];
}

function whyNotPending({ status, decisions }: StoredExtension): string {
  const last = decisions[decisions.length - 1];
  const isDecided = status === 'approved' || status === 'denied';
  return isDecided && last
    ? `Already ${status} by ${last.deciderRef} at ${last.decidedAt}`
    : `There is nothing to decide: it is ${status}`;
}

function nameOf({ databaseRef, network }: AnyStoredShare): string {
  return `${databaseRef} from ${network}`;
}

function saying(comment: string | undefined): string {
  return comment ? ` (${comment})` : '';
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return [...one].sort().join() === [...other].sort().join();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** As people read a time: 2026-11-02T09:00:00.000Z is 2026-11-02 09:00 UTC. */
function inMinutes(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}
