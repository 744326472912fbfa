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
import { toError } from '@backstage/errors';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { DEFAULT_REQUEST_TERMS, RequestTerms } from '../config';
import { GroupMembers, Store, StoredRequest, Tx } from '../store';
import { eachAlone } from './eachAlone';
import { Journal } from './Journal';
import { Membership } from './Membership';
import { spellOut } from './spellOut';
import { waitingOf } from './waitingOf';

const READ_AT_ONCE = 100;

/** What becomes of requests that people leave lying: those who decide are reminded, others asked, and in the end it is over. */
export class Patience {
  readonly #store: Store;
  readonly #membership: Membership;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #terms: RequestTerms;

  constructor(options: {
    store: Store;
    membership: Membership;
    journal: Journal;
    clock: Clock;
    logger: LoggerService;
    terms?: RequestTerms;
  }) {
    this.#store = options.store;
    this.#membership = options.membership;
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#terms = options.terms ?? DEFAULT_REQUEST_TERMS;
  }

  /** Does what is due. @returns the requests that are over now */
  async act(signal?: AbortSignal): Promise<StoredRequest[]> {
    const expired: StoredRequest[] = [];
    let before: { at: string; id: string } | undefined;
    for (;;) {
      const page = await this.#page(before);
      await eachAlone(
        page,
        async request => {
          if (await this.#actOn(request)) {
            expired.push({ ...request, status: 'expired' });
          }
        },
        {
          logger: this.#logger,
          failed: ({ id }) => `Nothing was done for the waiting request ${id}`,
          signal,
        },
      );
      const last = page[page.length - 1];
      if (page.length < READ_AT_ONCE || signal?.aborted) {
        return expired;
      }
      before = { at: last.createdAt, id: last.id };
    }
  }

  /** Those that have waited for long enough that anything can be due. */
  #page(before: { at: string; id: string } | undefined) {
    const { decideWithinSeconds, remindAfterSeconds, escalation } = this.#terms;
    const least = Math.min(
      decideWithinSeconds,
      remindAfterSeconds,
      escalation?.afterSeconds ?? Infinity,
    );
    return this.#store.read(tx =>
      this.#store.accessRequests.list(tx, {
        statuses: ['pending', 'questioned'],
        pendingBefore: new Date(this.#clock.now().getTime() - least * 1000),
        before,
        limit: READ_AT_ONCE,
      }),
    );
  }

  /** @returns whether it is over */
  async #actOn(request: StoredRequest): Promise<boolean> {
    const waiting = waitingOf(request, this.#terms);
    const isDue = (at: string | undefined) =>
      at !== undefined && Date.parse(at) <= this.#clock.now().getTime();
    if (!waiting) {
      return false;
    }
    if (isDue(waiting.expiresAt)) {
      return this.#store.transaction(tx => this.#expire(tx, request));
    }
    if (isDue(waiting.escalateAt)) {
      await this.#escalate(request);
    } else if (isDue(waiting.remindAt)) {
      await this.#store.transaction(tx => this.#remind(tx, request));
    }
    return false;
  }

  async #expire(tx: Tx, request: StoredRequest): Promise<boolean> {
    const moved = await this.#store.accessRequests.move(tx, request, {
      status: 'expired',
      at: this.#clock.now(),
      turnRefs: [],
    });
    if (moved) {
      const within = spellOut(this.#terms.decideWithinSeconds);
      await this.#journal.note(tx, request, {
        kind: 'request.expired',
        actor: 'system',
        message:
          request.status === 'questioned'
            ? `The question was not answered within ${within}`
            : `Nobody decided it within ${within}`,
        tell: {
          refs: [request.requesterRef],
          title: `Expired: ${request.databaseRef} from ${request.network}`,
        },
      });
    }
    return moved;
  }

  /** Where nobody can say who belongs to the others, it is given to them once somebody can, and nothing else waits for it. */
  async #escalate(request: StoredRequest): Promise<void> {
    const { to } = this.#terms.escalation!;
    let members: GroupMembers[];
    try {
      members = await this.#membership.allOf([to]);
    } catch (error) {
      this.#logger.warn(
        `The request ${
          request.id
        } has waited too long and is not given to ${to} yet, because the catalog does not say who belongs to them: ${
          toError(error).message
        }`,
      );
      return;
    }
    await this.#store.transaction(tx => this.#giveTo(tx, request, members));
  }

  async #giveTo(
    tx: Tx,
    request: StoredRequest,
    members: readonly GroupMembers[],
  ): Promise<void> {
    const { to, afterSeconds } = this.#terms.escalation!;
    const turnRefs = [...new Set([...request.turnRefs, to])];
    const escalated = await this.#store.accessRequests.escalate(tx, request, {
      to,
      turnRefs,
      members,
      at: this.#clock.now(),
    });
    if (escalated) {
      await this.#journal.note(tx, request, {
        kind: 'request.escalated',
        actor: 'system',
        message: `Nobody decided it within ${spellOut(
          afterSeconds,
        )}: ${to} may decide it, too`,
        tell: {
          refs: turnRefs,
          except: request.requesterRef,
          title: `Waits too long: ${request.databaseRef} from ${request.network}`,
          severity: 'high',
        },
      });
    }
  }

  async #remind(tx: Tx, request: StoredRequest): Promise<void> {
    const at = this.#clock.now();
    if (await this.#store.accessRequests.remind(tx, request, at)) {
      await this.#journal.note(tx, request, {
        kind: 'request.reminded',
        actor: 'system',
        message: `Reminded ${request.turnRefs.join(' and ')}`,
        tell: {
          refs: request.turnRefs,
          except: request.requesterRef,
          title: `Still waits for you: ${request.databaseRef} from ${request.network}`,
        },
      });
    }
  }
}
