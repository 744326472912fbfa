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

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Complaint, root } from './project.mjs';

/** Programs that run beside each other until one of them ends. Each writes its own log. */
export class Processes {
  #logFolder;
  #programs = [];
  #failure = undefined;

  constructor(logFolder) {
    this.#logFolder = logFolder;
    mkdirSync(logFolder, { recursive: true });
  }

  /** Starts a Node program; its output goes to `<name>.log`. */
  startNode(name, args, options = {}) {
    const file = join(this.#logFolder, `${name}.log`);
    // The file itself and no pipe to us: a backend that shuts down after we have ended could write no line of it, and
    // would try for ever to log that it cannot.
    const log = openSync(file, 'w');
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', log, log],
      // A group of its own, so that stopping it stops what it started.
      detached: process.platform !== 'win32',
      ...options,
    });
    closeSync(log);
    const program = { name, child, isStopped: false };
    child.on('exit', code => {
      if (!program.isStopped) {
        this.#failure ??= { name, code, file };
      }
    });
    this.#programs.push(program);
  }

  /** Stops one of them, which is no failure, and waits until it has ended. */
  async stopNode(name) {
    const program = this.#programs.find(
      each => each.name === name && isRunning(each.child),
    );
    program.isStopped = true;
    const ended = once(program.child, 'exit');
    terminate(program.child);
    await ended;
    // What it started may still be finishing its answers, on the port that the next one wants. Not for ever: where nobody
    // collects the dead, they look alive.
    const end = Date.now() + 10_000;
    while (isGroupAlive(program.child) && Date.now() < end) {
      await pause(50);
    }
  }

  /** Waits until this URL answers with success, or complains about the program that ended before. */
  async waitFor(url, { seconds, what }) {
    const end = Date.now() + seconds * 1000;
    while (Date.now() < end) {
      this.#complainIfEnded();
      if (await answers(url)) {
        return;
      }
      await pause(250);
    }
    throw new Complaint(
      `${what} did not answer within ${seconds} seconds; the logs are in ${
        this.#logFolder
      }.`,
    );
  }

  /** Ends when one of the programs does. */
  async untilOneEnds() {
    while (!this.#failure) {
      await pause(250);
    }
    this.#complainIfEnded();
  }

  stop() {
    this.#programs
      .map(({ child }) => child)
      .filter(isRunning)
      .forEach(terminate);
  }

  #complainIfEnded() {
    if (!this.#failure) {
      return;
    }
    const { name, code, file } = this.#failure;
    const tail = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-25);
    throw new Complaint(
      `${tail.join(
        '\n',
      )}\n\n${name} ended with code ${code}; the lines above are the end of its log.`,
    );
  }
}

function isRunning({ exitCode, signalCode }) {
  return exitCode === null && signalCode === null;
}

/** With everything that it started. */
function terminate({ pid }) {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGTERM');
  } catch {
    // It ended in between.
  }
}

function isGroupAlive({ pid }) {
  if (process.platform === 'win32') {
    return false;
  }
  try {
    return process.kill(-pid, 0);
  } catch {
    return false;
  }
}

async function answers(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}
