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
  OrphanRemoval,
} from '@towpath/backstage-plugin-database-access-common';
import { Clock } from '@towpath/backstage-plugin-database-access-node';
import { objectTypes, tellDifferences } from '../objects';
import { withCode } from '../planning';
import {
  BereftShare,
  isRowId,
  Store,
  StoredObject,
  StoredStray,
  StrayDecision,
  tagOf,
  Tx,
} from '../store';
import { Person } from './Person';
import { samePerson } from './Membership';
import { ShareJournal } from './ShareJournal';

export type { Orphan };

interface KnownOrphan {
  stray: StoredStray;
  decision?: StrayDecision;
  /** The row that takes it away. */
  removal?: StoredObject;
  /** The accesses that lost one like it. */
  bereft: BereftShare[];
}

/**
 * Objects with our name or tag that nobody claims. What becomes of one is said by one person and confirmed by another;
 * only then a lane touches it.
 */
export class Orphans {
  readonly #store: Store;
  readonly #journal: ShareJournal;
  readonly #clock: Clock;
  readonly #accountName: (accountId: string) => string;
  readonly #costOf: (stray: StoredStray) => Promise<number | undefined>;

  constructor(options: {
    store: Store;
    journal: ShareJournal;
    clock: Clock;
    accountName: (accountId: string) => string;
    /** USD a month, as far as prices are known. */
    costOf: (stray: StoredStray) => Promise<number | undefined>;
  }) {
    this.#store = options.store;
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#accountName = options.accountName;
    this.#costOf = options.costOf;
  }

  /** Those that were seen first come first. */
  async list(): Promise<Orphan[]> {
    const { strays, decisions, removals, bereft } = await this.#store.read(
      async tx => {
        const all = await this.#store.strays.list(tx);
        return {
          strays: all,
          decisions: await this.#store.strays.decisions(tx),
          removals: await this.#store.strays.removals(tx),
          bereft: await this.#store.strays.bereft(
            tx,
            all.flatMap(({ objectId }) => objectId ?? []),
          ),
        };
      },
    );
    return Promise.all(
      strays.map(stray =>
        this.#view({
          stray,
          decision: decisions.find(each => isSame(each, stray)),
          removal: removals.find(each => isSame(each, stray)),
          bereft: bereft.filter(({ objectId }) => objectId === stray.objectId),
        }),
      ),
    );
  }

  /** In no transaction, since prices are read by themselves. */
  async #view(orphan: KnownOrphan): Promise<Orphan> {
    const { stray, decision, removal, bereft } = orphan;
    const refusal = refusalToAdopt(stray, bereft);
    return {
      ...toRef(stray),
      title: objectTypes.get(stray.type)?.title ?? stray.type,
      accountName: this.#accountName(stray.lane.accountId),
      name: nameOf(stray),
      monthlyCost: await this.#costOf(stray),
      firstSeenAt: new Date(stray.firstSeenAt).toISOString(),
      lastSeenAt: new Date(stray.lastSeenAt).toISOString(),
      adoption: {
        shares: bereft.map(({ shareId, databaseRef, network }) => ({
          shareId,
          databaseRef,
          network,
        })),
        differences: stray.differences ?? [],
        ...(refusal && { refusal }),
      },
      ...(decision && { decision: toDecision(decision) }),
      ...(removal && { removal: toRemoval(removal) }),
    };
  }

  /**
   * Says what shall become of one. Nothing happens before somebody else agrees.
   *
   * @throws NotFoundError `orphan_not_found`; ConflictError `orphan_decided`, `orphan_not_adoptable`
   */
  async propose(
    person: Person,
    proposal: OrphanRef & Pick<OrphanDecision, 'action' | 'reason'>,
  ): Promise<Orphan> {
    const { action, reason } = proposal;
    const known = await this.#store.transaction(async tx => {
      const stray = await this.#get(tx, proposal);
      if (action === 'adopt') {
        await this.#expectAdoptable(tx, stray);
      }
      const proposed = await this.#store.strays.propose(tx, stray, {
        action,
        reason,
        by: person.ref,
        at: this.#clock.now(),
      });
      if (!proposed) {
        throw decided(proposal);
      }
      return this.#known(tx, stray);
    });
    return this.#view(known);
  }

  /**
   * Agrees to what somebody else has said. What is to go is taken away by its lane, what is adopted is taken by it.
   *
   * @throws NotAllowedError `second_person_needed`; NotFoundError; ConflictError
   */
  async confirm(person: Person, ref: OrphanRef): Promise<Orphan> {
    const known = await this.#store.transaction(async tx => {
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
      const confirmed = await this.#store.strays.confirm(tx, proposal, {
        by: person.ref,
        at: this.#clock.now(),
      });
      if (!confirmed) {
        throw decided(ref);
      }
      await this.#begin(tx, stray, { proposal, person });
      return this.#known(tx, stray);
    });
    return this.#view(known);
  }

  async #begin(
    tx: Tx,
    stray: StoredStray,
    of: { proposal: StrayDecision; person: Person },
  ): Promise<void> {
    switch (of.proposal.action) {
      case 'adopt':
        await this.#adopt(tx, stray, of);
        return;
      case 'remove': {
        const { title } = objectTypes.get(stray.type)!;
        const as = { title, name: nameOf(stray) };
        if (!(await this.#store.strays.handOver(tx, stray, as))) {
          throw byHand(stray);
        }
        return;
      }
      default:
    }
  }

  async #adopt(
    tx: Tx,
    stray: StoredStray,
    { proposal, person }: { proposal: StrayDecision; person: Person },
  ): Promise<void> {
    const bereft = await this.#expectAdoptable(tx, stray);
    const { awsId } = stray;
    const [{ objectId }] = bereft;
    if (!(await this.#store.wantedObjects.adopt(tx, { objectId, awsId }))) {
      throw notAdoptable(stray, noneMissesIt(stray));
    }
    for (const { shareId, requestId } of bereft) {
      await this.#journal.note(
        tx,
        { id: shareId, requestId },
        {
          kind: 'object.adopting',
          actor: person.ref,
          message: `${proposal.proposedBy} and ${person.ref} agree that this access takes ${awsId} for the object that it lost: ${proposal.reason}`,
          after: { awsId },
        },
      );
    }
  }

  /** @returns the accesses that lost an object like this one, at least one */
  async #expectAdoptable(tx: Tx, stray: StoredStray): Promise<BereftShare[]> {
    const bereft = await this.#bereftOf(tx, stray);
    const refusal = refusalToAdopt(stray, bereft);
    if (refusal) {
      throw notAdoptable(stray, refusal);
    }
    return bereft;
  }

  async #bereftOf(tx: Tx, { objectId }: StoredStray): Promise<BereftShare[]> {
    return objectId ? this.#store.strays.bereft(tx, [objectId]) : [];
  }

  async #known(tx: Tx, stray: StoredStray): Promise<KnownOrphan> {
    const decisions = await this.#store.strays.decisions(tx);
    const removals = await this.#store.strays.removals(tx);
    return {
      stray,
      decision: decisions.find(each => isSame(each, stray)),
      removal: removals.find(each => isSame(each, stray)),
      bereft: await this.#bereftOf(tx, stray),
    };
  }

  async #get(tx: Tx, ref: OrphanRef): Promise<StoredStray> {
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

function byHand({ awsId, lane }: StoredStray): Error {
  return withCode(
    new ConflictError(
      `The tag database-access:object of ${awsId} in account ${lane.accountId} names no object of the portal, so the portal's role may not remove it: remove it by hand in that account`,
    ),
    ERROR_CODES.orphanDecided,
  );
}

function notAdoptable({ awsId, lane }: StoredStray, refusal: string): Error {
  return withCode(
    new ConflictError(
      `${awsId} in account ${lane.accountId} cannot be adopted. ${refusal}`,
    ),
    ERROR_CODES.orphanNotAdoptable,
  );
}

/** Why no access may take it, and what to do instead; undefined if one may. */
function refusalToAdopt(
  stray: StoredStray,
  bereft: readonly BereftShare[],
): string | undefined {
  const { type, state, differences = [] } = stray;
  if (bereft.length === 0) {
    return noneMissesIt(stray);
  }
  if (!isRowId(tagOf(stray))) {
    return 'Its tag database-access:object names no object of the portal, so the portal’s roles could never remove it: remove it by hand in that account, then use Retry on the access.';
  }
  if (differences.length > 0) {
    return `It is not as the access needs it: ${tellDifferences(
      differences,
    )}. Remove it, then use Retry on the access, which makes another one.`;
  }
  const { condition, awsStatus, reason } = objectTypes.get(type)!.assess(state);
  if (condition !== 'ready') {
    const words = [awsStatus, reason].filter(Boolean).join(', ');
    return `It is ${condition}${
      words && ` (${words})`
    }. Remove it, then use Retry on the access, which makes another one.`;
  }
  return undefined;
}

function noneMissesIt({ lane }: StoredStray): string {
  return `No living access has lost an object like this one in account ${lane.accountId}. Remove it; or request the access that it was made for anew, which takes over what has the name that it needs.`;
}

type Key = Pick<StoredObject, 'lane' | 'type' | 'awsId'>;

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

function toRemoval(row: StoredObject): OrphanRemoval {
  const { stuckGeneration, generation, reason, nextLookAt } = row;
  return {
    isStuck: stuckGeneration === generation,
    ...(reason && { reason }),
    nextTryAt: new Date(nextLookAt).toISOString(),
  };
}
