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

/** Steps one after the other, a line for each. */
export class Steps {
  #done = [];
  #write;
  #now;

  constructor({
    write = line => process.stdout.write(`${line}\n`),
    now = () => Date.now(),
  } = {}) {
    this.#write = write;
    this.#now = now;
  }

  /**
   * Does a step, and tells how it went.
   *
   * @param work - returns what is worth telling, `{ said, value }`; throws if the step is wrong
   * @returns the value
   */
  async step(name, work) {
    const started = this.#now();
    const seconds = () => Number(((this.#now() - started) / 1000).toFixed(1));
    try {
      const { said, value } = await work();
      this.#add({ name, ok: true, seconds: seconds(), said });
      return value;
    } catch (error) {
      this.#add({ name, ok: false, seconds: seconds(), said: error.message });
      throw error;
    }
  }

  /** A line within a step. */
  tell(line) {
    this.#write(`      ${line}`);
  }

  toJSON() {
    return this.#done;
  }

  #add(step) {
    this.#done.push(step);
    const number = String(this.#done.length).padStart(2);
    this.#write(
      `${step.ok ? 'ok' : 'NO'} ${number} ${step.name}${
        step.said ? `: ${step.said}` : ''
      } (${step.seconds} s)`,
    );
  }
}
