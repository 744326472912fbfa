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
  NewReview,
} from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { ObjectGraph } from '../patterns';
import { withCode } from '../planning';
import { Store, Tx } from '../store';
import { Journal } from './Journal';
import { LivingShares } from './LivingShares';
import { Membership, samePerson } from './Membership';
import { Person } from './Person';
import {
  notADecider,
  nothingToReview,
  notInPerson,
  ownRequest,
  requestNotFound,
} from './refuse';
import { StoredRequest } from './Requests';

const READ_AT_ONCE = 200;

/** Somebody looks at every access that began before anybody was asked, and says whether it was in order. */
export class EmergencyReviews {
  readonly #store: Store;
  readonly #shares: LivingShares;
  readonly #membership: Membership;
  readonly #journal: Journal;
  readonly #clock: Clock;

  constructor(options: {
    store: Store;
    shares: LivingShares;
    membership: Membership;
    journal: Journal;
    clock: Clock;
  }) {
    this.#store = options.store;
    this.#shares = options.shares;
    this.#membership = options.membership;
    this.#journal = options.journal;
    this.#clock = options.clock;
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
    const { emergency } = seen;
    if (!emergency) {
      throw nothingToReview('It was decided before it began');
    }
    if (!(await this.#membership.isOneOf(person.ref, emergency.refs))) {
      throw notADecider(emergency.refs);
    }
    return this.#store.transaction(async tx => {
      const at = this.#clock.now();
      const written = await this.#store.accessRequests.review(tx, id, {
        verdict,
        by: person.ref,
        comment: said,
        at,
      });
      if (!written) {
        const { emergency: now } = await this.#find(tx, id);
        throw nothingToReview(
          `Already looked at by ${now?.reviewedBy} at ${now?.reviewedAt}`,
        );
      }
      const isInOrder = verdict === 'in-order';
      await this.#journal.note(tx, seen, {
        kind: 'request.reviewed',
        actor: person.ref,
        message: `Looked at the emergency: ${
          isInOrder ? 'in order' : 'not in order'
        }${said ? `: ${said}` : ''}`,
        shareId: seen.shareId,
        tell: {
          refs: [seen.requesterRef],
          title: isInOrder
            ? `In order: your emergency access to ${seen.databaseRef}`
            : `Not in order: your emergency access to ${seen.databaseRef}`,
          severity: isInOrder ? 'normal' : 'high',
        },
      });
      if (!isInOrder) {
        await this.#end(tx, seen, { person, reason: said!, at });
      }
      return this.#find(tx, id);
    });
  }

  /** Tells those who have to look at one, and their platform team, again and again until somebody has. */
  async remind(): Promise<void> {
    const overdue = await this.#store.read(tx =>
      this.#store.accessRequests.list(tx, {
        reviewDueBefore: this.#clock.now(),
        limit: READ_AT_ONCE,
      }),
    );
    for (const request of overdue) {
      await this.#store.transaction(async tx => {
        const day = this.#clock.now().toISOString().slice(0, 10);
        if (request.remindedAt?.startsWith(day)) {
          return;
        }
        if (
          await this.#store.accessRequests.remind(
            tx,
            request,
            this.#clock.now(),
          )
        ) {
          await this.#journal.note(tx, request, {
            kind: 'request.review-overdue',
            actor: 'system',
            message: `Nobody has looked at this emergency, which was due at ${
              request.emergency!.dueAt
            }`,
            shareId: request.shareId,
            tell: {
              refs: request.emergency!.refs,
              except: request.requesterRef,
              title: `Overdue: look at the emergency access of ${request.requesterRef} to ${request.databaseRef}`,
              severity: 'high',
            },
          });
        }
      });
    }
  }

  async #end(
    tx: Tx,
    request: StoredRequest,
    ending: { person: Person; reason: string; at: Date },
  ): Promise<void> {
    const { person, reason, at } = ending;
    if (request.shareId) {
      await this.#shares.end(tx, request.shareId, {
        actor: person.ref,
        reason: `The emergency was not in order: ${reason}`,
      });
      return;
    }
    await this.#store.accessRequests.move(tx, request, {
      status: 'denied',
      at,
      turnRefs: [],
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
