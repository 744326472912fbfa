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
import { Lane } from '../config';
import { laneKey, laneOfKey } from './laneKey';
import {
  ObjectRow,
  ReferenceRow,
  ShareSurroundingRow,
  SurroundingRow,
  SweepRow,
} from './rows';
import { SweepProblem, Sweeps } from './Sweeps';
import { Tx } from './Tx';
import { WantedObjects } from './WantedObjects';

/** Something on the way of a share that was not read yet since all of the share was built. */
export interface Unread {
  lane: Lane;
  /** One of its own objects, or what packets meet beside them. */
  what: { title: string } | { kind: string; awsId: string };
  /** Why it could not be read; absent: nobody has tried. */
  problem?: SweepProblem;
  /** Milliseconds: when it is tried the next time; absent: at once. */
  nextAt?: number;
}

type UnreadObjectRow = Pick<ReferenceRow, 'share_id'> &
  Pick<ObjectRow, 'lane' | 'title' | 'reason' | 'next_look_at'>;

type UnreadSurroundingRow = ShareSurroundingRow &
  Pick<SweepRow, 'heeded' | 'problems' | 'next_at'>;

/** Which hops of shares were read since all of them was built. */
export class Verifications {
  constructor(
    private readonly rooms: { wanted: WantedObjects; sweeps: Sweeps },
  ) {}

  /** Wants all that a packet of a share meets to be read now, and writes which reading that is. */
  async begin(tx: Tx, shareId: string): Promise<void> {
    const references = await tx<ReferenceRow>('object_references')
      .where({ share_id: shareId })
      .whereNull('released_at');
    const objectIds = references.map(({ object_id }) => object_id);
    await this.rooms.wanted.askToLook(tx, {
      objectIds,
      expectsNothing: true,
    });
    await tx<ReferenceRow>('object_references')
      .where({ share_id: shareId })
      .whereIn('object_id', objectIds)
      .update({
        look: tx.raw(
          '(select looks_asked from objects o where o.id = object_references.object_id)',
        ),
      });
    const around = await tx<ShareSurroundingRow>('share_surroundings')
      .where({ share_id: shareId })
      .distinct('lane');
    const lanes = around.map(({ lane }) => laneOfKey(lane));
    const asked = await this.rooms.sweeps.ask(tx, lanes);
    for (const lane of lanes) {
      await tx<ShareSurroundingRow>('share_surroundings')
        .where({ share_id: shareId, lane: laneKey(lane) })
        .update({ sweep: asked.get(laneKey(lane)) });
    }
  }

  /** What was not read yet, by share: two queries, however many shares there are. */
  async unreadOf(
    tx: Tx,
    shareIds: readonly string[],
  ): Promise<Map<string, Unread[]>> {
    const unread = new Map<string, Unread[]>();
    if (shareIds.length === 0) {
      return unread;
    }
    const objects = await tx('object_references as r')
      .join('objects as o', 'o.id', 'r.object_id')
      .whereIn('r.share_id', [...shareIds])
      .whereNull('r.released_at')
      .whereRaw('o.looks_read < r.look')
      .orderBy(['o.lane', 'o.id'])
      .select<UnreadObjectRow[]>(
        'r.share_id',
        'o.lane',
        'o.title',
        'o.reason',
        'o.next_look_at',
      );
    const surroundings = await tx('share_surroundings as w')
      .join('sweeps as s', 's.lane', 'w.lane')
      .leftJoin<SurroundingRow>('surroundings as k', join =>
        join
          .on('k.lane', 'w.lane')
          .andOn('k.kind', 'w.kind')
          .andOn('k.aws_id', 'w.aws_id'),
      )
      .whereIn('w.share_id', [...shareIds])
      .whereRaw('coalesce(k.sweep, 0) < w.sweep')
      .orderBy(['w.lane', 'w.kind', 'w.aws_id'])
      .select<UnreadSurroundingRow[]>(
        'w.*',
        's.heeded',
        's.problems',
        's.next_at',
      );
    const add = (shareId: string, what: Unread) =>
      unread.set(shareId, [...(unread.get(shareId) ?? []), what]);
    objects.forEach(row => add(row.share_id, unreadObject(row)));
    surroundings.forEach(row => add(row.share_id, unreadSurrounding(row)));
    return unread;
  }
}

function unreadObject(row: UnreadObjectRow): Unread {
  return {
    lane: laneOfKey(row.lane),
    what: { title: row.title },
    ...(row.reason && {
      problem: { message: row.reason },
      nextAt: Number(row.next_look_at),
    }),
  };
}

function unreadSurrounding(row: UnreadSurroundingRow): Unread {
  const problems: SweepProblem[] = JSON.parse(row.problems);
  const wasTried = row.heeded >= row.sweep!;
  const problem = wasTried
    ? problems.find(
        ({ of, awsId = row.aws_id }) =>
          of === undefined || (of === row.kind && awsId === row.aws_id),
      )
    : undefined;
  return {
    lane: laneOfKey(row.lane),
    what: { kind: row.kind, awsId: row.aws_id },
    problem,
    ...(wasTried && { nextAt: Number(row.next_at) }),
  };
}
