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

import { Tx } from './Tx';

interface Row {
  zone: string;
  generation: number;
}

/** How often the shares of a zone have changed: what was planned from one generation is written only in the same. */
export class Zones {
  /** 0 before anything has happened there. */
  async generation(tx: Tx, zone: string): Promise<number> {
    const row = await tx<Row>('zones').where({ zone }).first();
    return row?.generation ?? 0;
  }

  /**
   * Begins the next generation; whoever else would change the zone waits until this transaction ends.
   *
   * @param seen - the generation that somebody planned from
   * @returns false if somebody was faster: nothing was written
   */
  async take(tx: Tx, zone: string, seen: number): Promise<boolean> {
    await this.#add(tx, zone);
    const taken = await tx<Row>('zones')
      .where({ zone, generation: seen })
      .update({ generation: seen + 1 });
    return taken === 1;
  }

  /** Begins the next generation, whatever was seen: for whoever takes away. */
  async change(tx: Tx, zone: string): Promise<void> {
    await this.#add(tx, zone);
    await tx<Row>('zones').where({ zone }).increment('generation', 1);
  }

  async #add(tx: Tx, zone: string): Promise<void> {
    await tx<Row>('zones')
      .insert({ zone, generation: 0 })
      .onConflict('zone')
      .ignore();
  }
}
