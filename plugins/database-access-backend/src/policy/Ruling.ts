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

import { Pattern } from '@towpath/backstage-plugin-database-access-common';
import {
  AccessDemand,
  AccessOpinion,
  AccessQuestion,
} from '@towpath/backstage-plugin-database-access-node';

/** People who have to agree, of one group or one person. */
export interface Seat {
  /** Full entity ref. */
  ref: string;
  role: 'database-owner' | 'network-owner' | 'named';
  count: number;
  /** Those of a later stage are asked when all before have agreed. From 1, without gaps. */
  stage: number;
  /** Which rules ask for them. */
  rules: string[];
}

/** An opinion, and whose it is. */
export interface Opinion extends AccessOpinion {
  policy: string;
}

/** What all policies together say of one question, or of several that are decided as one. */
export interface Ruling {
  /** Why it must not be. */
  refusals: Opinion[];
  /** Who has to agree; nobody if it is approved automatically. */
  seats: Seat[];
  /** The rules that let it be approved without anybody, where none asks for a person. */
  automatic?: string[];
  /** In seconds. */
  longestSeconds?: number;
  /** In seconds; never more than the longest. */
  defaultSeconds?: number;
  /** Absent: all. */
  patterns?: Pattern[];
  extendingNeedsDecision: boolean;
  commentRequired: boolean;
  /** All that apply. */
  opinions: Opinion[];
}

/** Who decides where no policy says anything of it. */
const OWNER_DECIDES = { by: 'database-owner', count: 1, stage: 1 };

/**
 * Puts together what all policies say: any refusal refuses, demands add up, the shortest duration and the patterns that
 * all allow hold, and nothing is approved automatically where any rule asks for a person.
 */
export function rule(
  question: AccessQuestion,
  opinions: readonly Opinion[],
): Ruling {
  const demanding = opinions.filter(({ decide }) => decide?.length);
  const approving = opinions.filter(({ approve }) => approve);
  const isAutomatic = demanding.length === 0 && approving.length > 0;
  const longestSeconds = least(opinions.map(each => each.longestSeconds));
  const defaultSeconds = least([
    least(opinions.map(each => each.defaultSeconds)),
    longestSeconds,
  ]);
  const patterns = opinions.flatMap(each =>
    each.patterns ? [[...each.patterns]] : [],
  );
  return {
    refusals: opinions.filter(({ refuse }) => refuse),
    seats: isAutomatic ? [] : seatsOf(question, demanding),
    ...(isAutomatic && { automatic: approving.map(idOf) }),
    ...(longestSeconds !== undefined && { longestSeconds }),
    ...(defaultSeconds !== undefined && { defaultSeconds }),
    ...(patterns.length > 0 && {
      patterns: patterns.reduce((all, each) =>
        all.filter(one => each.includes(one)),
      ),
    }),
    extendingNeedsDecision:
      !opinions.some(({ extending }) => extending === 'within-longest') ||
      opinions.some(({ extending }) => extending === 'new-decision'),
    commentRequired: opinions.some(each => each.commentRequired),
    opinions: [...opinions],
  };
}

/** What is decided as one, because AWS cannot part it: whatever any of them asks for is asked for. */
export function together(rulings: readonly Ruling[]): Ruling {
  const [first, ...others] = rulings;
  return others.reduce((all, each) => {
    const seats = merged([...all.seats, ...each.seats]);
    const longestSeconds = least([all.longestSeconds, each.longestSeconds]);
    return {
      refusals: [...all.refusals, ...each.refusals],
      seats,
      ...(seats.length === 0 && {
        automatic: [
          ...new Set([...(all.automatic ?? []), ...(each.automatic ?? [])]),
        ],
      }),
      ...(longestSeconds !== undefined && { longestSeconds }),
      ...(all.defaultSeconds !== undefined && {
        defaultSeconds: least([all.defaultSeconds, longestSeconds]),
      }),
      patterns: bothAllow(all.patterns, each.patterns),
      extendingNeedsDecision:
        all.extendingNeedsDecision || each.extendingNeedsDecision,
      commentRequired: all.commentRequired || each.commentRequired,
      opinions: uniqueOpinions([...all.opinions, ...each.opinions]),
    };
  }, first);
}

/** The id of a rule for timelines: `config/production`. */
export function idOf({ policy, rule: id }: Pick<Opinion, 'policy' | 'rule'>) {
  return `${policy}/${id}`;
}

function seatsOf(
  question: AccessQuestion,
  demanding: readonly Opinion[],
): Seat[] {
  const seatsFor = (demands: readonly AccessDemand[], rules: string[]) =>
    onePerGroup(
      demands.map(({ by, count, stage }) => ({
        ...whoIs(question, by),
        count,
        stage,
        rules,
      })),
      // A rule that asks for two means two people, also where both its words mean one group.
      (one, other) => one + other,
    );
  return demanding.length
    ? merged(
        demanding.flatMap(opinion =>
          seatsFor(opinion.decide!, [idOf(opinion)]),
        ),
      )
    : seatsFor([OWNER_DECIDES], []);
}

function whoIs(
  { database, network }: AccessQuestion,
  by: string,
): Pick<Seat, 'ref' | 'role'> {
  if (by === 'database-owner') {
    return { ref: database.owner, role: by };
  }
  return by === 'network-owner'
    ? { ref: network.owner, role: by }
    : { ref: by.toLocaleLowerCase('en-US'), role: 'named' };
}

/** One seat for each group: as many as any rule asks for, as early as any rule asks for them. */
function merged(seats: readonly Seat[]): Seat[] {
  const all = onePerGroup(seats, Math.max);
  const stages = [...new Set(all.map(({ stage }) => stage))].sort(
    (a, b) => a - b,
  );
  return all
    .map(seat => ({ ...seat, stage: stages.indexOf(seat.stage) + 1 }))
    .sort((a, b) => a.stage - b.stage);
}

function onePerGroup(
  seats: readonly Seat[],
  countOf: (one: number, other: number) => number,
): Seat[] {
  const byRef = new Map<string, Seat>();
  for (const seat of seats) {
    const known = byRef.get(seat.ref);
    byRef.set(
      seat.ref,
      known
        ? {
            ...known,
            count: countOf(known.count, seat.count),
            stage: Math.min(known.stage, seat.stage),
            rules: [...new Set([...known.rules, ...seat.rules])],
          }
        : seat,
    );
  }
  return [...byRef.values()];
}

function bothAllow(
  one: Pattern[] | undefined,
  other: Pattern[] | undefined,
): Pattern[] | undefined {
  return one && other ? one.filter(each => other.includes(each)) : one ?? other;
}

function uniqueOpinions(opinions: readonly Opinion[]): Opinion[] {
  return [...new Map(opinions.map(each => [idOf(each), each])).values()];
}

function least(values: ReadonlyArray<number | undefined>): number | undefined {
  const known = values.filter((each): each is number => each !== undefined);
  return known.length ? Math.min(...known) : undefined;
}
