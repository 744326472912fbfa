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
  CostEstimate,
  Pattern,
  PatternOption,
  Recommendation,
} from '@towpath/backstage-plugin-database-access-common';
import { knownPatterns, Pattern as KnownPattern } from '../../patterns';
import { CRITERIA, Remark } from './criteria';
import { RULES, RuleVerdict } from './rules';
import { Situation } from './Situation';

/** What became of one way to connect before the rules were asked. */
export interface Standing {
  verdict: Exclude<PatternOption['verdict'], 'recommended'>;
  /** Why it is not possible, one sentence each. */
  reasons: readonly string[];
  /** What would make it possible. */
  remedies: readonly string[];
  cost?: CostEstimate;
}

interface Choice {
  pattern: Pattern;
  rule: string;
  because: string;
}

/** Rules that led to a way that is not possible, by that way. */
type Missed = Array<{ pattern: Pattern; because: string }>;

/** What decides if every rule leads to a way that is not possible. */
const ONLY_WAY = 'only-way-left';
const NO_WAY = 'no-way';

/** What speaks for a way to connect, whichever is recommended. */
export function prosOf(situation: Situation, pattern: Pattern): string[] {
  const remarks = CRITERIA.flatMap(criterion => criterion(situation));
  return sentencesOf(remarks, pattern, 'for');
}

/**
 * Which way to connect, why, what else there is and why it lost, and what would change the answer. The same situation
 * and standings lead to the same words.
 */
export function recommend(
  situation: Situation,
  standings: ReadonlyMap<Pattern, Standing>,
): Recommendation {
  const verdicts = RULES.map(([name, rule]) => ({ name, ...rule(situation) }));
  const { choice, missed } = choose(verdicts, standings);
  const remarks = CRITERIA.flatMap(criterion => criterion(situation));
  const context = { choice, missed, remarks, standings };
  const options = inOrder(knownPatterns.map(known => optionOf(known, context)));
  const cheapest = cheapestOf(options);
  return {
    pattern: choice.pattern,
    rule: choice.rule,
    reasons: [choice.because, ...sentencesOf(remarks, choice.pattern, 'for')],
    options,
    wouldChange: wouldChange(verdicts, choice, standings),
    ...(cheapest && { cheapest }),
  };
}

function choose(
  verdicts: ReadonlyArray<RuleVerdict & { name: string }>,
  standings: ReadonlyMap<Pattern, Standing>,
): { choice: Choice; missed: Missed } {
  const missed: Missed = [];
  for (const { name, holds, leadsTo, because } of verdicts) {
    if (!holds) {
      continue;
    }
    if (leadsTo === undefined) {
      const [{ name: first }] = knownPatterns;
      return { choice: { pattern: first, rule: name, because }, missed };
    }
    if (isPossible(standings, leadsTo)) {
      return { choice: { pattern: leadsTo, rule: name, because }, missed };
    }
    missed.push({ pattern: leadsTo, because });
  }
  return { choice: whatIsLeft(standings), missed };
}

function whatIsLeft(standings: ReadonlyMap<Pattern, Standing>): Choice {
  const left = knownPatterns.find(({ name }) => isPossible(standings, name));
  return left
    ? {
        pattern: left.name,
        rule: ONLY_WAY,
        because: `${left.title} is the first of the ways that would work here.`,
      }
    : {
        pattern: knownPatterns[0].name,
        rule: NO_WAY,
        because: 'No way to connect would work here as things are.',
      };
}

function optionOf(
  { name, title }: KnownPattern,
  context: {
    choice: Choice;
    missed: Missed;
    remarks: Remark[];
    standings: ReadonlyMap<Pattern, Standing>;
  },
): PatternOption {
  const { choice, missed, remarks, standings } = context;
  const { verdict, reasons, cost } = standings.get(name)!;
  if (verdict !== 'possible') {
    const wanted = missed
      .filter(({ pattern }) => pattern === name)
      .map(({ because }) => because);
    return {
      pattern: name,
      title,
      verdict,
      reasons: [...reasons, ...wanted],
    };
  }
  const isChosen = name === choice.pattern;
  return {
    pattern: name,
    title,
    verdict: isChosen ? 'recommended' : 'possible',
    reasons: isChosen
      ? [choice.because, ...sentencesOf(remarks, name, 'for')]
      : [
          `It would work, but the rule ${choice.rule} decided: ${choice.because}`,
          ...sentencesOf(remarks, name, 'against'),
          ...dearer(cost, standings.get(choice.pattern)?.cost),
        ],
    ...(cost && { cost }),
  };
}

function sentencesOf(
  remarks: readonly Remark[],
  pattern: Pattern,
  speaks: Remark['speaks'],
): string[] {
  return remarks
    .filter(remark => remark.pattern === pattern && remark.speaks === speaks)
    .map(({ sentence }) => sentence);
}

/** Only where both amounts are known: unknown is neither more nor less. */
function dearer(
  cost: CostEstimate | undefined,
  other: CostEstimate | undefined,
): string[] {
  const own = amountOf(cost);
  const others = amountOf(other);
  if (own === undefined || others === undefined || own <= others) {
    return [];
  }
  return [
    `It costs ${(own - others).toFixed(2)} USD a month more${atVolume(cost)}.`,
  ];
}

function atVolume(cost: CostEstimate | undefined): string {
  return cost?.volumeGb === undefined
    ? ', before any data'
    : ` at ${cost.volumeGb} GB`;
}

function amountOf(cost: CostEstimate | undefined): number | undefined {
  return cost?.volumeGb === undefined
    ? cost?.fixedMonthly
    : cost.monthlyAtVolume;
}

function cheapestOf(options: readonly PatternOption[]): Pattern | undefined {
  const possible = options.filter(({ verdict }) => isBuildable(verdict));
  const priced = possible.map(({ pattern, cost }) => ({
    pattern,
    amount: amountOf(cost),
  }));
  if (priced.length === 0 || priced.some(each => each.amount === undefined)) {
    return undefined;
  }
  return priced.reduce((best, each) =>
    each.amount! < best.amount! ? each : best,
  ).pattern;
}

/** The recommended first, then what would work, then the rest; each in the order of preference. */
function inOrder(options: PatternOption[]): PatternOption[] {
  const rank: Record<PatternOption['verdict'], number> = {
    recommended: 0,
    possible: 1,
    impossible: 2,
    forbidden: 3,
    unavailable: 4,
  };
  return [...options].sort((a, b) => rank[a.verdict] - rank[b.verdict]);
}

/**
 * What stood before the rule that decided and would lead elsewhere, and that rule itself. Nothing is promised that this
 * version cannot build.
 */
function wouldChange(
  verdicts: ReadonlyArray<RuleVerdict & { name: string }>,
  choice: Choice,
  standings: ReadonlyMap<Pattern, Standing>,
): string[] {
  const decided = verdicts.findIndex(({ name }) => name === choice.rule);
  const before = verdicts
    .slice(0, decided === -1 ? verdicts.length : decided)
    .filter(
      ({ holds, leadsTo }) =>
        !holds &&
        leadsTo !== undefined &&
        leadsTo !== choice.pattern &&
        standings.get(leadsTo)?.verdict === 'possible',
    );
  const own = verdicts[decided]?.otherwise;
  const remedies = knownPatterns
    .filter(({ name }) => standings.get(name)?.verdict === 'impossible')
    .flatMap(({ name, title }) =>
      standings
        .get(name)!
        .remedies.map(
          remedy => `${title} would be possible after this: ${remedy}`,
        ),
    );
  return [
    ...(own ? [own] : []),
    ...before.map(({ otherwise }) => otherwise),
    ...new Set(remedies),
  ];
}

function isPossible(
  standings: ReadonlyMap<Pattern, Standing>,
  pattern: Pattern,
): boolean {
  return standings.get(pattern)?.verdict === 'possible';
}

function isBuildable(verdict: PatternOption['verdict']): boolean {
  return verdict === 'recommended' || verdict === 'possible';
}
