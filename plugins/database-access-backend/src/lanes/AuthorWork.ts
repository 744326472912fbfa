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
import { AwsCallError, LaneClients } from '../aws';
import { authorAmong, timesOf } from '../health';
import { LOOK_UP_RATE, lookUpEvents, Trail, TrailEvent } from '../objects';
import { KnownOfAuthor, NamedAuthor, StoredDriftQuestion } from '../store';
import { callWithin } from './callWithin';
import { failureOf } from './failures';
import { HeldLane, LeaseLostError } from './HeldLane';
import { News } from './Job';
import { Ledger } from './Ledger';
import { loggable } from './loggable';
import { authorLookMs } from './waits';
import { Workplace } from './Workplace';

/** Questions that are taken up at a time: AWS answers two calls a second. */
const AT_ONCE = 10;

/** After a throttle that does not say how long. */
const THROTTLED_MS = 10_000;

/** What a call led to, to be written in one go. */
interface Step {
  known: KnownOfAuthor;
  news?: News;
}

/**
 * Asks CloudTrail who changed what somebody changed outside of the portal: some minutes later, since it hears of calls no
 * sooner, and a few times. Each step is one call, for one name that the object has; what comes next is in the table. What
 * goes wrong here costs nothing but the name.
 */
export class AuthorWork {
  readonly #at: Workplace;
  readonly #ledger: Ledger;

  constructor(workplace: Workplace) {
    this.#at = workplace;
    this.#ledger = new Ledger(workplace);
  }

  /**
   * @returns whether anything was due
   * @throws LeaseLostError
   */
  async do(held: HeldLane): Promise<boolean> {
    const { store } = this.#at;
    const due = await store.read(tx =>
      store.driftAuthors.due(tx, {
        lane: held.lane,
        now: this.#ledger.now(),
        limit: AT_ONCE,
      }),
    );
    for (const question of due) {
      if (!held.mayCall()) {
        throw new LeaseLostError(held.lane);
      }
      await this.#write(held, question, await this.#step(held, question));
    }
    return due.length > 0;
  }

  async #step(held: HeldLane, question: StoredDriftQuestion): Promise<Step> {
    const now = this.#ledger.now();
    const turn = held.buckets.take(LOOK_UP_RATE, now);
    if (turn) {
      return { known: { ...knownOf(question), lookAt: turn } };
    }
    try {
      const clients = this.#at.clients.read(held.lane);
      const { events, next } = await this.#lookUp(clients, question);
      const found = authorAmong(
        events,
        { ...question, trail: question.trail as Trail },
        ownOf(clients),
      );
      return found
        ? named(question, found)
        : { known: this.#goOn(question, next) };
    } catch (error) {
      return { known: this.#failed(held, question, error) };
    }
  }

  #lookUp(clients: LaneClients, question: StoredDriftQuestion) {
    const { names } = question.trail as Trail;
    return callWithin(
      this.#at.callDeadlineMs,
      'Asking CloudTrail who changed something',
      () =>
        lookUpEvents(clients, {
          name: names[question.nameIndex],
          page: question.page,
          ...timesOf(question),
        }),
    );
  }

  /** The next page, the next name, or the next time. */
  #goOn(
    question: StoredDriftQuestion,
    page: string | undefined,
  ): KnownOfAuthor {
    const { asked, nameIndex } = question;
    const { names } = question.trail as Trail;
    const lookAt = this.#ledger.now();
    if (page) {
      return { asked, nameIndex, page, lookAt };
    }
    return nameIndex + 1 < names.length
      ? { asked, nameIndex: nameIndex + 1, lookAt }
      : nextTime(question);
  }

  #failed(
    held: HeldLane,
    question: StoredDriftQuestion,
    error: unknown,
  ): KnownOfAuthor {
    const failure = failureOf(error);
    if (failure.isThrottled) {
      const until =
        this.#ledger.now() + Math.max(failure.retryAfterMs, THROTTLED_MS);
      held.buckets.drain(LOOK_UP_RATE, until);
      return { ...knownOf(question), lookAt: until };
    }
    if (failure.isOurs) {
      this.#at.logger.error(
        'CloudTrail could not be asked who changed something',
        loggable(error),
      );
    }
    return {
      ...nextTime(question),
      trouble: {
        message: `CloudTrail cannot be asked in account ${held.lane.accountId} who it was: ${failure.sentence}`,
        ...(error instanceof AwsCallError && { remedy: error.remedy }),
      },
    };
  }

  async #write(
    held: HeldLane,
    question: StoredDriftQuestion,
    { known, news }: Step,
  ): Promise<void> {
    const { store } = this.#at;
    await store.transaction(async tx => {
      const written = await store.driftAuthors.learn(tx, held.lease, {
        question,
        known,
      });
      if (!written) {
        throw new LeaseLostError(held.lane);
      }
      if (news) {
        await this.#ledger.tell(tx, question.objectId, news);
      }
    });
  }
}

/** As it stands. */
function knownOf(question: StoredDriftQuestion): KnownOfAuthor {
  const { asked, nameIndex, page, trouble } = question;
  return { asked, nameIndex, page, trouble };
}

/** All names were asked for: it may be that CloudTrail has not heard of it yet, or that it never will. */
function nextTime({ asked, seenOtherAt }: StoredDriftQuestion): KnownOfAuthor {
  const wait = authorLookMs(asked + 1);
  return {
    asked: asked + 1,
    nameIndex: 0,
    ...(wait !== undefined && { lookAt: seenOtherAt + wait }),
  };
}

function named(question: StoredDriftQuestion, event: TrailEvent): Step {
  const author = authorOf(event);
  const { principal, sourceIdentity, call, at } = author;
  const behind = sourceIdentity ? ` (${sourceIdentity})` : '';
  return {
    known: { ...knownOf(question), trouble: undefined, author },
    news: {
      kind: 'object.author-named',
      actor: 'system',
      message: `CloudTrail names ${principal}${behind} for ${call} at ${at} as who changed it outside of this portal`,
    },
  };
}

function authorOf(event: TrailEvent): NamedAuthor {
  const { principal, sourceIdentity } = event;
  return {
    principal,
    ...(sourceIdentity && { sourceIdentity }),
    call: `${event.source.replace(/\.amazonaws\.com.*$/, '')}:${event.name}`,
    at: new Date(event.at).toISOString(),
    eventId: event.id,
  };
}

/** The roles of the portal in the account: its own two, and that as which its updaters run. */
function ownOf({ account }: LaneClients) {
  const { accountId, roles, updaterRole } = account;
  return {
    accountId,
    roleNames: [
      roles.read,
      roles.provision,
      ...(updaterRole ? [updaterRole] : []),
    ],
  };
}
