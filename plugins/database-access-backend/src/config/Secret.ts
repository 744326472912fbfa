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

import { inspect } from 'util';

const HIDDEN = '[secret]';

/** Every secret of this process, so that none depends on whoever writes a text to know whose it may repeat. */
const known = new Set<string>();

/** A text without any secret that this process knows: AWS's errors repeat what they were sent, whoever it was meant for. */
export function conceal(text: string): string {
  // The longest first: one may be part of another.
  return [...known]
    .sort((a, b) => b.length - a.length)
    .reduce((said, secret) => said.split(secret).join(HIDDEN), text);
}

/** A word that must not be seen: printing, logging or serialising it shows a placeholder. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
    known.add(value);
  }

  /** Only for the one call that needs the word. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}
