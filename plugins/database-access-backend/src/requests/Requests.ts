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
  EmergencyReview,
  ERROR_CODES,
  Finding,
  NewDecision,
  NewRequest,
  Plan,
  PlanInput,
  RequestStatus,
} from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { DEFAULT_REQUEST_TERMS, RequestTerms } from '../config';
import { canonicalJson, ObjectGraph } from '../patterns';
import { Planner, withCode } from '../planning';
import { emptySeats, FilledSeat, openSeats, Seat } from '../policy';
import {
  Criteria,
  GroupMembers,
  RequestField,
  Store,
  StoredRequest as AnyStoredRequest,
  Tx,
} from '../store';
import { Agreement, isObstacle } from './Agreement';
import { whyNotAnother } from './anotherEmergency';
import { approveByPolicy } from './approveByPolicy';
import {
  concernedBy,
  Deciders,
  escalatedTo,
  seatsOf,
  spellSeat,
  Standing,
} from './Deciders';
import { eachAlone } from './eachAlone';
import { JoinedGroup } from './joinedSince';
import { Journal } from './Journal';
import { Membership, samePerson } from './Membership';
import { Owners } from './Owners';
import { Person } from './Person';
import {
  alreadyShared,
  askedFinding,
  askedMeanwhile,
  commentRequired,
  DECIDE_AGAIN,
  isBlocking,
  joinedSince,
  keyReused,
  notADecider,
  notInPerson,
  notPending,
  notPlannable,
  notTheRequester,
  notYourTurn,
  ownRequest,
  planBlocked,
  planChanged,
  requestNotFound,
  sharedFinding,
} from './refuse';
import { RuledPlan } from './Rulings';

/** Who has to agree to a request today. */
interface Table {
  seats: Seat[];
  /** Whom a seat is for today. */
  nameOf: (seat: Seat) => string;
  /** Whose word fills it, too. */
  alike: (seat: Seat) => string[];
}

/** A request with the graph that was agreed. */
export type StoredRequest = AnyStoredRequest<ObjectGraph>;

/** Which requests somebody wants to see. */
export interface RequestQuery {
  mine?: boolean;
  /** Those whose turn it is for this person. */
  toDecide?: boolean;
  /** Those that concern this person and wait for somebody else. */
  waitingForOthers?: boolean;
  /** Those that this person has spoken on. */
  decided?: boolean;
  /** Emergencies that this person has to look at. */
  toReview?: boolean;
  status?: RequestStatus;
  databaseRef?: string;
  createdBefore?: Date;
  createdSince?: Date;
  criteria?: Criteria<RequestField>;
  before?: { at: string; id: string };
  oldestFirst?: boolean;
  limit: number;
}

/**
 * The life of a request up to its start. These rules hold whatever the permission framework says; it can only forbid
 * more.
 */
export class Requests {
  readonly #store: Store;
  readonly #planner: Planner;
  readonly #agreement: Agreement;
  readonly #membership: Membership;
  readonly #deciders: Deciders;
  readonly #owners: Owners;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #newMembers: RequestTerms['newMembers'];
  readonly #reviewWithinSeconds: number;
  readonly #onApproved: (id: string) => void;

  constructor(options: {
    store: Store;
    planner: Planner;
    agreement: Agreement;
    membership: Membership;
    deciders: Deciders;
    owners: Owners;
    journal: Journal;
    clock: Clock;
    logger: LoggerService;
    /** Default: DEFAULT_REQUEST_TERMS. */
    terms?: RequestTerms;
    /** Within which an emergency is looked at. Default: a day. */
    reviewWithinSeconds?: number;
    /** Hears of what may be started, after it is written. */
    onApproved: (id: string) => void;
  }) {
    this.#store = options.store;
    this.#planner = options.planner;
    this.#agreement = options.agreement;
    this.#membership = options.membership;
    this.#deciders = options.deciders;
    this.#owners = options.owners;
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#newMembers = (options.terms ?? DEFAULT_REQUEST_TERMS).newMembers;
    this.#reviewWithinSeconds = options.reviewWithinSeconds ?? 86_400;
    this.#onApproved = options.onApproved;
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<StoredRequest> {
    return this.#store.transaction(tx => this.#find(tx, id));
  }

  async list(query: RequestQuery, person: Person): Promise<StoredRequest[]> {
    const { mine, toDecide, waitingForOthers, decided, toReview, ...rest } =
      query;
    const refs = [...new Set([...person.ownerRefs, person.ref])];
    const turn = { refs, person: person.ref };
    const isForOthers = toDecide || waitingForOthers || toReview;
    return this.#store.transaction(tx =>
      this.#store.accessRequests.list<ObjectGraph>(tx, {
        ...rest,
        statuses: statusesOf(query),
        requesterRef: mine ? person.ref : undefined,
        ...(isForOthers && { notRequesterRef: person.ref }),
        ...(toDecide && { turnOf: turn }),
        ...(waitingForOthers && { concerns: refs, notTurnOf: turn }),
        ...(decided && { decidedBy: person.ref }),
        ...(toReview && { toReviewBy: refs }),
      }),
    );
  }

  /** What would be built for this person and who would decide it. Changes nothing. */
  async plan(person: Person, wish: PlanInput): Promise<RuledPlan> {
    const planned = await this.#planFor(person, wish);
    if (
      planned.plan.findings.some(
        ({ code }) => code === ERROR_CODES.changeImpossible,
      )
    ) {
      // What is being built for another change of it is why, and no access beside it.
      return planned;
    }
    const taken = await this.#store.read(tx => this.#taken(tx, planned.plan));
    return taken ? blockedBy(taken, planned) : planned;
  }

  /**
   * Files a request; the same key and body by the same person file it once.
   *
   * @throws ConflictError `idempotency_key_reused`, `plan_blocked`, `plan_changed`, `already_shared`
   */
  async file(person: Person, wish: NewRequest): Promise<StoredRequest> {
    const { idempotencyKey, ...body } = wish;
    if (!wish.purpose.trim()) {
      throw withCode(
        new InputError(
          'purpose must say what the access is for, e.g. "Monthly revenue report"',
        ),
        ERROR_CODES.purposeMissing,
      );
    }
    const bodyDigest = sha256(canonicalJson(body));
    const claim = { person, idempotencyKey, bodyDigest };
    const filed = await this.#store.transaction(tx => this.#filed(tx, claim));
    if (filed) {
      return filed;
    }
    const planned = await this.#planFor(person, body);
    const { plan, graph, ownerRef } = planned;
    if (!graph || !ownerRef || plan.findings.some(isBlocking)) {
      throw planBlocked(plan);
    }
    if (plan.digest !== wish.planDigest) {
      throw planChanged({
        difference: [
          `you sent ${wish.planDigest.slice(
            0,
            12,
          )}, and it is ${plan.digest!.slice(0, 12)} now`,
        ],
        plan,
      });
    }
    // Before the transaction: the catalog must not be waited for with rows held.
    const members = await this.#deciders.membersOf(planned.ruling?.seats ?? []);
    const request = await this.#store.transaction(tx =>
      this.#write(tx, {
        ...claim,
        wish,
        members,
        planned: { ...planned, graph, ownerRef },
      }),
    );
    if (request.status === 'approved' && request.start === 'automatic') {
      this.#onApproved(request.id);
    }
    return request;
  }

  /**
   * Writes one person's word. A yes is for what would be built at this moment: if that is not what the person saw, the
   * request carries the new plan afterwards and nothing is decided. A no needs no plan, and waits for no account.
   *
   * @throws NotAllowedError `own_request`, `not_in_person`, `not_a_decider`, `joined_since`; ConflictError `plan_changed`,
   * `plan_blocked`, `request_not_pending`
   */
  async decide(
    person: Person,
    id: string,
    word: NewDecision,
  ): Promise<StoredRequest> {
    const seen = await this.get(id);
    if (samePerson(seen.requesterRef, person.ref)) {
      throw ownRequest();
    }
    if (person.via) {
      throw notInPerson(person);
    }
    const table = await this.#tableOf(seen);
    const today = [
      ...new Set([...table.seats.map(table.nameOf), ...escalatedTo(seen)]),
    ];
    const mayTry =
      word.decision === 'approve'
        ? // Those whose it was hear that it is not theirs any more, and those whose it is get the request.
          [...today, ...table.seats.map(({ ref }) => ref)]
        : today;
    if (!(await this.#membership.isOneOf(person.ref, mayTry))) {
      throw notADecider(today);
    }
    const needsComment =
      word.decision === 'deny' || seen.plan.deciders?.commentRequired;
    if (needsComment && !word.comment?.trim()) {
      throw commentRequired(word.decision);
    }
    if (word.decision === 'approve') {
      await this.#refuseLatecomer(person, seen, table);
      await this.#holdAgainstToday(person, seen, word);
    }
    const decided = await this.#say(person, id, { word, table });
    if (decided.status === 'approved' && decided.start === 'automatic') {
      this.#onApproved(id);
    }
    return decided;
  }

  /** The seats of a request as they are today. The catalog and AWS are asked, so never within a transaction. */
  async #tableOf(request: StoredRequest): Promise<Table> {
    const owner = await this.#owners.today(request);
    const isOwners = ({ ref, role }: Seat) =>
      role === 'database-owner' && ref === request.ownerRef;
    return {
      seats: seatsOf(request),
      nameOf: seat => (isOwners(seat) ? owner : seat.ref),
      // Whose it was when it was asked for has a word until the start, which looks again.
      alike: seat => [
        ...(isOwners(seat) ? [owner] : []),
        ...escalatedTo(request),
      ],
    };
  }

  /**
   * Before a request is held against today, which may give it back to those who decide: who joined them since must not be
   * able to have them asked anew.
   */
  async #refuseLatecomer(
    person: Person,
    seen: StoredRequest,
    { seats, alike }: Table,
  ): Promise<void> {
    if (seen.status !== 'pending' || this.#newMembers !== 'refused') {
      return;
    }
    const standing = await this.#deciders.standing(person.ref, seen, {
      seats,
      alike,
    });
    // Those whose the database has become meanwhile were not asked yet, and get it first.
    const { length } = standing.joinedSince;
    if (length && standing.joinedSince.every(({ notedAt }) => notedAt)) {
      throw joinedSince(seen, standing.joinedSince);
    }
  }

  /** @throws NotAllowedError `not_the_requester`; ConflictError `request_not_pending` */
  async cancel(person: Person, id: string): Promise<StoredRequest> {
    return this.#store.transaction(async tx => {
      const request = await this.#find(tx, id);
      if (!samePerson(request.requesterRef, person.ref)) {
        throw notTheRequester();
      }
      const isOpen = ['pending', 'questioned', 'approved'].includes(
        request.status,
      );
      if (!isOpen || !(await this.#move(tx, request, 'cancelled'))) {
        throw notPending(`It cannot be cancelled: it is ${request.status}`);
      }
      await this.#journal.note(tx, request, {
        kind: 'request.cancelled',
        actor: person.ref,
        message: `Withdrew the request for ${request.databaseRef}`,
        tell: {
          refs: request.deciderRefs,
          except: person.ref,
          title: `Withdrawn: ${request.databaseRef} from ${request.network}`,
        },
      });
      return this.#find(tx, id);
    });
  }

  /** A request, with whoever owns its database at this moment. */
  async ofToday(request: StoredRequest): Promise<StoredRequest> {
    return { ...request, ownerRef: await this.#owners.today(request) };
  }

  /** Gives requests to those who own their databases now, if these have changed hands while they waited. */
  async followOwners(signal?: AbortSignal): Promise<void> {
    const pending = await this.#store.read(tx =>
      this.#store.accessRequests.list<ObjectGraph>(tx, {
        statuses: ['pending'],
        limit: 1_000,
      }),
    );
    await eachAlone(pending, request => this.#follow(request), {
      logger: this.#logger,
      failed: ({ id }) => `The request ${id} was not given to its new owners`,
      signal,
    });
  }

  async #follow(request: StoredRequest): Promise<void> {
    const ownerRef = await this.#owners.today(request);
    if (ownerRef === request.ownerRef) {
      return;
    }
    const now = await this.#agreement.now(request);
    if (isObstacle(now)) {
      await this.#ask(request, ownerRef);
      return;
    }
    await this.#agreement.renew(request, now, [
      belongsTo(now.ownerRef),
      ...this.#agreement.difference(request, now),
    ]);
  }

  /** Those whose it has become decide also while nothing can be planned: whoever belongs to them at this moment. */
  async #ask(request: StoredRequest, ownerRef: string): Promise<void> {
    if (!request.noted || request.noted.groups.has(ownerRef.toLowerCase())) {
      return;
    }
    const members = await this.#membership.allOf([ownerRef]);
    await this.#store.transaction(tx =>
      this.#store.accessRequests.noteMore(tx, request, {
        members,
        at: this.#clock.now(),
      }),
    );
  }

  async #planFor(person: Person, wish: PlanInput): Promise<RuledPlan> {
    const planned = await this.#planner.plan(wish, person);
    const requesterRef = person.ref;
    const ruled = await this.#deciders.planFor(planned, {
      requesterRef,
      emergency: wish.emergency,
    });
    const hindrance =
      wish.emergency &&
      (await this.#store.read(tx =>
        whyNotAnother(tx, this.#store, {
          requesterRef,
          plan: ruled.plan,
          now: this.#clock.now(),
        }),
      ));
    return hindrance ? blockedBy(hindrance, ruled) : ruled;
  }

  async #filed(
    tx: Tx,
    claim: { person: Person; idempotencyKey: string; bodyDigest: string },
  ): Promise<StoredRequest | undefined> {
    const known = await this.#store.accessRequests.findByKey(
      tx,
      claim.idempotencyKey,
    );
    if (!known) {
      return undefined;
    }
    const isSame =
      samePerson(known.requesterRef, claim.person.ref) &&
      known.bodyDigest === claim.bodyDigest;
    if (!isSame) {
      throw keyReused();
    }
    return this.#find(tx, known.id);
  }

  async #write(
    tx: Tx,
    options: {
      person: Person;
      idempotencyKey: string;
      bodyDigest: string;
      wish: NewRequest;
      members: readonly GroupMembers[];
      planned: RuledPlan & { graph: ObjectGraph; ownerRef: string };
    },
  ): Promise<StoredRequest> {
    const { person, wish, members, planned } = options;
    const { idempotencyKey, bodyDigest } = options;
    const { plan, graph, ownerRef } = planned;
    const shared = await this.#sharedAs(tx, plan);
    if (shared) {
      throw alreadyShared(shared);
    }
    const id = randomUUID();
    const inserted = await this.#store.accessRequests.insert(tx, {
      id,
      requesterRef: person.ref,
      databaseRef: plan.databaseRef,
      databaseArn: plan.databaseArn,
      ownerRef,
      network: plan.network.name,
      networkOwnerRef: plan.network.owner,
      purpose: wish.purpose.trim(),
      durationSeconds: wish.durationSeconds,
      start: wish.emergency ? 'automatic' : wish.start ?? 'automatic',
      plan,
      graph,
      planDigest: plan.digest!,
      costCeiling: planned.costCeiling,
      ...concernedBy(planned),
      members,
      emergency: this.#toReview(plan),
      idempotencyKey,
      bodyDigest,
      createdAt: this.#clock.now(),
    });
    if (!inserted) {
      // Somebody was faster: with this very key, or with a request for the same pair.
      const twin = await this.#filed(tx, options);
      if (twin) {
        return twin;
      }
      throw alreadyShared(
        (await this.#askedAs(tx, plan)) ?? askedMeanwhile(plan),
      );
    }
    const request = await this.#find(tx, id);
    await this.#journal.note(tx, request, {
      kind: 'request.filed',
      actor: person.ref,
      message: `Asked for ${plan.databaseRef} from ${plan.network.name}: ${request.purpose}`,
      tell: {
        refs: request.turnRefs,
        except: person.ref,
        title: `${person.ref} asks for ${plan.databaseRef} from ${plan.network.name}`,
      },
    });
    const means = {
      store: this.#store,
      journal: this.#journal,
      clock: this.#clock,
    };
    return (await approveByPolicy(tx, request, means))
      ? this.#find(tx, id)
      : request;
  }

  /** What begins before anybody was asked is looked at afterwards. */
  #toReview({ deciders }: Plan): EmergencyReview | undefined {
    const within = this.#reviewWithinSeconds * 1000;
    return (
      deciders?.review && {
        refs: deciders.review,
        dueAt: new Date(this.#clock.now().getTime() + within).toISOString(),
      }
    );
  }

  /** Why nobody may ask for this pair now: it has access, or somebody has asked. */
  async #taken(tx: Tx, plan: Plan): Promise<Finding | undefined> {
    return (await this.#sharedAs(tx, plan)) ?? (await this.#askedAs(tx, plan));
  }

  async #sharedAs(tx: Tx, plan: Plan): Promise<Finding | undefined> {
    const shares = await this.#store.shares.list(tx, {
      lifecycles: ['building', 'active', 'stuck'],
      networks: [plan.network.name],
      databaseArn: plan.databaseArn,
      limit: 2,
    });
    const [other] = shares.filter(({ id }) => id !== plan.change?.shareId);
    return other && sharedFinding(other);
  }

  async #askedAs(tx: Tx, plan: Plan): Promise<Finding | undefined> {
    const open = await this.#store.accessRequests.findOpen(tx, {
      network: plan.network.name,
      databaseArn: plan.databaseArn,
    });
    return open && askedFinding(open);
  }

  /**
   * Plans again what somebody is about to say yes to, and gives it back to those who decide if it is not what they saw:
   * `#writeDecision` refuses it then.
   */
  async #holdAgainstToday(
    person: Person,
    seen: StoredRequest,
    word: NewDecision,
  ): Promise<void> {
    if (seen.status !== 'pending' || seen.planDigest !== word.planDigest) {
      return;
    }
    const now = await this.#agreement.now(seen);
    if (isObstacle(now)) {
      if (now.isUnread) {
        // An account that is down delays nobody's word: the start plans again, too.
        return;
      }
      throw notPlannable(now, seen.plan);
    }
    const deciders = (now.ruling?.seats ?? []).map(({ ref }) => ref);
    const isDecider =
      // Nobody need be asked any more: that is no reason to refuse a yes.
      deciders.length === 0 ||
      (await this.#membership.isOneOf(person.ref, [
        ...deciders,
        ...escalatedTo(seen),
      ]));
    const difference = [
      ...this.#agreement.difference(seen, now),
      ...(isDecider ? [] : [belongsTo(now.ownerRef)]),
    ];
    if (difference.length === 0) {
      return;
    }
    const obstacle = await this.#agreement.renew(seen, now, difference);
    if (obstacle) {
      throw notPlannable(obstacle, seen.plan);
    }
    if (!isDecider) {
      throw notADecider(deciders);
    }
  }

  /** Writes a word; whoever else spoke meanwhile is heard first, so that nobody waits for a word that was said. */
  async #say(
    person: Person,
    id: string,
    said: { word: NewDecision; table: Table },
  ): Promise<StoredRequest> {
    const { word, table } = said;
    const { alike } = table;
    for (;;) {
      // Before the transaction: the catalog must not be waited for with rows held.
      const seen = await this.get(id);
      const seats = seatsOf(seen);
      const filled = await this.#deciders.filled(
        seen,
        { seats, alike },
        word.decision === 'approve' ? person.ref : undefined,
      );
      const standing = await this.#deciders.standing(person.ref, seen, {
        seats,
        alike,
      });
      if (word.decision === 'approve' && seen.status === 'pending') {
        await (standing.joinedSince.length
          ? this.#demandTurnOfLatecomer(person, seen, { table, standing })
          : this.#demandTurn(person, seen, { table, filled }));
      }
      const written = await this.#store.transaction(tx =>
        this.#writeDecision(tx, {
          person,
          id,
          word,
          empty: emptySeats(filled),
          turnRefs: openSeats(filled).map(({ ref }) => ref),
          standing,
          heard: seen.decisions.length,
        }),
      );
      if (written) {
        return written;
      }
    }
  }

  /** A word has to fill a seat whose turn it is. */
  async #demandTurn(
    person: Person,
    seen: StoredRequest,
    { table, filled }: { table: Table; filled: readonly FilledSeat[] },
  ): Promise<void> {
    const { alike, seats } = table;
    const before = await this.#deciders.filled(seen, { seats, alike });
    const open = openSeats(before);
    const helps = open.some(seat =>
      filled.some(
        ({ ref, filledBy }) =>
          ref === seat.ref && filledBy.length > seat.filledBy.length,
      ),
    );
    if (!helps && !hasSpoken(seen, person) && open.length) {
      throw notYourTurn(open);
    }
  }

  /** A word that fills no seat is only written down where config says so, and when it is the turn of those who were joined. */
  async #demandTurnOfLatecomer(
    person: Person,
    seen: StoredRequest,
    { table, standing }: { table: Table; standing: Standing },
  ): Promise<void> {
    if (this.#newMembers === 'refused') {
      throw joinedSince(seen, standing.joinedSince);
    }
    const { alike, seats } = table;
    const open = openSeats(await this.#deciders.filled(seen, { seats, alike }));
    const isTheirs = open
      .flatMap(seat => [seat.ref, ...alike(seat)])
      .some(ref => standing.joinedSince.some(joined => joined.ref === ref));
    if (!isTheirs && !hasSpoken(seen, person) && open.length) {
      throw notYourTurn(open);
    }
  }

  async #writeDecision(
    tx: Tx,
    options: {
      person: Person;
      id: string;
      word: NewDecision;
      /** For whom nobody has approved it with this word. */
      empty: readonly Seat[];
      /** Whose turn it is after it. */
      turnRefs: readonly string[];
      /** Which seats the person may fill, or why none. */
      standing: Standing;
      /** How many words were said when that was found. */
      heard: number;
    },
  ): Promise<StoredRequest | undefined> {
    const { person, id, word, empty, turnRefs, standing } = options;
    const { fills, joinedSince: joined } = standing;
    const request = await this.#find(tx, id);
    if (request.status !== 'pending') {
      throw notPending(whyNotPending(request));
    }
    if (request.planDigest !== word.planDigest) {
      throw planChanged({
        difference: [
          `you saw ${word.planDigest.slice(
            0,
            12,
          )}, and ${request.planDigest.slice(0, 12)} is to be decided now`,
          ...(await this.#lastDifference(tx, request)),
        ],
        plan: request.plan,
      });
    }
    if (request.decisions.length !== options.heard) {
      return undefined;
    }
    const approves = word.decision === 'approve';
    const approved = empty.length ? 'pending' : 'approved';
    const to = approves ? approved : 'denied';
    const left = to === 'pending' ? turnRefs : [];
    if (!(await this.#move(tx, request, to, left))) {
      throw notPending(whyNotPending(await this.#find(tx, id)));
    }
    const comment = word.comment?.trim() || undefined;
    const written = await this.#store.accessRequests.addDecision(tx, request, {
      id: randomUUID(),
      deciderRef: person.ref,
      decision: word.decision,
      comment,
      planDigest: word.planDigest,
      generation: request.generation,
      decidedAt: this.#clock.now().toISOString(),
      fills,
      ...(joined.length && { joinedSince: joined.map(({ ref }) => ref) }),
    });
    if (!written) {
      throw notPending('You have decided this request already');
    }
    const said = comment ? `: ${comment}` : '';
    const though = joined.length ? `, though ${joinedLater(joined)}` : '';
    if (to === 'pending') {
      await this.#journal.note(tx, request, {
        kind: 'request.approved-in-part',
        actor: person.ref,
        message: `Approved${though}, and ${empty
          .map(spellSeat)
          .join(' and ')} must approve it, too${said}`,
        // Those who were asked before know of it.
        tell: {
          refs: turnRefs.filter(ref => !request.turnRefs.includes(ref)),
          except: request.requesterRef,
          title: `${request.requesterRef} asks for ${request.databaseRef} from ${request.network}`,
        },
      });
      return this.#find(tx, id);
    }
    await this.#journal.note(tx, request, {
      kind: `request.${to}`,
      actor: person.ref,
      message: `${approves ? 'Approved' : 'Denied'}${though}${said}`,
      tell: {
        refs: [request.requesterRef],
        title: `${approves ? 'Approved' : 'Denied'}: ${
          request.databaseRef
        } from ${request.network}`,
        severity: approves ? 'normal' : 'high',
      },
    });
    return this.#find(tx, id);
  }

  /** Why it went back to those who decide, as the timeline says. */
  async #lastDifference(tx: Tx, { id }: AnyStoredRequest): Promise<string[]> {
    const entries = await this.#store.timeline.list(tx, { requestId: id });
    return entries
      .filter(({ message }) => message.startsWith(DECIDE_AGAIN))
      .slice(-1)
      .map(({ message }) => message.slice(DECIDE_AGAIN.length));
  }

  #move(
    tx: Tx,
    request: AnyStoredRequest,
    status: RequestStatus,
    turnRefs: readonly string[] = [],
  ): Promise<boolean> {
    return this.#store.accessRequests.move(tx, request, {
      status,
      at: this.#clock.now(),
      turnRefs,
    });
  }

  async #find(tx: Tx, id: string): Promise<StoredRequest> {
    const request = await this.#store.accessRequests.find<ObjectGraph>(tx, id);
    if (!request) {
      throw requestNotFound(id);
    }
    return request;
  }
}

function hasSpoken(request: StoredRequest, { ref }: Person): boolean {
  return request.decisions.some(
    each =>
      each.generation === request.generation &&
      samePerson(each.deciderRef, ref),
  );
}

/** For the timeline. */
function joinedLater(groups: readonly JoinedGroup[]): string {
  return `no member of ${groups
    .map(({ ref }) => ref)
    .join(' or ')} when they were asked`;
}

function belongsTo(ownerRef: string): string {
  return `The database belongs to ${ownerRef} now`;
}

/** Where something stands in the way, it is no plan. */
function blockedBy(finding: Finding, { plan, ownerRef }: RuledPlan): RuledPlan {
  return {
    ownerRef,
    plan: {
      ...plan,
      findings: [finding, ...plan.findings],
      digest: undefined,
    },
  };
}

function statusesOf({
  toDecide,
  waitingForOthers,
  status,
}: RequestQuery): RequestStatus[] | undefined {
  const ofOthers: RequestStatus[] | undefined = waitingForOthers
    ? ['pending', 'questioned']
    : undefined;
  const wanted: RequestStatus[] | undefined = toDecide ? ['pending'] : ofOthers;
  if (status === undefined) {
    return wanted;
  }
  return wanted ? wanted.filter(each => each === status) : [status];
}

function whyNotPending(request: AnyStoredRequest): string {
  const last = request.decisions[request.decisions.length - 1];
  const isDecided = ['approved', 'denied', 'started'].includes(request.status);
  return isDecided && last
    ? `Already ${last.decision === 'approve' ? 'approved' : 'denied'} by ${
        last.deciderRef
      } at ${last.decidedAt}`
    : `There is nothing to decide: it is ${request.status}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
