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

import { unreadPlaces } from '../health';
import { nameBefore } from '../patterns';
import {
  MovingShare,
  REMOVE_OBJECT,
  rulesOf,
  SomebodyWasFaster,
  Standing,
  Store,
  StoredShare,
  Unread,
} from '../store';
import { CUT_PATIENCE_MS, VERIFIED_WITHIN_MS } from './waits';

/**
 * Moves shares on as their objects allow. Shares belong to no lane: any replica may see what is due, and a conditional
 * UPDATE lets one of them do it.
 */
export class ShareProgress {
  constructor(private readonly store: Store) {}

  /** @returns whether anything moved */
  async advance(now: Date): Promise<boolean> {
    const moving = await this.store.read(tx => this.store.shares.moving(tx));
    const takers = takersOf(moving);
    let moved = false;
    for (const each of moving) {
      const hasMoved =
        each.share.lifecycle === 'revoking'
          ? await this.#revoke(each, now)
          : await this.#build(
              each,
              takers.get(each.share.requestId) ?? [],
              now,
            );
      moved ||= hasMoved;
    }
    return moved;
  }

  /** @param takers - the shares of its request that are to take over from others */
  async #build(
    moving: MovingShare,
    takers: readonly MovingShare[],
    now: Date,
  ): Promise<boolean> {
    const { share, standings } = moving;
    if (isReady(standings)) {
      if (!share.takesOverFrom) {
        return share.builtAt
          ? this.#verify(moving, now)
          : this.#finishBuilding(share, now);
      }
      if (takers.every(each => isReady(each.standings))) {
        // The first of them does it for all.
        return share === takers[0].share && this.#takeOver(takers, now);
      }
    }
    if (share.builtAt) {
      return this.store.transaction(tx =>
        this.store.shares.reopenBuilding(tx, share, now),
      );
    }
    const reason = standings.find(each => each.stuckBecause)?.stuckBecause;
    if (reason && share.lifecycle === 'building') {
      return this.#move(share, {
        to: 'stuck',
        reason,
        message: `Stuck: ${reason}`,
        now,
      });
    }
    if (!reason && share.lifecycle === 'stuck') {
      return this.#goOn(share, now);
    }
    return false;
  }

  #goOn(share: StoredShare, now: Date): Promise<boolean> {
    return this.#move(share, {
      to: 'building',
      message: 'What stood still moves again',
      now,
    });
  }

  /** Ready is not yet well: what is around it may have changed since it was planned. */
  async #finishBuilding(share: StoredShare, now: Date): Promise<boolean> {
    const message = `All objects are ready${await this.#sinceCut(
      share,
      now,
    )}: all that packets meet on the way is read once more before it is called active`;
    return this.store.transaction(tx =>
      this.store.shares.finishBuilding(tx, share, { message, now }),
    );
  }

  /** Whatever was read: that something on the way is not well, the health of the active share says. */
  async #verify({ share, unread }: MovingShare, now: Date): Promise<boolean> {
    if (unread.length === 0) {
      return this.#move(share, {
        to: 'active',
        message: 'All that packets meet on the way was read',
        now,
      });
    }
    const reason = standsStillAt(share, unread, now);
    if (reason === undefined) {
      return share.lifecycle === 'stuck' && this.#goOn(share, now);
    }
    if (share.lifecycle === 'stuck') {
      return this.#say(share, reason, now);
    }
    return this.#move(share, {
      to: 'stuck',
      reason,
      message: `Stuck: ${reason}`,
      now,
    });
  }

  /** All that can be built beside the former ways is ready. */
  async #takeOver(takers: readonly MovingShare[], now: Date): Promise<boolean> {
    const shares = takers.map(({ share }) => share);
    const [{ id, plan }] = shares;
    try {
      await this.store.transaction(async tx => {
        const objects = plan.change?.interrupts
          ? await this.store.shares.objectsOf(tx, id)
          : [];
        await this.store.shares.takeOver(tx, shares, {
          worksAs: nameBefore(objects),
          now,
        });
      });
      return true;
    } catch (error) {
      if (error instanceof SomebodyWasFaster) {
        return false;
      }
      throw error;
    }
  }

  /** How long clients were cut off, if this share took over from another one. */
  async #sinceCut(
    { activeAt, plan, takenOverFrom }: StoredShare,
    now: Date,
  ): Promise<string> {
    if (!takenOverFrom || !plan.change?.interrupts || activeAt) {
      return '';
    }
    const former = await this.store.read(tx =>
      this.store.shares.find(tx, takenOverFrom),
    );
    const since = Date.parse(former?.cutAt ?? '');
    return Number.isNaN(since)
      ? ''
      : `, ${Math.round(
          (now.getTime() - since) / 1_000,
        )} s after the former way was cut`;
  }

  async #revoke(moving: MovingShare, now: Date): Promise<boolean> {
    const { share, standings } = moving;
    if (!share.cutAt) {
      return this.#cut(moving, now);
    }
    if (standings.every(standing => standing.isSettled)) {
      return this.#move(share, {
        to: 'revoked',
        message: 'Nothing of this share remains',
        now,
      });
    }
    return this.#explain(moving, now);
  }

  async #cut(moving: MovingShare, now: Date): Promise<boolean> {
    const { share, standings } = moving;
    const { cuts } = share.graph;
    const standingOf = (node: string) =>
      standings.find(({ key }) => key === node);
    const done = cuts.slice(0, share.cutIndex + 1).find(({ how }) => {
      const standing = standingOf(how.node);
      return (
        how.kind === REMOVE_OBJECT &&
        standing?.isOnItsWayOut &&
        !standing.isKept
      );
    });
    if (done) {
      return this.store.transaction(tx =>
        this.store.shares.recordCut(tx, share, {
          message: `The path is cut (${done.title})`,
          now,
        }),
      );
    }
    if (await this.#letsNobodyIn(moving)) {
      return this.store.transaction(tx =>
        this.store.shares.recordCut(tx, share, {
          message:
            'Whom only this share let in is let in no more; the way itself serves another share',
          now,
        }),
      );
    }
    const tried = cuts[share.cutIndex];
    const waited =
      now.getTime() - Date.parse(share.cutStartedAt ?? share.updatedAt);
    const isTaken = tried && standingOf(tried.how.node)?.isKept;
    if (
      cuts.length > share.cutIndex + 1 &&
      (isTaken || waited >= CUT_PATIENCE_MS)
    ) {
      const why = isTaken
        ? 'Another share has come to use what was to be removed'
        : `Not cut after ${Math.round(waited / 1_000)} s`;
      const hasMoved = await this.store.transaction(tx =>
        this.store.shares.tryNextCut(tx, share, {
          message: `${why} (${tried.title})`,
          now,
        }),
      );
      if (hasMoved) {
        return true;
      }
    }
    return this.#explain(moving, now);
  }

  /** Others go on using all that could be cut, and the rules that only this one had are gone: its clients stand before them. */
  async #letsNobodyIn({ share, standings }: MovingShare): Promise<boolean> {
    const { cuts } = share.graph;
    const standingOf = (node: string) =>
      standings.find(({ key }) => key === node);
    const rules = rulesOf(share.graph).map(standingOf);
    return (
      // What was never wanted has no standing.
      cuts.every(({ how }) => standingOf(how.node)?.isKept ?? true) &&
      rules.every(rule => rule?.isOnItsWayOut ?? true) &&
      (rules.some(rule => rule && !rule.isKept) ||
        this.store.read(tx => this.store.shares.isCarriedOn(tx, share)))
    );
  }

  #explain({ share, standings }: MovingShare, now: Date): Promise<boolean> {
    const reason = standings.find(each => each.stuckBecause)?.stuckBecause;
    return this.#say(share, reason, now);
  }

  async #say(
    share: StoredShare,
    reason: string | undefined,
    now: Date,
  ): Promise<boolean> {
    if (share.reason === reason) {
      return false;
    }
    return this.store.transaction(tx =>
      this.store.shares.explain(tx, share, { reason, now }),
    );
  }

  #move(
    share: StoredShare,
    step: Parameters<Store['shares']['advance']>[2],
  ): Promise<boolean> {
    return this.store.transaction(tx =>
      this.store.shares.advance(tx, share, step),
    );
  }
}

/** Why what was built is not read, once only a person can change that or it has taken too long. */
function standsStillAt(
  share: StoredShare,
  unread: readonly Unread[],
  now: Date,
): string | undefined {
  const isLate =
    now.getTime() - Date.parse(share.builtAt!) > VERIFIED_WITHIN_MS;
  const unreadable = unread.filter(({ problem }) => problem?.needsPerson);
  const blamed = unreadable.length > 0 ? unreadable : unread;
  if (unreadable.length === 0 && !isLate) {
    return undefined;
  }
  const [first] = unreadPlaces(blamed, {
    plan: share.plan,
    accountName: accountId => accountId,
  });
  const { name, accountId, region, problem } = first;
  const why = problem ?? 'The lane has not been swept since';
  return `All objects are ready, but nobody knows whether packets pass: ${name} in account ${accountId}, ${region}, could not be read. ${why}`;
}

/** Shares that are to take over from others, by the request that they take over for: all at once or none. */
function takersOf(
  moving: readonly MovingShare[],
): ReadonlyMap<string, MovingShare[]> {
  const takers = new Map<string, MovingShare[]>();
  for (const each of moving) {
    const { requestId, takesOverFrom, lifecycle } = each.share;
    if (takesOverFrom && lifecycle !== 'revoking') {
      takers.set(requestId, [...(takers.get(requestId) ?? []), each]);
    }
  }
  return takers;
}

function isReady(standings: readonly Standing[]): boolean {
  return standings.every(standing => standing.isReady);
}
