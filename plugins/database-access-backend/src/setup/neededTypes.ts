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

import type { DatabaseAccessConfig } from '../config';
import { ObjectType, objectTypes } from '../objects';
import { ObjectGraph, Pattern, PatternFacts, patterns } from '../patterns';
import { serviceNetworkAccounts } from './accountKinds';
import {
  ALL_WISHES,
  SAMPLE_ACCOUNTS,
  sampleFacts,
  SampleWishes,
  Side,
  SIDES,
} from './sampleFacts';

/** The object types that shares need on each side. */
export type NeededTypes = Readonly<Record<Side, readonly ObjectType[]>> & {
  /** Those of which each side ends what another has made. */
  readonly cutFrom: Readonly<Record<Side, readonly ObjectType[]>>;
};

/**
 * Nobody writes down which side needs which types: every pattern that config does not forbid everywhere plans samples
 * of everything that config may lead to, and their objects lie in the accounts of the sides.
 *
 * @throws an Error if a pattern can plan none of the samples: then they lack a fact that it needs
 */
export function neededTypes(
  config: DatabaseAccessConfig,
  known: ReadonlyMap<string, Pattern> = patterns,
): NeededTypes {
  return typesOf(enabledPatterns(config, known), wishesOf(config));
}

/** What config could lead to at most: all patterns with all there is. */
export function everNeededTypes(): NeededTypes {
  return typesOf([...patterns.values()], ALL_WISHES);
}

function typesOf(
  enabled: readonly Pattern[],
  wishes: SampleWishes,
): NeededTypes {
  const planned = enabled.flatMap(pattern => typesPlannedBy(pattern, wishes));
  const typesOn = (side: Side, isCut: boolean) => {
    const names = new Set(
      planned
        .filter(each => each.side === side && each.isCut === isCut)
        .map(({ type }) => type),
    );
    return [...objectTypes.values()].filter(({ type }) => names.has(type));
  };
  const onEach = (isCut: boolean) => ({
    provider: typesOn('provider', isCut),
    consumer: typesOn('consumer', isCut),
    networking: typesOn('networking', isCut),
  });
  return { ...onEach(false), cutFrom: onEach(true) };
}

/** Those that no rule without a condition forbids. */
export function enabledPatterns(
  { patterns: wanted }: DatabaseAccessConfig,
  known: ReadonlyMap<string, Pattern> = patterns,
): Pattern[] {
  const forbidden = (wanted?.rules ?? [])
    .filter(({ when }) => {
      const { database, network, outsideOrganization } = when;
      const conditions = [
        ...Object.values(database),
        ...Object.values(network),
      ].filter(condition => condition !== undefined);
      return conditions.length === 0 && !outsideOrganization;
    })
    .flatMap(rule => rule.forbid);
  return [...known.values()].filter(({ name }) => !forbidden.includes(name));
}

function wishesOf(config: DatabaseAccessConfig): SampleWishes {
  const accounts = [...config.accounts.values()];
  const regions = new Set(accounts.flatMap(account => account.regions));
  const facts = new Set<
    'accessLogGroup' | 'privateDnsName' | 'updater' | 'zone'
  >();
  if (config.updater) {
    facts.add('updater');
  }
  if (accounts.some(account => account.accessLogGroup)) {
    facts.add('accessLogGroup');
  }
  if (accounts.some(account => account.privateDnsName)) {
    facts.add('privateDnsName');
  }
  if (serviceNetworkAccounts(config).length > 0) {
    facts.add('zone');
  }
  return { otherRegions: regions.size > 1, facts };
}

interface PlannedType {
  type: string;
  side: Side;
  /** It is made on another side, and ended on this one. */
  isCut: boolean;
}

/** Patterns are pure, and there are hundreds of samples: nobody plans them twice. */
const known = new WeakMap<Pattern, Map<string, readonly PlannedType[]>>();

function typesPlannedBy(
  pattern: Pattern,
  wishes: SampleWishes,
): readonly PlannedType[] {
  const key = [wishes.otherRegions, ...[...wishes.facts].sort()].join();
  const byWishes = known.get(pattern) ?? new Map();
  known.set(pattern, byWishes);
  if (!byWishes.has(key)) {
    byWishes.set(key, planTypes(pattern, sampleFacts(wishes)));
  }
  return byWishes.get(key);
}

function planTypes(pattern: Pattern, samples: PatternFacts[]): PlannedType[] {
  const { graphs } = planAll(pattern, samples);
  if (graphs.length === 0) {
    // What this config never leads to needs no permission; what no config could lead to, nobody has thought of.
    const ever = planAll(pattern, sampleFacts(ALL_WISHES));
    if (ever.graphs.length === 0) {
      throw new Error(
        `No sample of setup/sampleFacts.ts can be planned as ${
          pattern.name
        }, so its permissions are not known: ${[...ever.reasons].join('; ')}`,
      );
    }
  }
  const types = new Map<string, PlannedType>();
  const add = (type: string, accountId: string, isCut: boolean) => {
    const side = sideOf(pattern, accountId);
    types.set(`${side} ${type} ${isCut}`, { type, side, isCut });
  };
  for (const { nodes, cuts } of graphs) {
    nodes.forEach(({ type, lane }) => add(type, lane.accountId, false));
    for (const { how, lane } of cuts) {
      if (how.kind === 'remove-from-other-side') {
        const { type } = nodes.find(({ key }) => key === how.node)!;
        add(type, lane.accountId, true);
      }
    }
  }
  return [...types.values()];
}

function planAll(pattern: Pattern, samples: PatternFacts[]) {
  const reasons = new Set<string>();
  const graphs: ObjectGraph[] = [];
  for (const facts of samples) {
    try {
      graphs.push(pattern.plan(facts));
    } catch (error) {
      // Not every pattern leads everywhere, e.g. to another Region.
      reasons.add((error as Error).message);
    }
  }
  return { graphs, reasons };
}

function sideOf(pattern: Pattern, accountId: string): Side {
  const side = SIDES.find(one => SAMPLE_ACCOUNTS[one] === accountId);
  if (!side) {
    throw new Error(
      `${pattern.name} plans an object in account ${accountId}, which is on no side of the samples of setup/sampleFacts.ts`,
    );
  }
  return side;
}
