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

import { populate as populateExampleCompany } from '../company/populate';
import { SimulatedClock } from '../core/clock';
import type { SimulatedService } from '../core/Service';
import { World } from '../core/World';
import type { Doubts } from '../doubts';
import { SimulatedAws } from '../SimulatedAws';
import { SnapshotFile } from './snapshotFile';

/** @public */
export interface SimulationOptions {
  /** Where the world is kept between two runs. Absent: it is forgotten. */
  stateFile?: string;
  /** See `WorldOptions`. */
  latencyScale?: number;
  doubts?: Partial<Doubts>;
  clock?: SimulatedClock;
  services?: SimulatedService[];
  /** Fills a world that was not kept, and again at each reset. Default: the example company. */
  populate?: (world: World) => void;
  onDefect?: (error: Error) => void;
}

/** A simulated AWS that lives on: with what it started from, a clock to listen to, and a file to be kept in. */
export class Simulation {
  /** @throws an Error with a sentence for people if the state file cannot be used */
  static start(options: SimulationOptions = {}): Simulation {
    const file = options.stateFile
      ? new SnapshotFile(options.stateFile)
      : undefined;
    const snapshot = file?.read();
    const clock =
      options.clock ?? new SimulatedClock({ state: snapshot?.clock });
    const simulation = new Simulation(options, clock, file);
    if (snapshot) {
      simulation.aws.reset(
        new World({ ...simulation.#worldOptions(), snapshot }),
      );
    }
    return simulation;
  }

  readonly aws: SimulatedAws;
  /**
   * Grows whenever the clock is driven. It starts at the real time, so that a version that was seen before a restart is
   * never taken for the present one.
   */
  #clockVersion = Date.now();
  readonly #clockListeners = new Set<() => void>();

  private constructor(
    private readonly options: SimulationOptions,
    readonly clock: SimulatedClock,
    private readonly file: SnapshotFile | undefined,
  ) {
    this.aws = SimulatedAws.create({
      world: this.#firstWorld(),
      services: options.services,
      onDefect: options.onDefect,
    });
    clock.onChange(() => {
      this.#clockVersion += 1;
      for (const listener of this.#clockListeners) {
        listener();
      }
    });
  }

  get world(): World {
    return this.aws.world;
  }

  get clockVersion(): number {
    return this.#clockVersion;
  }

  /** Hears when the clock is driven; returns how to stop listening. */
  onClock(listener: () => void): () => void {
    this.#clockListeners.add(listener);
    return () => this.#clockListeners.delete(listener);
  }

  /** Back to the company it started with. Only the clock goes on: time does not run backwards for who follows it. */
  reset(): void {
    this.aws.reset(this.#firstWorld());
  }

  /** Resolves when what is true now is on disk. */
  async save(): Promise<void> {
    await this.file?.write(this.world);
  }

  #worldOptions() {
    const { latencyScale, doubts } = this.options;
    return { clock: this.clock, latencyScale, doubts };
  }

  #firstWorld(): World {
    const world = new World(this.#worldOptions());
    (this.options.populate ?? populateExampleCompany)(world);
    return world;
  }
}
