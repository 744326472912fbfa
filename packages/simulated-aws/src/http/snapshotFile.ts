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

import { existsSync, mkdirSync, readFileSync } from 'fs';
import { rename, writeFile } from 'fs/promises';
import { dirname } from 'path';
import type { World, WorldSnapshot } from '../core/World';

const VERSION: WorldSnapshot['version'] = 1;

/** Where a world is kept while no process runs it. */
export class SnapshotFile {
  #written = '';
  #running: Promise<void> = Promise.resolve();
  #waiting?: Promise<void>;
  #latest?: World;

  constructor(private readonly path: string) {}

  /**
   * What was kept; undefined if nothing was.
   *
   * @throws an Error with a sentence for people if the file cannot be used
   */
  read(): WorldSnapshot | undefined {
    mkdirSync(dirname(this.path), { recursive: true });
    if (!existsSync(this.path)) {
      return undefined;
    }
    const snapshot = parse(readFileSync(this.path, 'utf8'));
    if (snapshot?.version !== VERSION) {
      const found = snapshot?.version ?? 'none that can be read';
      throw new Error(
        `${this.path} is no state of this simulated AWS: its version is ${found}, and this one reads ${VERSION}. Delete the file or choose another with --state.`,
      );
    }
    return snapshot as WorldSnapshot;
  }

  /**
   * Keeps the world as it is now or a little later. Calls that come while the disk is busy share the next write, and
   * all of them wait for it: whoever got an answer finds its work again, even if the process is killed.
   */
  write(world: World): Promise<void> {
    this.#latest = world;
    // A write that failed has told its own callers; the next one is tried all the same.
    this.#waiting ??= this.#running
      .catch(() => {})
      .then(() => {
        this.#waiting = undefined;
        this.#running = this.#writeNow(this.#latest!);
        return this.#running;
      });
    return this.#waiting;
  }

  async #writeNow(world: World): Promise<void> {
    const text = JSON.stringify(world.snapshot());
    if (text === this.#written) {
      return;
    }
    const temporary = `${this.path}.${process.pid}.tmp`;
    await writeFile(temporary, text);
    await rename(temporary, this.path);
    this.#written = text;
  }
}

function parse(text: string): { version?: unknown } | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
