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
  Database,
  factsOf,
  Network,
  simulatedCompany,
} from '../../__testUtils__/simulatedCompany';
import { Knex } from 'knex';
import { objectTypes } from '../../objects';
import {
  latticeResourceEndpoint,
  PatternFacts,
  privatelink,
} from '../../patterns';
import { LaneEngine, LaneEngineOptions } from '../LaneEngine';
import { censusOf, differenceOf } from './censusOf';
import { CrashAtEach, TestBench } from './TestBench';

/** The ways to connect that build something. */
export const WAYS = {
  'lattice-resource-endpoint': latticeResourceEndpoint,
  privatelink,
} as const;

/** One of them. */
export type Way = keyof typeof WAYS;

type Company = Awaited<ReturnType<typeof simulatedCompany>>;

/** A bench on the clock of simulated AWS, and engines with the real object types. */
export async function awsEngines(
  knex: Knex,
  { clock, config, sessions }: Company,
) {
  const bench = await TestBench.create(knex, {
    now: () => new Date(clock.now()),
    advance: seconds => clock.advance(seconds),
  });
  const engine = (options: Partial<LaneEngineOptions> = {}): LaneEngine =>
    bench.engine({
      objectTypes,
      clients: {
        read: lane => sessions.watch(lane),
        provision: (lane, session) => sessions.provision(lane, session),
      },
      installation: config.installation,
      callDeadlineMs: 10_000,
      ...options,
    });
  return { bench, engine };
}

/** A bench with the real object types and patterns, before simulated AWS. */
export async function awsBench(knex: Knex) {
  const company = await simulatedCompany();
  const { world } = company;
  const { bench, engine } = await awsEngines(knex, company);
  const untouched = censusOf(world);
  return {
    ...company,
    bench,
    engine,
    /**
     * Works until the share is so far, by as many engines as it takes: each is dropped where it crashes.
     *
     * @returns the one that is left, and what ends once the others have gone on after all
     */
    async driveCrashing(
      crashes: CrashAtEach,
      shareId: string,
      lifecycle: string,
    ): Promise<{ survivor: LaneEngine; dead: Promise<unknown> }> {
      const dead: Promise<unknown>[] = [];
      for (;;) {
        // Of whoever worked before, too: nothing more of him comes.
        await bench.expireLeases();
        const { happened, ...options } = crashes.next();
        const survivor = engine(options);
        const driven = bench.driveTo(survivor, shareId, lifecycle, 7_200);
        if (
          await Promise.race([
            happened.then(() => false),
            driven.then(() => true),
          ])
        ) {
          return { survivor, dead: Promise.allSettled(dead) };
        }
        dead.push(driven);
      }
    },
    ask: (way: Way, network: Network, database?: Database) =>
      askFor(bench, way, factsOf(network, database)),
    askFor: (way: Way, facts: PatternFacts) => askFor(bench, way, facts),
    reaches: (network: Network, database?: Database) =>
      company.reaches(factsOf(network, database)),
    reachesFrom: (facts: PatternFacts) => company.reaches(facts),
    reachesBy: (facts: PatternFacts, name: string) =>
      company.reaches(facts, { name }),
    /** Calls that change something, whatever came of them. */
    changes: () =>
      company.calls(
        operation => !/:(Describe|Get|List|Assume)/.test(operation),
      ),
    /** How many things of each kind there are in all accounts beside those that the company started with. */
    made: () => differenceOf(censusOf(world), untouched),
  };
}

function askFor(
  bench: TestBench,
  way: Way,
  facts: PatternFacts,
): Promise<string> {
  return bench.share({
    network: facts.network.name,
    database: facts.database.identifier,
    graph: WAYS[way](facts),
  });
}
