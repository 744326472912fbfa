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

import { ChildProcess, fork } from 'child_process';
import { on, once } from 'events';
import { join } from 'path';
import type { EngineOrder, EngineProcessOptions } from './engineProcess';

/** What the program says when it is ready for an order. */
const ANSWER = 'ready';

const PROGRAM = join(__dirname, 'engineProcess.ts');
const TRANSFORM = require.resolve('@backstage/cli/config/nodeTransform.cjs');

/** An engine in a process of its own, which does what is due when it is told the time. */
export class EngineChild {
  static async start(options: EngineProcessOptions): Promise<EngineChild> {
    const child = fork(PROGRAM, [JSON.stringify(options)], {
      execArgv: ['-r', TRANSFORM],
    });
    const started = new EngineChild(child);
    await started.#answer();
    return started;
  }

  private constructor(private readonly child: ChildProcess) {}

  /** Resolves when everything is done that is due at this moment. */
  async work(now: number): Promise<void> {
    const order: EngineOrder = { now };
    this.child.send(order);
    await this.#answer();
  }

  /** `kill -9`: resolves when the process is no more. */
  async kill(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGKILL');
      await ended;
    }
  }

  /** What compiles the program tells things of its own over the same channel. */
  async #answer(): Promise<void> {
    const over = new AbortController();
    const onExit = (code: number | null, signal: string | null) =>
      over.abort(new Error(`The process ended: ${signal ?? code}`));
    this.child.once('exit', onExit);
    try {
      const { signal } = over;
      for await (const [message] of on(this.child, 'message', { signal })) {
        if (message === ANSWER) {
          return;
        }
      }
    } catch (error) {
      throw over.signal.reason ?? error;
    } finally {
      this.child.off('exit', onExit);
    }
  }
}
