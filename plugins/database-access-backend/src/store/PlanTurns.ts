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
  person_ref: string;
  taken_at: string;
}

/** Who has planned how often, for all replicas: one short row for each person, of which one at a time is changed. */
export class PlanTurns {
  /**
   * Takes a turn, if fewer than `most` were taken within the window. What is refused counts for nothing.
   *
   * @returns when a turn is free again, or undefined if this one was taken
   */
  async take(
    tx: Tx,
    options: { personRef: string; now: Date; most: number; windowMs: number },
  ): Promise<Date | undefined> {
    const { personRef, most, windowMs } = options;
    const now = options.now.getTime();
    await tx<Row>('plan_turns')
      .insert({ person_ref: personRef, taken_at: '[]' })
      .onConflict('person_ref')
      .ignore();
    const row = await tx<Row>('plan_turns')
      .where({ person_ref: personRef })
      .forUpdate()
      .first();
    const taken: number[] = JSON.parse(row!.taken_at);
    const recent = taken.filter(each => each > now - windowMs);
    if (recent.length >= most) {
      return new Date(recent[0] + windowMs);
    }
    await tx<Row>('plan_turns')
      .where({ person_ref: personRef })
      .update({
        taken_at: JSON.stringify([...recent, now].sort((a, b) => a - b)),
      });
    return undefined;
  }
}
