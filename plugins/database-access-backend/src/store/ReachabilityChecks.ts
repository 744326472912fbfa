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

import type {
  ProbeLayer,
  ReachabilityCost,
  ReachabilityExplanation,
  ReachabilityMeans,
  ReachabilitySide,
  ReachabilityVerdict,
} from '@towpath/backstage-plugin-database-access-common';
import { Lane } from '../config';
import { toNumber, Tx } from './Tx';

/**
 * Where a part of a check stands: `waiting`, nothing was begun; `intended`, a path may exist in the account; `path`, it
 * does; `running`, AWS analyses it; `clearing`, it is answered, and what was made for it is taken away; `done`, nothing of
 * it remains. A probe goes from `waiting` to `done`.
 */
export type PartState =
  | 'waiting'
  | 'intended'
  | 'path'
  | 'running'
  | 'clearing'
  | 'done';

/** A part that nobody has looked at. */
export interface NewPart {
  id: string;
  side: ReachabilitySide;
  title: string;
  lane: Lane;
  /** JSON: what is to be looked at. */
  plan: unknown;
}

/** What is known of a part. */
export interface KnownOfPart {
  state: PartState;
  /** JSON: what AWS calls both ends. */
  ends?: unknown;
  pathId?: string | null;
  analysisId?: string | null;
  /** An analysis was started. */
  billed?: boolean;
  verdict?: ReachabilityVerdict;
  message?: string;
  remedy?: string;
  explanations?: readonly ReachabilityExplanation[];
  layers?: readonly ProbeLayer[];
  remains?: string | null;
  attempts?: number;
  /** Milliseconds. */
  beganAt?: number;
  lookAt?: number;
}

/** A part's row. */
export interface StoredPart extends NewPart {
  checkId: string;
  state: PartState;
  turn: number;
  ends?: unknown;
  pathId?: string;
  analysisId?: string;
  billed: boolean;
  verdict?: ReachabilityVerdict;
  message?: string;
  remedy?: string;
  explanations: ReachabilityExplanation[];
  layers: ProbeLayer[];
  remains?: string;
  attempts: number;
  beganAt?: number;
  lookAt: number;
}

/** A check's row. Times are ISO 8601 in UTC. */
export interface StoredCheck {
  id: string;
  shareId: string;
  means: ReachabilityMeans;
  status: 'running' | 'done';
  verdict?: ReachabilityVerdict;
  message?: string;
  cost?: ReachabilityCost;
  askedBy: string;
  askedAt: string;
  endedAt?: string;
  parts: StoredPart[];
}

interface CheckRow {
  id: string;
  share_id: string;
  means: ReachabilityMeans;
  status: 'running' | 'done';
  verdict: ReachabilityVerdict | null;
  message: string | null;
  cost: string | null;
  asked_by: string;
  asked_at: string;
  ended_at: string | null;
  running_key: string | null;
}

interface PartRow {
  id: string;
  check_id: string;
  position: number;
  side: ReachabilitySide;
  title: string;
  account_id: string;
  region: string;
  plan: string;
  state: PartState;
  turn: number;
  ends: string | null;
  path_id: string | null;
  analysis_id: string | null;
  billed: boolean | number;
  verdict: ReachabilityVerdict | null;
  message: string | null;
  remedy: string | null;
  findings: string | null;
  remains: string | null;
  attempts: number;
  began_at: string | number | null;
  look_at: string | number;
}

/** What was found out of whether shares can be reached. */
export class ReachabilityChecks {
  /** @returns false if one of the share is running */
  async insert(
    tx: Tx,
    check: Pick<
      StoredCheck,
      'id' | 'shareId' | 'means' | 'cost' | 'askedBy'
    > & {
      askedAt: Date;
      parts: readonly NewPart[];
    },
  ): Promise<boolean> {
    const inserted = await tx<CheckRow>('reachability_checks')
      .insert({
        id: check.id,
        share_id: check.shareId,
        means: check.means,
        status: 'running',
        cost: check.cost ? JSON.stringify(check.cost) : null,
        asked_by: check.askedBy,
        asked_at: check.askedAt.toISOString(),
        running_key: check.shareId,
      })
      // A violated key would end a transaction of Postgres.
      .onConflict()
      .ignore()
      .returning('id');
    if (inserted.length === 0) {
      return false;
    }
    await tx<PartRow>('reachability_parts').insert(
      check.parts.map((part, position) => ({
        id: part.id,
        check_id: check.id,
        position,
        side: part.side,
        title: part.title,
        account_id: part.lane.accountId,
        region: part.lane.region,
        plan: JSON.stringify(part.plan),
        state: 'waiting' as const,
        turn: 0,
        billed: false,
        attempts: 0,
        look_at: check.askedAt.getTime(),
      })),
    );
    return true;
  }

  /** Lets nobody else write of this check until the transaction ends. */
  async hold(tx: Tx, id: string): Promise<void> {
    await tx<CheckRow>('reachability_checks')
      .where({ id })
      .forUpdate()
      .first('id');
  }

  async find(tx: Tx, id: string): Promise<StoredCheck | undefined> {
    const rows = await tx<CheckRow>('reachability_checks').where({ id });
    return (await withParts(tx, rows))[0];
  }

  async findRunning(tx: Tx, shareId: string): Promise<StoredCheck | undefined> {
    const rows = await tx<CheckRow>('reachability_checks').where({
      running_key: shareId,
    });
    return (await withParts(tx, rows))[0];
  }

  /** The newest first. */
  async ofShare(
    tx: Tx,
    shareId: string,
    limit: number,
  ): Promise<StoredCheck[]> {
    const rows = await tx<CheckRow>('reachability_checks')
      .where({ share_id: shareId })
      .orderBy([
        { column: 'asked_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .limit(limit);
    return withParts(tx, rows);
  }

  /** Parts whose next step has come, the longest waiting first. */
  async due(
    tx: Tx,
    options: { now: number; limit: number },
  ): Promise<StoredPart[]> {
    const rows = await tx<PartRow>('reachability_parts')
      .whereNot({ state: 'done' })
      .where('look_at', '<=', options.now)
      .orderBy([{ column: 'look_at' }, { column: 'id' }])
      .limit(options.limit);
    return rows.map(toPart);
  }

  /** @returns false if somebody else took this turn: nothing was written */
  async learn(
    tx: Tx,
    part: Pick<StoredPart, 'id' | 'turn'>,
    known: KnownOfPart,
  ): Promise<boolean> {
    const { explanations, layers } = known;
    const learned = await tx<PartRow>('reachability_parts')
      .where({ id: part.id, turn: part.turn })
      .update({
        turn: part.turn + 1,
        state: known.state,
        ...(known.ends !== undefined && { ends: JSON.stringify(known.ends) }),
        ...(known.pathId !== undefined && { path_id: known.pathId }),
        ...(known.analysisId !== undefined && {
          analysis_id: known.analysisId,
        }),
        ...(known.billed && { billed: true }),
        ...(known.verdict && { verdict: known.verdict }),
        ...(known.message !== undefined && { message: known.message }),
        ...(known.remedy !== undefined && { remedy: known.remedy }),
        ...((explanations || layers) && {
          findings: JSON.stringify({ explanations, layers }),
        }),
        ...(known.remains !== undefined && { remains: known.remains }),
        ...(known.attempts !== undefined && { attempts: known.attempts }),
        ...(known.beganAt !== undefined && { began_at: known.beganAt }),
        ...(known.lookAt !== undefined && { look_at: known.lookAt }),
      });
    return learned === 1;
  }

  /** @returns false if it had ended before: nothing was written */
  async end(
    tx: Tx,
    id: string,
    options: {
      verdict: ReachabilityVerdict;
      message: string;
      cost?: ReachabilityCost;
      at: Date;
    },
  ): Promise<boolean> {
    const ended = await tx<CheckRow>('reachability_checks')
      .where({ id, status: 'running' })
      .update({
        status: 'done',
        verdict: options.verdict,
        message: options.message,
        cost: options.cost ? JSON.stringify(options.cost) : null,
        ended_at: options.at.toISOString(),
        running_key: null,
      });
    return ended === 1;
  }
}

async function withParts(tx: Tx, rows: CheckRow[]): Promise<StoredCheck[]> {
  const parts = await tx<PartRow>('reachability_parts')
    .whereIn(
      'check_id',
      rows.map(({ id }) => id),
    )
    .orderBy('position');
  return rows.map(row => ({
    id: row.id,
    shareId: row.share_id,
    means: row.means,
    status: row.status,
    verdict: row.verdict ?? undefined,
    message: row.message ?? undefined,
    cost: row.cost ? JSON.parse(row.cost) : undefined,
    askedBy: row.asked_by,
    askedAt: row.asked_at,
    endedAt: row.ended_at ?? undefined,
    parts: parts.filter(part => part.check_id === row.id).map(toPart),
  }));
}

function toPart(row: PartRow): StoredPart {
  const { explanations = [], layers = [] } = JSON.parse(row.findings ?? '{}');
  return {
    id: row.id,
    checkId: row.check_id,
    side: row.side,
    title: row.title,
    lane: { accountId: row.account_id, region: row.region },
    plan: JSON.parse(row.plan),
    state: row.state,
    turn: Number(row.turn),
    ends: row.ends ? JSON.parse(row.ends) : undefined,
    pathId: row.path_id ?? undefined,
    analysisId: row.analysis_id ?? undefined,
    billed: Boolean(row.billed),
    verdict: row.verdict ?? undefined,
    message: row.message ?? undefined,
    remedy: row.remedy ?? undefined,
    explanations,
    layers,
    remains: row.remains ?? undefined,
    attempts: Number(row.attempts),
    beganAt: toNumber(row.began_at),
    lookAt: Number(row.look_at),
  };
}
