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

import { randomUUID } from 'crypto';
import { InputError } from '@backstage/errors';
import {
  ERROR_CODES,
  RequestMessage,
} from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { ObjectGraph } from '../patterns';
import { withCode } from '../planning';
import { Store, Tx } from '../store';
import { escalatedTo, firstTurnOf, seatsOf } from './Deciders';
import { Journal } from './Journal';
import { Membership, samePerson } from './Membership';
import { Owners } from './Owners';
import { Person } from './Person';
import {
  notADecider,
  notInPerson,
  notPending,
  notTheRequester,
  nothingToAnswer,
  ownRequest,
  requestNotFound,
} from './refuse';
import { StoredRequest } from './Requests';

/** What those who decide want to know before they do. While the requester has not answered, their clock stands still. */
export class Questions {
  readonly #store: Store;
  readonly #membership: Membership;
  readonly #owners: Owners;
  readonly #journal: Journal;
  readonly #clock: Clock;

  constructor(options: {
    store: Store;
    membership: Membership;
    owners: Owners;
    journal: Journal;
    clock: Clock;
  }) {
    this.#store = options.store;
    this.#membership = options.membership;
    this.#owners = options.owners;
    this.#journal = options.journal;
    this.#clock = options.clock;
  }

  /**
   * Asks the requester something. Whatever was approved before has to be said again once it is answered.
   *
   * @throws NotAllowedError `own_request`, `not_in_person`, `not_a_decider`; ConflictError `request_not_pending`
   */
  async ask(person: Person, id: string, text: string): Promise<StoredRequest> {
    const question = demandText(text, 'question');
    const seen = await this.#store.read(tx => this.#find(tx, id));
    if (samePerson(seen.requesterRef, person.ref)) {
      throw ownRequest();
    }
    if (person.via) {
      throw notInPerson(person);
    }
    const owner = await this.#owners.today(seen);
    const refs = [
      ...new Set([
        ...seatsOf(seen).map(({ ref }) =>
          ref === seen.ownerRef ? owner : ref,
        ),
        ...escalatedTo(seen),
      ]),
    ];
    if (!(await this.#membership.isOneOf(person.ref, refs))) {
      throw notADecider(refs);
    }
    return this.#store.transaction(async tx => {
      const request = await this.#find(tx, id);
      const at = this.#clock.now();
      const moved =
        request.status === 'pending' &&
        (await this.#store.accessRequests.ask(tx, request, at));
      if (!moved) {
        throw notPending(`Nothing can be asked: it is ${request.status}`);
      }
      await this.#write(tx, request, {
        kind: 'question',
        authorRef: person.ref,
        text: question,
      });
      await this.#journal.note(tx, request, {
        kind: 'request.questioned',
        actor: person.ref,
        message: `Asked: ${question}`,
        tell: {
          refs: [request.requesterRef],
          title: `A question about your request for ${request.databaseRef}`,
          severity: 'high',
        },
      });
      return this.#find(tx, id);
    });
  }

  /**
   * Answers, and gives the request back to those who decide.
   *
   * @throws NotAllowedError `not_the_requester`; ConflictError `nothing_to_answer`
   */
  async answer(
    person: Person,
    id: string,
    text: string,
  ): Promise<StoredRequest> {
    const answer = demandText(text, 'answer');
    return this.#store.transaction(async tx => {
      const request = await this.#find(tx, id);
      if (!samePerson(request.requesterRef, person.ref)) {
        throw notTheRequester('answer what was asked');
      }
      const turnRefs = [
        ...firstTurnOf(seatsOf(request)),
        ...escalatedTo(request),
      ];
      const moved =
        request.status === 'questioned' &&
        (await this.#store.accessRequests.answer(tx, request, {
          turnRefs,
          at: this.#clock.now(),
        }));
      if (!moved) {
        throw nothingToAnswer(request.status);
      }
      await this.#write(tx, request, {
        kind: 'answer',
        authorRef: person.ref,
        text: answer,
      });
      const answered = await this.#find(tx, id);
      await this.#journal.note(tx, answered, {
        kind: 'request.answered',
        actor: person.ref,
        message: `Answered: ${answer}`,
        tell: {
          refs: turnRefs,
          except: person.ref,
          title: `Answered: ${request.databaseRef} from ${request.network}`,
        },
      });
      return answered;
    });
  }

  #write(
    tx: Tx,
    request: StoredRequest,
    message: Pick<RequestMessage, 'kind' | 'authorRef' | 'text'>,
  ): Promise<void> {
    return this.#store.accessRequests.addMessage(tx, request, {
      id: randomUUID(),
      at: this.#clock.now().toISOString(),
      ...message,
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

function demandText(text: string, what: string): string {
  const said = text.trim();
  if (!said) {
    throw withCode(
      new InputError(`text must be the ${what}, in words`),
      ERROR_CODES.commentRequired,
    );
  }
  return said;
}
