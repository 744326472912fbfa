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

import { InputError, NotFoundError } from '@backstage/errors';
import { Finding } from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { ObjectGraph } from '../patterns';
import {
  costCeiling,
  differenceOf,
  isUnread,
  overCeiling,
  Planned,
  Planner,
} from '../planning';
import { Store } from '../store';
import { approveByPolicy } from './approveByPolicy';
import { concernedBy, Deciders, firstTurnOf, seatsOf } from './Deciders';
import { Journal } from './Journal';
import { DECIDE_AGAIN, isBlocking } from './refuse';
import { StoredRequest } from './Requests';
import { RuledPlan, Rulings } from './Rulings';

/** What would be built today for a request that was planned before. */
export type Buildable = RuledPlan & { graph: ObjectGraph; ownerRef: string };

/** Why nothing can be built today. */
export interface Obstacle {
  /** One or more sentences. */
  why: string;
  /** What stands in the way, if it was found by planning. */
  findings: Finding[];
  /** All that stands in the way is that AWS was not read. */
  isUnread?: true;
}

/** Whether somebody may still say yes to it, or build it. */
export function isObstacle(now: Buildable | Obstacle): now is Obstacle {
  return 'why' in now;
}

/**
 * What a request agrees to, held against the world of this moment: in the same way when somebody says yes to it and when
 * it is started.
 */
export class Agreement {
  readonly #store: Store;
  readonly #planner: Planner;
  readonly #rulings: Rulings;
  readonly #deciders: Deciders;
  readonly #journal: Journal;
  readonly #clock: Clock;

  constructor(options: {
    store: Store;
    planner: Planner;
    rulings: Rulings;
    deciders: Deciders;
    journal: Journal;
    clock: Clock;
  }) {
    this.#store = options.store;
    this.#planner = options.planner;
    this.#rulings = options.rulings;
    this.#deciders = options.deciders;
    this.#journal = options.journal;
    this.#clock = options.clock;
  }

  /** What would be built now. AWS is asked, so never within a transaction. */
  async now(request: StoredRequest): Promise<Buildable | Obstacle> {
    return this.#plan(request, request.costCeiling);
  }

  /** What would be built now and was not agreed on, in sentences. Prices say nothing below what was agreed as the most. */
  difference(request: StoredRequest, now: Buildable): string[] {
    const tooMuch = overCeiling(now.plan.cost, request.costCeiling);
    const difference = tooMuch ? [tooMuch] : [];
    if (now.plan.digest !== request.planDigest) {
      const spelt = differenceOf(request.plan, now.plan);
      difference.push(
        ...(spelt.length
          ? spelt
          : ['An object would be made with other settings']),
      );
    }
    return difference;
  }

  /**
   * Gives a request to those who decide, with what would be built now: whatever was said of it before counts no more.
   *
   * @returns why not, if nothing can be planned any more; nothing was written then
   */
  async renew(
    request: StoredRequest,
    now: Buildable,
    difference: string[],
  ): Promise<Obstacle | undefined> {
    // What is agreed next is today's estimate, with its own ceiling.
    const fresh = await this.#plan(request, costCeiling(now.plan.cost));
    if (isObstacle(fresh)) {
      return fresh;
    }
    const { plan, graph, ownerRef, costCeiling: ceiling } = fresh;
    await this.#sendBack(request, difference, {
      plan,
      graph,
      planDigest: plan.digest!,
      costCeiling: ceiling,
      ownerRef,
      ...concernedBy(fresh),
    });
    return undefined;
  }

  /** The same where nothing can be planned now: what was agreed is to be decided again as it is. */
  async void(request: StoredRequest, why: string[]): Promise<void> {
    await this.#sendBack(request, why, {
      ...request,
      turnRefs: firstTurnOf(seatsOf(request)),
    });
  }

  /** Ends what nobody was asked about and nobody has started in time: there is nobody to ask again. */
  async lapse(request: StoredRequest, why: string): Promise<void> {
    await this.#store.transaction(async tx => {
      const moved = await this.#store.accessRequests.move(tx, request, {
        status: 'expired',
        at: this.#clock.now(),
        turnRefs: [],
      });
      if (moved) {
        await this.#journal.note(tx, request, {
          kind: 'request.expired',
          actor: 'system',
          message: why,
          tell: {
            refs: [request.requesterRef],
            title: `Expired: ${request.databaseRef} from ${request.network}`,
          },
        });
      }
    });
  }

  async #sendBack(
    request: StoredRequest,
    why: string[],
    to: Pick<
      StoredRequest,
      | 'plan'
      | 'graph'
      | 'planDigest'
      | 'costCeiling'
      | 'ownerRef'
      | 'deciderRefs'
      | 'turnRefs'
    >,
  ): Promise<void> {
    // Before the transaction: the catalog must not be waited for with rows held. Whoever belongs to them now is asked now.
    const members = await this.#deciders.membersOf(seatsOf(to));
    await this.#store.transaction(async tx => {
      const sent = await this.#store.accessRequests.sendBack(tx, request, {
        ...to,
        members,
        at: this.#clock.now(),
      });
      if (!sent) {
        return;
      }
      await this.#journal.note(
        tx,
        {
          ...request,
          generation: request.generation + 1,
          planDigest: to.planDigest,
        },
        {
          kind: 'request.sent-back',
          actor: 'system',
          message: `${DECIDE_AGAIN}${why.join('; ')}`,
          before: { planDigest: request.planDigest },
          after: { planDigest: to.planDigest },
          tell: {
            refs: [...to.turnRefs, request.requesterRef],
            title: `To be decided again: ${request.databaseRef} from ${request.network}`,
            severity: 'high',
          },
        },
      );
      // Where nobody need be asked of what would be built now either, nobody waits for anybody.
      const back = await this.#store.accessRequests.find(tx, request.id);
      await approveByPolicy(tx, back!, {
        store: this.#store,
        journal: this.#journal,
        clock: this.#clock,
      });
    });
  }

  async #plan(
    request: StoredRequest,
    ceiling: number | undefined,
  ): Promise<Buildable | Obstacle> {
    const { databaseRef, network, durationSeconds, plan } = request;
    try {
      const planned = await this.#planner.planAgain({
        databaseRef,
        network,
        durationSeconds,
        plan,
        costCeiling: ceiling,
      });
      const ruled =
        planned &&
        (await this.#rulings.on(planned, {
          requesterRef: request.requesterRef,
          emergency: request.emergency !== undefined,
        }));
      return obstacleTo(request, ruled) ?? (ruled as Buildable);
    } catch (error) {
      if (error instanceof NotFoundError || error instanceof InputError) {
        // The entity is gone, or says no more which database it means.
        return { why: error.message, findings: [] };
      }
      throw error;
    }
  }
}

function obstacleTo(
  { databaseRef, databaseArn }: StoredRequest,
  planned: Planned | undefined,
): Obstacle | undefined {
  if (!planned) {
    return { why: 'the network does not exist any more', findings: [] };
  }
  const { plan, graph, ownerRef } = planned;
  if (plan.databaseArn !== databaseArn) {
    // What one entity names is its author's word: nobody's request becomes one for another database.
    return {
      why: `${databaseRef} names ${plan.databaseArn} now, and ${databaseArn} was asked for. Withdraw this request and file another.`,
      findings: [],
    };
  }
  const blocking = plan.findings.filter(isBlocking);
  if (blocking.length) {
    return {
      why: blocking.map(finding => finding.message).join(' '),
      findings: plan.findings,
      ...(blocking.every(isUnread) && { isUnread: true as const }),
    };
  }
  return graph && ownerRef
    ? undefined
    : { why: 'nothing can be planned now', findings: [] };
}
