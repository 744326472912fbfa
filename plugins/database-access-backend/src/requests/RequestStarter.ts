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
import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, toError } from '@backstage/errors';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { DEFAULT_REQUEST_TERMS, RequestTerms } from '../config';
import { heldBack, ObjectGraph } from '../patterns';
import { Store, StoredShare, Tx } from '../store';
import { Agreement, Buildable, isObstacle } from './Agreement';
import { Deciders, seatsOf } from './Deciders';
import { Journal } from './Journal';
import { notApproved, requestNotFound } from './refuse';
import { spellOut } from './spellOut';
import { StoredRequest } from './Requests';

/** How many requests are planned again at the same time. */
const AT_ONCE = 5;

const READ_AT_ONCE = 200;

/** More than AWS lets be in one service network. */
const MOST_IN_ZONE = 1_000;

/** Ends the transaction without a trace. */
class AnotherWasFaster extends Error {}

/** Makes shares of approved requests, once each, and only of what was approved. */
export class RequestStarter {
  readonly #store: Store;
  readonly #agreement: Agreement;
  readonly #deciders: Deciders;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #terms: RequestTerms;
  /** One at a time for each request, in this process; the store sees to the others. */
  readonly #underWay = new Map<string, Promise<StoredRequest>>();

  constructor(options: {
    store: Store;
    agreement: Agreement;
    deciders: Deciders;
    journal: Journal;
    clock: Clock;
    logger: LoggerService;
    terms?: RequestTerms;
  }) {
    this.#store = options.store;
    this.#agreement = options.agreement;
    this.#deciders = options.deciders;
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#terms = options.terms ?? DEFAULT_REQUEST_TERMS;
  }

  /** Starts what waits for nobody. One that fails hides none of the others. */
  async startDue(signal?: AbortSignal): Promise<void> {
    const waiting = await this.#due();
    const worker = async () => {
      for (let id = waiting.shift(); id; id = waiting.shift()) {
        if (signal?.aborted) {
          return;
        }
        await this.startQuietly(id);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  /** The oldest first, all of them: those that wait for something must not keep the others waiting. */
  async #due(): Promise<string[]> {
    const due: string[] = [];
    let before: { at: string; id: string } | undefined;
    for (;;) {
      const page = await this.#duePage(before);
      due.push(
        ...page.filter(each => !this.#isTooOld(each)).map(({ id }) => id),
      );
      const last = page[page.length - 1];
      if (page.length < READ_AT_ONCE) {
        return due.reverse();
      }
      before = { at: last.createdAt, id: last.id };
    }
  }

  #duePage(before: { at: string; id: string } | undefined) {
    return this.#store.read(tx =>
      this.#store.accessRequests.list(tx, {
        statuses: ['approved'],
        start: 'automatic',
        before,
        limit: READ_AT_ONCE,
      }),
    );
  }

  /**
   * Gives back what was approved too long ago, whatever it waits for: nothing waits for ever.
   *
   * @returns what it has become
   */
  async lapse(signal?: AbortSignal): Promise<StoredRequest[]> {
    const { startWithinSeconds } = this.#terms;
    const before = this.#clock.now().getTime() - startWithinSeconds * 1000;
    const old = await this.#store.read(tx =>
      this.#store.accessRequests.list(tx, {
        statuses: ['approved'],
        approvedBefore: new Date(before),
        limit: READ_AT_ONCE,
      }),
    );
    const lapsed: StoredRequest[] = [];
    for (const { id } of old) {
      if (signal?.aborted) {
        break;
      }
      const now = await this.#startAndLog(id);
      if (now && ['pending', 'expired'].includes(now.status)) {
        lapsed.push(now);
      }
    }
    return lapsed;
  }

  /** For whoever does not wait for the outcome. */
  async startQuietly(id: string): Promise<void> {
    await this.#startAndLog(id);
  }

  /**
   * Starts an approved request if what would be built is what was approved, by somebody whose word counts today. Otherwise
   * it goes back to those who decide, or waits for what stands in the way.
   *
   * @throws NotFoundError; ConflictError `request_not_approved`
   */
  start(id: string): Promise<StoredRequest> {
    const known = this.#underWay.get(id);
    if (known) {
      return known;
    }
    const started = this.#start(id).finally(() => this.#underWay.delete(id));
    this.#underWay.set(id, started);
    return started;
  }

  async #start(id: string): Promise<StoredRequest> {
    const request = await this.#get(id);
    if (request.status === 'started') {
      return request;
    }
    if (request.status !== 'approved') {
      throw notApproved(`It cannot be started: it is ${request.status}`);
    }
    // Outside any transaction: AWS is asked.
    const now = await this.#agreement.now(request);
    const tooOld = this.#isTooOld(request)
      ? `The approval is older than ${spellOut(this.#terms.startWithinSeconds)}`
      : undefined;
    if (tooOld && seatsOf(request).length === 0) {
      await this.#agreement.lapse(request, tooOld);
      return this.#get(request.id);
    }
    if (isObstacle(now)) {
      return tooOld
        ? this.#void(request, [tooOld, `It was not started: ${now.why}`])
        : this.#wait(request, now.why);
    }
    const unapproved = await this.#deciders.whyNotApproved(
      request,
      now.ruling?.seats ?? [],
    );
    const difference = [
      ...this.#agreement.difference(request, now),
      ...(tooOld ? [tooOld] : []),
      ...(unapproved ? [unapproved] : []),
    ];
    return difference.length
      ? this.#sendBack(request, now, difference)
      : this.#build(request, now);
  }

  async #startAndLog(id: string): Promise<StoredRequest | undefined> {
    try {
      return await this.start(id);
    } catch (error) {
      this.#logger.warn(
        `Request ${id} was not started: ${toError(error).message}`,
      );
      return undefined;
    }
  }

  #isTooOld({ approvedAt }: Pick<StoredRequest, 'approvedAt'>): boolean {
    return (
      this.#clock.now().getTime() - Date.parse(approvedAt ?? '') >
      this.#terms.startWithinSeconds * 1000
    );
  }

  async #void(request: StoredRequest, why: string[]): Promise<StoredRequest> {
    await this.#agreement.void(request, why);
    return this.#get(request.id);
  }

  async #build(request: StoredRequest, now: Buildable): Promise<StoredRequest> {
    if (now.zone?.isLeaving) {
      return this.#wait(request, zoneIsLeft(now.zone.name));
    }
    if (now.zone?.isChanging) {
      return this.#wait(request, zoneIsChanging(now.zone.name));
    }
    const shareId = randomUUID();
    const at = this.#clock.now();
    try {
      await this.#store.transaction(async tx => {
        const { accessRequests, zones } = this.#store;
        const isOurs =
          (await accessRequests.move(tx, request, {
            status: 'started',
            at,
            shareId,
          })) &&
          (await accessRequests.consumeApproval(tx, request, { shareId, at }));
        if (!isOurs) {
          throw new AnotherWasFaster();
        }
        // After that: a share that another replica has just made of this very request is none that goes.
        if (await this.#livingShare(tx, request)) {
          throw new ConflictError(
            `The access that ${request.network} had before is still being taken away`,
          );
        }
        const { zone } = now;
        if (zone && !(await zones.take(tx, zone.name, zone.generation))) {
          throw new ConflictError(zoneHasChanged(zone.name));
        }
        if (
          now.plan.join === 'association' &&
          (await this.#store.livingPairs.isTakenElsewhere(tx, {
            network: request.network,
            pattern: now.plan.pattern,
            zone: zone?.name,
          }))
        ) {
          throw new ConflictError(
            `the VPC of ${request.network} is to be associated with another service network, and AWS lets it be with one`,
          );
        }
        const former = await this.#former(tx, request);
        for (const share of sharesOf(request, now, { shareId, at, former })) {
          await this.#store.shares.create(tx, share);
        }
        if (zone) {
          await this.#endTogether(tx, request, zone.name);
        }
        await this.#journal.note(tx, request, {
          kind: 'request.started',
          actor: 'system',
          message: `Started what was approved (${request.planDigest.slice(
            0,
            12,
          )})`,
          shareId,
        });
      });
    } catch (error) {
      if (error instanceof AnotherWasFaster) {
        return this.#get(request.id);
      }
      if (error instanceof ConflictError) {
        return this.#wait(request, error.message);
      }
      throw error;
    }
    return this.#get(request.id);
  }

  /** A network leaves its zone as a whole: what it had there before ends with what it gets now. */
  async #endTogether(
    tx: Tx,
    { network }: StoredRequest,
    zone: string,
  ): Promise<void> {
    const together = await this.#store.shares.list(tx, {
      lifecycles: ['building', 'active', 'stuck'],
      networks: [network],
      zone,
      limit: MOST_IN_ZONE,
    });
    const [end] = together.map(share => share.expiresAt).sort();
    for (const share of together.filter(each => each.expiresAt > end)) {
      await this.#store.shares.shorten(tx, share, {
        expiresAt: end,
        because: `${network} leaves the zone ${zone} as a whole then`,
        now: this.#clock.now(),
      });
    }
  }

  async #sendBack(
    request: StoredRequest,
    now: Buildable,
    difference: string[],
  ): Promise<StoredRequest> {
    const obstacle = await this.#agreement.renew(request, now, difference);
    if (obstacle) {
      return this.#wait(request, obstacle.why);
    }
    return this.#get(request.id);
  }

  /** It stays approved and is tried again. The timeline says why, once, unless it has moved on meanwhile. */
  async #wait(request: StoredRequest, why: string): Promise<StoredRequest> {
    await this.#store.transaction(async tx => {
      const message = `Waits to be started: ${why}`;
      const now = await this.#store.accessRequests.find(tx, request.id);
      const entries = await this.#store.timeline.list(tx, {
        requestId: request.id,
      });
      if (
        now?.status !== request.status ||
        now.generation !== request.generation ||
        entries[entries.length - 1]?.message === message
      ) {
        return;
      }
      await this.#journal.note(tx, request, {
        kind: 'request.waits',
        actor: 'system',
        message,
      });
    });
    return this.#get(request.id);
  }

  /** The share that a request takes over from, if it still lives. */
  async #former(
    tx: Tx,
    { plan }: StoredRequest,
  ): Promise<StoredShare<ObjectGraph> | undefined> {
    if (!plan.change) {
      return undefined;
    }
    const { shareId } = plan.change;
    const former = await this.#store.shares.find<ObjectGraph>(tx, shareId);
    if (
      !former ||
      !['building', 'active', 'stuck'].includes(former.lifecycle)
    ) {
      throw new ConflictError(
        `The share ${shareId}, which it was to take over from, is over`,
      );
    }
    return former;
  }

  async #livingShare(tx: Tx, request: StoredRequest): Promise<boolean> {
    const living = await this.#store.shares.list(tx, {
      lifecycles: ['building', 'active', 'stuck', 'revoking'],
      networks: [request.network],
      databaseArn: request.databaseArn,
      limit: 2,
    });
    const former = request.plan.change?.shareId;
    return living.some(({ id }) => id !== former);
  }

  async #get(id: string): Promise<StoredRequest> {
    const request = await this.#store.transaction(tx =>
      this.#store.accessRequests.find<ObjectGraph>(tx, id),
    );
    if (!request) {
      throw requestNotFound(id);
    }
    return request;
  }
}

type NewShareWithGraph = Parameters<Store['shares']['create']>[1] & {
  graph: ObjectGraph;
};

/** What was asked for, and what becomes reachable with it: each a share. */
function sharesOf(
  request: StoredRequest,
  { graph, ownerRef, zone }: Buildable,
  start: { shareId: string; at: Date; former?: StoredShare<ObjectGraph> },
): NewShareWithGraph[] {
  const { shareId, at, former } = start;
  const wished = at.getTime() + request.durationSeconds * 1000;
  const common = {
    requestId: request.id,
    requesterRef: request.requesterRef,
    purpose: request.purpose,
    pattern: request.plan.pattern,
    zone: zone?.name,
    startedAt: at,
  };
  return [
    {
      share: {
        ...common,
        id: shareId,
        ownerRef,
        databaseRef: request.databaseRef,
        databaseArn: request.databaseArn,
        network: request.network,
        plan: request.plan,
        // A change is no extension.
        expiresAt: earliest(wished, former?.expiresAt ?? zone?.networkLeavesAt),
      },
      graph,
      takesOver: former && {
        from: former.id,
        heldBack: heldBack(graph, former.graph),
      },
    },
    ...(zone?.together ?? []).map(each => ({
      share: {
        ...common,
        // Whose access it is stays so: who asked for the change is in the request.
        requesterRef: each.former.requesterRef,
        purpose: each.former.purpose,
        id: randomUUID(),
        ownerRef: each.ownerRef,
        databaseRef: each.former.databaseRef,
        databaseArn: each.former.databaseArn,
        network: each.former.network,
        plan: each.plan,
        expiresAt: new Date(each.former.expiresAt),
      },
      graph: each.graph,
      takesOver: {
        from: each.former.id,
        heldBack: heldBack(each.graph, each.former.graph),
      },
    })),
    ...(zone?.beside ?? []).map(each => ({
      share: {
        ...common,
        id: randomUUID(),
        ownerRef: each.ownerRef,
        databaseRef: each.databaseRef,
        databaseArn: each.databaseArn,
        network: each.network,
        plan: each.plan,
        expiresAt:
          each.network === request.network
            ? earliest(wished, zone?.networkLeavesAt)
            : new Date(each.networkLeavesAt ?? wished),
      },
      graph: each.graph,
    })),
  ];
}

function earliest(wished: number, other: string | undefined): Date {
  return new Date(other ? Math.min(wished, Date.parse(other)) : wished);
}

function zoneIsLeft(zone: string): string {
  return `a network or a database is leaving the zone ${zone} at this moment`;
}

function zoneIsChanging(zone: string): string {
  return `accesses of the zone ${zone} are being changed at this moment`;
}

function zoneHasChanged(zone: string): string {
  return `the zone ${zone} has just changed, so what becomes reachable is to be found out again`;
}
