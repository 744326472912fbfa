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
import { conceal, Lane } from '../config';
import { holding } from './holding';
import { laneKey, laneOfKey } from './laneKey';
import { LaneLease } from './Leases';
import { toNumber, Tx } from './Tx';

/** Who changed something, as CloudTrail says. */
export interface NamedAuthor {
  principal: string;
  sourceIdentity?: string;
  /** For example `ec2:RevokeSecurityGroupIngress`. */
  call: string;
  /** ISO 8601, UTC. */
  at: string;
  /** CloudTrail's id of the event. */
  eventId: string;
}

/** Why CloudTrail could not be asked. */
export interface AskingTrouble {
  message: string;
  remedy?: string;
}

/** Something that AWS has otherwise than it shall be, and nobody has been named for. Times are milliseconds. */
export interface NewDriftQuestion {
  objectId: string;
  what: 'gone' | 'changed';
  /** JSON: what is looked for. */
  trail: unknown;
  seenWellAt: number;
  seenOtherAt: number;
  lookAt: number;
}

/** What is known of an answer. */
export interface KnownOfAuthor {
  /** How often all names were asked for. */
  asked: number;
  /** The name that is asked for next. */
  nameIndex: number;
  /** Where the answer about it goes on. */
  page?: string;
  /** Milliseconds; absent: it is over. */
  lookAt?: number;
  author?: NamedAuthor;
  trouble?: AskingTrouble;
}

/** A question's row. */
export interface StoredDriftQuestion
  extends Omit<NewDriftQuestion, 'lookAt'>,
    KnownOfAuthor {
  id: number;
  lane: Lane;
  /** Grows with each call. */
  turn: number;
}

interface Row {
  id: number;
  object_id: string;
  lane: string;
  what: 'gone' | 'changed';
  trail: string;
  seen_well_at: string | number;
  seen_other_at: string | number;
  turn: number;
  asked: number;
  name_index: number;
  page: string | null;
  look_at: string | number | null;
  author: string | null;
  trouble: string | null;
}

/** Ids in one statement. */
const MOST_IDS = 500;

/** Who changed what somebody changed outside of the portal. */
export class DriftAuthors {
  /** Asks who it was, from some time on. What was answered of an earlier change of the object is forgotten. */
  async ask(tx: Tx, lane: Lane, question: NewDriftQuestion): Promise<void> {
    await tx<Row>('drift_authors')
      .where({ object_id: question.objectId })
      .whereNull('look_at')
      .delete();
    await tx<Row>('drift_authors').insert({
      object_id: question.objectId,
      lane: laneKey(lane),
      what: question.what,
      trail: JSON.stringify(question.trail),
      seen_well_at: question.seenWellAt,
      seen_other_at: question.seenOtherAt,
      turn: 0,
      asked: 0,
      name_index: 0,
      look_at: question.lookAt,
    });
  }

  /** Lanes in which something is to be asked by then, each with the time from which it is. */
  async busyLanes(
    tx: Tx,
    until: number,
  ): Promise<Array<{ lane: Lane; since: number }>> {
    const rows = await tx<Row>('drift_authors')
      .where('look_at', '<=', until)
      .groupBy('lane')
      .select('lane')
      .min({ since: 'look_at' });
    return rows.map(row => ({
      lane: laneOfKey(String(row.lane)),
      since: Number(row.since),
    }));
  }

  /** What is to be asked in a lane, the longest waiting first. */
  async due(
    tx: Tx,
    query: { lane: Lane; now: number; limit: number },
  ): Promise<StoredDriftQuestion[]> {
    const rows = await tx<Row>('drift_authors')
      .where({ lane: laneKey(query.lane) })
      .where('look_at', '<=', query.now)
      .orderBy([{ column: 'look_at' }, { column: 'id' }])
      .limit(query.limit);
    return rows.map(toQuestion);
  }

  /** @returns false if the lease went to another: nothing was written */
  async learn(
    tx: Tx,
    lease: LaneLease,
    options: {
      question: Pick<StoredDriftQuestion, 'id' | 'turn'>;
      known: KnownOfAuthor;
    },
  ): Promise<boolean> {
    const { question, known } = options;
    const { author, trouble } = known;
    const written = await tx<Row>('drift_authors')
      .where({ id: question.id, turn: question.turn })
      .whereExists(holding(tx, lease))
      .update({
        turn: question.turn + 1,
        asked: known.asked,
        name_index: known.nameIndex,
        page: known.page ?? null,
        look_at: known.lookAt ?? null,
        author: author ? JSON.stringify(author) : null,
        trouble: trouble ? conceal(JSON.stringify(trouble)) : null,
      });
    return written === 1;
  }

  /** What is known of the latest change of each of these objects, by object. */
  async ofObjects(
    tx: Tx,
    objectIds: readonly string[],
  ): Promise<Map<string, StoredDriftQuestion>> {
    const found = new Map<string, StoredDriftQuestion>();
    for (let i = 0; i < objectIds.length; i += MOST_IDS) {
      const rows = await tx<Row>('drift_authors')
        .whereIn('object_id', objectIds.slice(i, i + MOST_IDS))
        .orderBy('id');
      for (const row of rows) {
        found.set(row.object_id, toQuestion(row));
      }
    }
    return found;
  }
}

function toQuestion(row: Row): StoredDriftQuestion {
  return {
    id: row.id,
    objectId: row.object_id,
    lane: laneOfKey(row.lane),
    what: row.what,
    trail: JSON.parse(row.trail),
    seenWellAt: Number(row.seen_well_at),
    seenOtherAt: Number(row.seen_other_at),
    turn: row.turn,
    asked: row.asked,
    nameIndex: row.name_index,
    page: row.page ?? undefined,
    lookAt: toNumber(row.look_at),
    author: row.author ? JSON.parse(row.author) : undefined,
    trouble: row.trouble ? JSON.parse(row.trouble) : undefined,
  };
}
