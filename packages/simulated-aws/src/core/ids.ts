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

import { createHash } from 'crypto';

/**
 * Ids as AWS makes them: a prefix and 17 hexadecimal digits. They come from a counter and not from chance, so the same
 * calls give the same ids in every run.
 *
 * @public
 */
export class Ids {
  constructor(private counter: number = 0) {}

  /** For example `next('vpce')` is `vpce-0` followed by 16 hexadecimal digits. */
  next(prefix: string): string {
    return `${prefix}-0${this.hex(16)}`;
  }

  /** So many hexadecimal digits that were not given out before. */
  hex(digits: number): string {
    this.counter += 1;
    return createHash('sha256')
      .update(`simulated-aws/${this.counter}`)
      .digest('hex')
      .slice(0, digits);
  }

  uuid(): string {
    const h = this.hex(32);
    return [
      h.slice(0, 8),
      h.slice(8, 12),
      `4${h.slice(13, 16)}`,
      `a${h.slice(17, 20)}`,
      h.slice(20),
    ].join('-');
  }

  toJSON(): number {
    return this.counter;
  }
}
