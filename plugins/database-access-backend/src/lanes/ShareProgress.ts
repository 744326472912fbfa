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

import { nameBefore } from '../patterns';
import { MovingShare, REMOVE_OBJECT, Store, StoredShare } from '../store';
import { CUT_PATIENCE_MS } from './waits';

/**
 * Moves shares on as their objects allow. Shares belong to no lane: any replica may see what is due, and a conditional
 * UPDATE lets one of them do it.
 */
export class ShareProgress {
  constructor(private readonly store: Store) {}

  /** @returns whether anything moved */
  async advance(now: Date): Promise<boolean> {
    const moving = await this.store.read(tx => this.store.shares.moving(tx));
    let moved = false;
    for (const each of moving) {
      const hasMoved =
        each.share.lifecycle === 'revoking'
          ? await this.#revoke(each, now)
          : await this.#build(each, now);
      moved ||= hasMoved;
    }
    return moved;
  }

  async #build({ share, standings }: MovingShare, now: Date): Promise<boolean> {
    if (standings.every(standing => standing.isReady)) {
      return share.takesOverFrom
        ? this.#takeOver(share, now)
        : this.#move(share, {
            to: 'active',
            message: `All objects are ready${await this.#sinceCut(share, now)}`,
            now,
          });
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
      return this.#move(share, {
        to: 'building',
        message: 'What stood still moves again',
        now,
      });
    }
    return false;
  }

  /** All that can be built beside the former way is ready. */
  #takeOver(share: StoredShare, now: Date): Promise<boolean> {
    return this.store.transaction(async tx => {
      const objects = share.plan.change?.interrupts
        ? await this.store.shares.objectsOf(tx, share.id)
        : [];
      return this.store.shares.takeOver(tx, share, {
        worksAs: nameBefore(objects),
        now,
      });
    });
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

  async #explain(
    { share, standings }: MovingShare,
    now: Date,
  ): Promise<boolean> {
    const reason = standings.find(each => each.stuckBecause)?.stuckBecause;
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
