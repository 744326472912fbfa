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
  ConflictError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import {
  ERROR_CODES,
  Orphan,
  OrphanDecision,
  OrphanRef,
} from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { objectTypes } from '../objects';
import { withCode } from '../planning';
import { Store, StoredStray, StrayDecision } from '../store';
import { Person } from './Person';
import { samePerson } from './Membership';

export type { Orphan };

/**
 * Objects with our name or tag that nobody claims. What becomes of one is said by one person and confirmed by another;
 * only then a lane touches it.
 */
export class Orphans {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #accountName: (accountId: string) => string;
  readonly #costOf: (stray: StoredStray) => Promise<number | undefined>;

  constructor(options: {
    store: Store;
    clock: Clock;
    accountName: (accountId: string) => string;
    /** USD a month, as far as prices are known. */
    costOf: (stray: StoredStray) => Promise<number | undefined>;
  }) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#accountName = options.accountName;
    this.#costOf = options.costOf;
  }

  /** Those that were seen first come first. */
  async list(): Promise<Orphan[]> {
    const { strays, decisions } = await this.#store.read(async tx => ({
      strays: await this.#store.strays.list(tx),
      decisions: await this.#store.strays.decisions(tx),
    }));
    return Promise.all(
      strays.map(async stray => {
        const decision = decisions.find(each => isSame(each, stray));
        return {
          ...toRef(stray),
          title: objectTypes.get(stray.type)?.title ?? stray.type,
          accountName: this.#accountName(stray.lane.accountId),
          name: nameOf(stray),
          monthlyCost: await this.#costOf(stray),
          firstSeenAt: new Date(stray.firstSeenAt).toISOString(),
          lastSeenAt: new Date(stray.lastSeenAt).toISOString(),
          ...(decision && { decision: toDecision(decision) }),
        };
      }),
    );
  }

  /**
   * Says what shall become of one. Nothing happens before somebody else agrees.
   *
   * @throws NotFoundError `orphan_not_found`; ConflictError `orphan_decided`
   */
  async propose(
    person: Person,
    proposal: OrphanRef & Pick<OrphanDecision, 'action' | 'reason'>,
  ): Promise<Orphan> {
    const { action, reason } = proposal;
    await this.#store.transaction(async tx => {
      const stray = await this.#get(tx, proposal);
      const proposed = await this.#store.strays.propose(tx, stray, {
        action,
        reason,
        by: person.ref,
        at: this.#clock.now(),
      });
      if (!proposed) {
        throw decided(proposal);
      }
    });
    return this.#one(proposal);
  }

  /**
   * Agrees to what somebody else has said. What is to go is taken away by its lane.
   *
   * @throws NotAllowedError `second_person_needed`; NotFoundError; ConflictError
   */
  async confirm(person: Person, ref: OrphanRef): Promise<Orphan> {
    await this.#store.transaction(async tx => {
      const stray = await this.#get(tx, ref);
      const decisions = await this.#store.strays.decisions(tx);
      const proposal = decisions.find(each => isSame(each, stray));
      if (!proposal) {
        throw withCode(
          new NotFoundError(
            `Nobody has said yet what shall become of ${ref.awsId} in account ${ref.accountId}: propose it first`,
          ),
          ERROR_CODES.orphanNotFound,
        );
      }
      if (samePerson(proposal.proposedBy, person.ref)) {
        throw withCode(
          new NotAllowedError(
            `You said what shall become of ${ref.awsId} in account ${ref.accountId}: somebody else has to agree`,
          ),
          ERROR_CODES.secondPersonNeeded,
        );
      }
      const confirmed = await this.#store.strays.confirm(tx, stray, {
        by: person.ref,
        at: this.#clock.now(),
      });
      if (!confirmed) {
        throw decided(ref);
      }
      if (proposal.action === 'remove') {
        const taken = await this.#store.strays.handOver(tx, stray, {
          title: objectTypes.get(stray.type)!.title,
          name: nameOf(stray),
        });
        if (!taken) {
          throw byHand(ref);
        }
      }
    });
    return this.#one(ref);
  }

  async #one(ref: OrphanRef): Promise<Orphan> {
    const all = await this.list();
    return all.find(
      each =>
        each.accountId === ref.accountId &&
        each.region === ref.region &&
        each.type === ref.type &&
        each.awsId === ref.awsId,
    )!;
  }

  async #get(tx: Parameters<Store['strays']['list']>[0], ref: OrphanRef) {
    const strays = await this.#store.strays.list(tx);
    const { accountId, region, type, awsId } = ref;
    const stray = strays.find(each =>
      isSame(each, { lane: { accountId, region }, type, awsId }),
    );
    if (!stray) {
      throw withCode(
        new NotFoundError(
          `No sweep has seen an orphan ${awsId} (${type}) in account ${accountId}, ${region}`,
        ),
        ERROR_CODES.orphanNotFound,
      );
    }
    return stray;
  }
}

function decided(ref: OrphanRef): Error {
  return withCode(
    new ConflictError(
      `Somebody has said already what shall become of ${ref.awsId} in account ${ref.accountId}: look at it again`,
    ),
    ERROR_CODES.orphanDecided,
  );
}

function byHand(ref: OrphanRef): Error {
  return withCode(
    new ConflictError(
      `The tag database-access:object of ${ref.awsId} in account ${ref.accountId} names no object of its own, so the portal's role may not remove it: remove it by hand in that account`,
    ),
    ERROR_CODES.orphanDecided,
  );
}

type Key = Pick<StoredStray, 'lane' | 'type' | 'awsId'>;

function isSame(one: Key, other: Key): boolean {
  return (
    one.lane.accountId === other.lane.accountId &&
    one.lane.region === other.lane.region &&
    one.type === other.type &&
    one.awsId === other.awsId
  );
}

function toRef({ lane, type, awsId }: StoredStray): OrphanRef {
  return { accountId: lane.accountId, region: lane.region, type, awsId };
}

function nameOf({ state, awsId }: StoredStray): string {
  const { name } = (state ?? {}) as { name?: unknown };
  return typeof name === 'string' ? name : awsId;
}

function toDecision(decision: StrayDecision): OrphanDecision {
  const { action, reason, proposedBy, proposedAt, confirmedBy, confirmedAt } =
    decision;
  return { action, reason, proposedBy, proposedAt, confirmedBy, confirmedAt };
}
