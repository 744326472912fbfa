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
  NewReview,
} from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { ObjectGraph } from '../patterns';
import { withCode } from '../planning';
import { Store, StoredRequest as AnyStoredRequest, Tx } from '../store';
import { eachAlone } from './eachAlone';
import { Journal } from './Journal';
import { LivingShares } from './LivingShares';
import { Membership, samePerson } from './Membership';
import { Owners } from './Owners';
import { Person } from './Person';
import {
  notADecider,
  nothingToReview,
  notInPerson,
  ownRequest,
  requestNotFound,
} from './refuse';
import { StoredRequest } from './Requests';

const READ_AT_ONCE = 1_000;

/** Somebody looks at every access that began before anybody was asked, and says whether it was in order. */
export class EmergencyReviews {
  readonly #store: Store;
  readonly #shares: LivingShares;
  readonly #membership: Membership;
  readonly #owners: Owners;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #platformTeam: string | undefined;

  constructor(options: {
    store: Store;
    shares: LivingShares;
    membership: Membership;
    owners: Owners;
    journal: Journal;
    clock: Clock;
    logger: LoggerService;
    /** Hears of what nobody looks at. */
    platformTeam?: string;
  }) {
    this.#store = options.store;
    this.#shares = options.shares;
    this.#membership = options.membership;
    this.#owners = options.owners;
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#platformTeam = options.platformTeam;
  }

  /**
   * Writes what somebody found. What is not in order ends, if it has not ended yet.
   *
   * @throws NotAllowedError `own_request`, `not_in_person`, `not_a_decider`; ConflictError `nothing_to_review`
   */
  async review(
    person: Person,
    id: string,
    { verdict, comment }: NewReview,
  ): Promise<StoredRequest> {
    const said = comment?.trim() || undefined;
    if (verdict === 'not-in-order' && !said) {
      throw withCode(
        new InputError(
          'Say why: what is not in order needs a comment, e.g. "The incident was over an hour before"',
        ),
        ERROR_CODES.commentRequired,
      );
    }
    const seen = await this.#store.read(tx => this.#find(tx, id));
    if (samePerson(seen.requesterRef, person.ref)) {
      throw ownRequest();
    }
    if (person.via) {
      throw notInPerson(person);
    }
    if (!seen.emergency) {
      throw nothingToReview('It was decided before it began');
    }
    const { refs } = await this.#today(seen);
    if (!(await this.#membership.isOneOf(person.ref, refs))) {
      throw notADecider(refs);
    }
    return this.#store.transaction(async tx => {
      const at = this.#clock.now();
      const written = await this.#store.accessRequests.review(tx, id, {
        verdict,
        by: person.ref,
        comment: said,
        at,
      });
      // As it is now, and stays until this is written: it may have been started since it was seen.
      const request = await this.#find(tx, id);
      if (!written) {
        const { emergency } = request;
        throw nothingToReview(
          `Already looked at by ${emergency?.reviewedBy} at ${emergency?.reviewedAt}`,
        );
      }
      const isInOrder = verdict === 'in-order';
      await this.#journal.note(tx, request, {
        kind: 'request.reviewed',
        actor: person.ref,
        message: `Looked at the emergency: ${
          isInOrder ? 'in order' : 'not in order'
        }${said ? `: ${said}` : ''}`,
        shareId: request.shareId,
        tell: {
          refs: [request.requesterRef],
          title: isInOrder
            ? `In order: your emergency access to ${request.databaseRef}`
            : `Not in order: your emergency access to ${request.databaseRef}`,
          severity: isInOrder ? 'normal' : 'high',
        },
      });
      if (!isInOrder) {
        await this.#end(tx, request, { person, reason: said!, at });
      }
      return this.#find(tx, id);
    });
  }

  /** Tells those who have to look at one, and the platform team, again and again until somebody has. */
  async remind(signal?: AbortSignal): Promise<void> {
    const overdue = await this.#store.read(tx =>
      this.#store.accessRequests.list(tx, {
        reviewDueBefore: this.#clock.now(),
        limit: READ_AT_ONCE,
      }),
    );
    const day = this.#clock.now().toISOString().slice(0, 10);
    await eachAlone(
      overdue.filter(({ remindedAt }) => !remindedAt?.startsWith(day)),
      request => this.#remind(request),
      {
        logger: this.#logger,
        failed: ({ id }) => `Nobody was told of the emergency ${id}`,
        signal,
      },
    );
  }

  /** Gives emergencies to those who own their databases now, if these have changed hands before anybody looked. */
  async followOwners(signal?: AbortSignal): Promise<void> {
    const unreviewed = await this.#store.read(tx =>
      this.#store.accessRequests.list(tx, {
        unreviewed: true,
        limit: READ_AT_ONCE,
      }),
    );
    await eachAlone(
      unreviewed,
      async request => {
        const today = await this.#today(request);
        if (today.ownerRef !== request.ownerRef) {
          await this.#store.transaction(tx =>
            this.#store.accessRequests.handReview(tx, request, today),
          );
        }
      },
      {
        logger: this.#logger,
        failed: ({ id }) => `Nobody knows who looks at the emergency ${id}`,
        signal,
      },
    );
  }

  async #remind(request: AnyStoredRequest): Promise<void> {
    const { refs } = await this.#today(request);
    const { dueAt } = request.emergency!;
    await this.#store.transaction(async tx => {
      const isOurs = await this.#store.accessRequests.remind(
        tx,
        request,
        this.#clock.now(),
      );
      if (isOurs) {
        await this.#journal.note(tx, request, {
          kind: 'request.review-overdue',
          actor: 'system',
          message: `Nobody has looked at this emergency, which was due at ${dueAt}`,
          shareId: request.shareId,
          tell: {
            refs: [
              ...new Set([
                ...refs,
                ...(this.#platformTeam ? [this.#platformTeam] : []),
              ]),
            ],
            except: request.requesterRef,
            title: `Overdue: look at the emergency access of ${request.requesterRef} to ${request.databaseRef}`,
            severity: 'high',
          },
        });
      }
    });
  }

  /** Who owns the database at this moment, and who looks at it: in the place of those who owned it, those who do. */
  async #today(
    request: AnyStoredRequest,
  ): Promise<{ ownerRef: string; refs: string[] }> {
    const ownerRef = await this.#owners.today(request);
    const refs = request.emergency!.refs.map(ref =>
      ref === request.ownerRef ? ownerRef : ref,
    );
    return { ownerRef, refs: [...new Set(refs)] };
  }

  async #end(
    tx: Tx,
    request: StoredRequest,
    ending: { person: Person; reason: string; at: Date },
  ): Promise<void> {
    const { person, reason, at } = ending;
    if (request.shareId) {
      // What has taken over from it since goes on with it.
      const latest = await this.#store.shares.latestOf(tx, request.shareId);
      await this.#shares.end(tx, latest, {
        actor: person.ref,
        reason: `The emergency was not in order: ${reason}`,
      });
      return;
    }
    if (!['pending', 'questioned', 'approved'].includes(request.status)) {
      // It was over before it began.
      return;
    }
    const denied = await this.#store.accessRequests.move(tx, request, {
      status: 'denied',
      at,
      turnRefs: [],
    });
    if (!denied) {
      throw new Error(`The request ${request.id} moved while it was held`);
    }
  }

  async #find(tx: Tx, id: string): Promise<StoredRequest> {
    const request = await this.#store.accessRequests.find<ObjectGraph>(tx, id);
    if (!request) {
      throw requestNotFound(id);
    }
    return request;
  }
}
