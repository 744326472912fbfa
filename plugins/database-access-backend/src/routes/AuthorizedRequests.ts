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
  ERROR_CODES,
  NewDecision,
  NewRequest,
  Page,
  Plan,
  PlanInput,
  RequestStatus,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { PermissionsService } from '@backstage/backend-plugin-api';
import { DatabaseAccessResource } from '@towpath/backstage-plugin-database-access-node';
import { maskIdsBeside, maskProviderIds } from '../planning';
import {
  Membership,
  notEntitled,
  Person,
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
import { seesAllIds, toAccessRequest } from './toAccessRequest';

/**
 * Requests, as far as the permission framework lets a person see and touch them. It only ever forbids more than the
 * rules of `Requests` do.
 */
export class AuthorizedRequests {
  readonly #requests: Requests;
  readonly #planLimit: PlanLimit;
  readonly #starter: RequestStarter;
  readonly #membership: Membership;
  readonly #timelines: Timelines;
  readonly #permissions: PermissionsService;
  readonly #conditional: ConditionalPermissions;

  constructor(options: {
    requests: Requests;
    planLimit: PlanLimit;
    starter: RequestStarter;
    membership: Membership;
    timelines: Timelines;
    permissions: PermissionsService;
    conditional: ConditionalPermissions;
  }) {
    this.#requests = options.requests;
    this.#planLimit = options.planLimit;
    this.#starter = options.starter;
    this.#membership = options.membership;
    this.#timelines = options.timelines;
    this.#permissions = options.permissions;
    this.#conditional = options.conditional;
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
      return toAccessRequest(await this.#requests.file(person, wish), person);
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
    query: {
      mine?: boolean;
      toDecide?: boolean;
      status?: RequestStatus;
      databaseRef?: string;
      cursor?: string;
      limit: number;
    },
  ): Promise<Page<AccessRequest>> {
    const { cursor, limit, ...filter } = query;
    const before = readCursor(cursor);
    const narrowing = await this.#conditional.narrowing(
      databaseAccessRequestReadPermission,
      person.credentials,
    );
    if (narrowing === 'nothing') {
      return { items: [] };
    }
    const found = await this.#requests.list(
      { ...filter, before, criteria: narrowing, limit: limit + 1 },
      person,
    );
    return pageOf(found, {
      limit,
      cursorOf: ({ createdAt, id }) => ({ at: createdAt, id }),
      view: request => toAccessRequest(request, person),
    });
  }

  async get(person: Person, id: string): Promise<AccessRequest> {
    return toAccessRequest(await this.#visible(person, id), person);
  }

  async timeline(
    person: Person,
    id: string,
    after: number | undefined,
  ): Promise<Page<TimelineEntry>> {
    const request = await this.#visible(person, id);
    const page = await this.#timelines.page({ requestId: id }, after);
    return seesAllIds(request, person)
      ? page
      : maskIdsBeside(request.plan.network, page);
  }

  async decide(
    person: Person,
    id: string,
    word: NewDecision,
  ): Promise<AccessRequest> {
    // A policy that lets owners decide means those of today.
    const request = await this.#requests.ofToday(
      await this.#visible(person, id),
    );
    await this.#conditional.demand(
      databaseAccessRequestDecidePermission,
      resourceOf(request),
      person.credentials,
    );
    return toAccessRequest(
      await this.#requests.decide(person, id, word),
      person,
    );
  }

  async cancel(person: Person, id: string): Promise<AccessRequest> {
    const request = await this.#visible(person, id);
    await this.#conditional.demand(
      databaseAccessRequestCancelPermission,
      resourceOf(request),
      person.credentials,
    );
    return toAccessRequest(await this.#requests.cancel(person, id), person);
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
    return toAccessRequest(await this.#starter.start(id), person);
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
  deciderRefs?: readonly string[];
}): DatabaseAccessResource {
  const { id, requesterRef, ownerRef, networkOwnerRef, deciderRefs } = request;
  return {
    id,
    requesterRef,
    ownerRef,
    networkOwnerRef,
    // The first one owned the database itself when it was planned; who does so today is asked for by itself.
    otherOwnerRefs: deciderRefs?.slice(1),
  };
}
