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

import {
  AccessRequest,
  databaseAccessRequestCancelPermission,
  databaseAccessRequestCreatePermission,
  databaseAccessRequestDecidePermission,
  databaseAccessRequestReadPermission,
  DecisionOutcome,
  ERROR_CODES,
  NewDecision,
  NewDecisions,
  NewRequest,
  NewReview,
  Page,
  Plan,
  PlanInput,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { PermissionsService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import {
  Clock,
  DatabaseAccessResource,
} from '@towpath/backstage-plugin-database-access-node';
import { DEFAULT_REQUEST_TERMS, RequestTerms } from '../config';
import { maskIdsBeside, maskProviderIds } from '../planning';
import {
  EmergencyReviews,
  Membership,
  notEntitled,
  Person,
  Questions,
  RequestQuery,
  requestNotFound,
  Requests,
  RequestStarter,
  samePerson,
  StoredRequest,
} from '../requests';
import { Timelines } from './Timelines';

import { authorize } from './authorize';
import { ConditionalPermissions } from './conditional';
import { pageOf, readCursor } from './cursor';
import { PlanLimit } from './PlanLimit';
import { refusalOf, Refused } from './refusals';
import { Reader, Readers, Told } from './Readers';
import { seesAllIds, toAccessRequest } from './toAccessRequest';

/** Backstage's errors that are answers of 4xx. */
const DAY_MS = 24 * 3_600_000;

const COUNTED_AT_ONCE = 100;

/**
 * Requests, as far as the permission framework lets a person see and touch them. It only ever forbids more than the
 * rules of `Requests` do.
 */
export class AuthorizedRequests {
  readonly #requests: Requests;
  readonly #questions: Questions;
  readonly #reviews: EmergencyReviews;
  readonly #terms: RequestTerms;
  readonly #planLimit: PlanLimit;
  readonly #starter: RequestStarter;
  readonly #membership: Membership;
  readonly #timelines: Timelines;
  readonly #permissions: PermissionsService;
  readonly #conditional: ConditionalPermissions;
  readonly #clock: Clock;
  readonly #readers: Readers;

  constructor(options: {
    requests: Requests;
    questions: Questions;
    reviews: EmergencyReviews;
    /** Default: DEFAULT_REQUEST_TERMS. */
    terms?: RequestTerms;
    planLimit: PlanLimit;
    starter: RequestStarter;
    membership: Membership;
    timelines: Timelines;
    permissions: PermissionsService;
    conditional: ConditionalPermissions;
    clock: Clock;
    readers: Readers;
  }) {
    this.#requests = options.requests;
    this.#questions = options.questions;
    this.#reviews = options.reviews;
    this.#terms = options.terms ?? DEFAULT_REQUEST_TERMS;
    this.#planLimit = options.planLimit;
    this.#starter = options.starter;
    this.#membership = options.membership;
    this.#timelines = options.timelines;
    this.#permissions = options.permissions;
    this.#conditional = options.conditional;
    this.#clock = options.clock;
    this.#readers = options.readers;
  }

  /** Without the ids of the database's side, which are for its owners. */
  async plan(person: Person, wish: PlanInput): Promise<Plan> {
    await authorize(
      this.#permissions,
      databaseAccessRequestCreatePermission,
      person.credentials,
    );
    await this.#planLimit.take(person.ref);
    const { plan } = await this.#requests.plan(person, wish);
    return maskProviderIds(plan);
  }

  async file(person: Person, wish: NewRequest): Promise<AccessRequest> {
    await authorize(
      this.#permissions,
      databaseAccessRequestCreatePermission,
      person.credentials,
    );
    try {
      const request = await this.#requests.file(person, wish);
      return await this.#viewFor(person, request);
    } catch (error) {
      if (tellsPlan(error)) {
        // It was a plan, and counts as one: nobody gets more of them by filing what cannot be filed.
        await this.#planLimit.take(person.ref);
      }
      throw error;
    }
  }

  async list(
    person: Person,
    query: Omit<
      RequestQuery,
      'criteria' | 'before' | 'createdBefore' | 'createdSince'
    > & {
      /** Filed so many days ago or earlier. */
      olderThanDays?: number;
      /** Filed less than so many days ago. */
      notOlderThanDays?: number;
      cursor?: string;
    },
  ): Promise<Page<AccessRequest>> {
    const { cursor, limit, olderThanDays, notOlderThanDays, ...filter } = query;
    const before = readCursor(cursor);
    const narrowing = await this.#conditional.narrowing(
      databaseAccessRequestReadPermission,
      person.credentials,
    );
    if (narrowing === 'nothing') {
      return { items: [] };
    }
    const reader = await this.#readers.of(person);
    const found = await this.#requests.list(
      {
        ...filter,
        createdBefore: this.#daysAgo(olderThanDays),
        createdSince: this.#daysAgo(notOlderThanDays),
        before,
        criteria: narrowing,
        limit: limit + 1,
      },
      person,
    );
    return pageOf(found, {
      limit,
      cursorOf: ({ createdAt, id }) => ({ at: createdAt, id }),
      view: request => this.#view(request, reader),
    });
  }

  async get(person: Person, id: string): Promise<AccessRequest> {
    return this.#viewFor(person, await this.#visible(person, id));
  }

  async timeline(
    person: Person,
    id: string,
    after: number | undefined,
  ): Promise<Page<TimelineEntry>> {
    const request = await this.#visible(person, id);
    const page = await this.#timelines.page({ requestId: id }, after);
    const reader = await this.#readers.of(person);
    return reader.shown(
      toldOf(request),
      seesAllIds(request, person)
        ? page
        : maskIdsBeside(request.plan.network, page),
    );
  }

  async decide(
    person: Person,
    id: string,
    word: NewDecision,
  ): Promise<AccessRequest> {
    await this.#demandDecide(person, id);
    return this.#viewFor(person, await this.#requests.decide(person, id, word));
  }

  /** One after the other; one that is refused hides none of the others. */
  async decideSeveral(
    person: Person,
    words: NewDecisions['items'],
  ): Promise<{ items: DecisionOutcome[]; refused: Refused[] }> {
    const items: DecisionOutcome[] = [];
    const refused: Refused[] = [];
    for (const { requestId, ...word } of words) {
      try {
        const request = await this.decide(person, requestId, word);
        items.push({ requestId, request });
      } catch (error) {
        items.push({ requestId, error: refusalOf(error) });
        refused.push({ id: requestId, error: toError(error) });
      }
    }
    return { items, refused };
  }

  async ask(person: Person, id: string, text: string): Promise<AccessRequest> {
    await this.#demandDecide(person, id);
    return this.#viewFor(person, await this.#questions.ask(person, id, text));
  }

  async answer(
    person: Person,
    id: string,
    text: string,
  ): Promise<AccessRequest> {
    await this.#visible(person, id);
    await authorize(
      this.#permissions,
      databaseAccessRequestCreatePermission,
      person.credentials,
    );
    return this.#viewFor(
      person,
      await this.#questions.answer(person, id, text),
    );
  }

  async review(
    person: Person,
    id: string,
    found: NewReview,
  ): Promise<AccessRequest> {
    await this.#demandDecide(person, id);
    return this.#viewFor(person, await this.#reviews.review(person, id, found));
  }

  async #demandDecide(person: Person, id: string): Promise<void> {
    // A policy that lets owners decide means those of today.
    const request = await this.#requests.ofToday(
      await this.#visible(person, id),
    );
    await this.#conditional.demand(
      databaseAccessRequestDecidePermission,
      resourceOf(request),
      person.credentials,
    );
  }

  /** How many a list has. */
  async count(
    person: Person,
    query: Omit<Parameters<AuthorizedRequests['list']>[1], 'cursor' | 'limit'>,
  ): Promise<number> {
    let counted = 0;
    let cursor: string | undefined;
    do {
      const page = await this.list(person, {
        ...query,
        cursor,
        limit: COUNTED_AT_ONCE,
      });
      counted += page.items.length;
      cursor = page.nextCursor;
    } while (cursor);
    return counted;
  }

  #daysAgo(days: number | undefined): Date | undefined {
    return days === undefined
      ? undefined
      : new Date(this.#clock.now().getTime() - days * DAY_MS);
  }

  async #viewFor(
    person: Person,
    request: StoredRequest,
  ): Promise<AccessRequest> {
    return this.#view(request, await this.#readers.of(person));
  }

  #view(request: StoredRequest, reader: Reader): AccessRequest {
    return reader.shown(
      toldOf(request),
      toAccessRequest(request, reader.person, this.#terms),
    );
  }

  async cancel(person: Person, id: string): Promise<AccessRequest> {
    const request = await this.#visible(person, id);
    await this.#conditional.demand(
      databaseAccessRequestCancelPermission,
      resourceOf(request),
      person.credentials,
    );
    return this.#viewFor(person, await this.#requests.cancel(person, id));
  }

  /** Who may see it and has a part in it may start what was approved. */
  async start(person: Person, id: string): Promise<AccessRequest> {
    const request = await this.#visible(person, id);
    await authorize(
      this.#permissions,
      databaseAccessRequestCreatePermission,
      person.credentials,
    );
    const takesPart =
      samePerson(request.requesterRef, person.ref) ||
      (await this.#membership.isOneOf(person.ref, request.deciderRefs));
    if (!takesPart) {
      throw notEntitled('start a request');
    }
    return this.#viewFor(person, await this.#starter.start(id));
  }

  async #visible(person: Person, id: string): Promise<StoredRequest> {
    const request = await this.#requests.get(id);
    const isVisible = await this.#conditional.allows(
      databaseAccessRequestReadPermission,
      resourceOf(request),
      person.credentials,
    );
    if (!isVisible) {
      throw requestNotFound(id);
    }
    return request;
  }
}

function toldOf(request: StoredRequest): Told {
  const { plan, requesterRef, ownerRef, networkOwnerRef } = request;
  const { deciderRefs, escalatedTo, emergency } = request;
  return {
    plan,
    parties: [
      requesterRef,
      ownerRef,
      networkOwnerRef,
      ...deciderRefs,
      ...(escalatedTo ? [escalatedTo] : []),
      ...(emergency?.refs ?? []),
    ],
  };
}

/** Refusals that say what would be built, or what stands in the way. */
function tellsPlan(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === ERROR_CODES.planChanged || code === ERROR_CODES.planBlocked;
}

/** What rules of policies are asked of. */
export function resourceOf(request: {
  id: string;
  requesterRef: string;
  ownerRef: string;
  networkOwnerRef: string;
  plan: Pick<Plan, 'database'>;
  deciderRefs?: readonly string[];
}): DatabaseAccessResource {
  const { id, requesterRef, ownerRef, networkOwnerRef, deciderRefs } = request;
  return {
    id,
    requesterRef,
    ownerRef,
    networkOwnerRef,
    environment: request.plan.database?.environment,
    tags: request.plan.database?.tags,
    // The first one owned the database itself when it was planned; who does so today is asked for by itself.
    otherOwnerRefs: deciderRefs?.slice(1),
  };
}
