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
import type { LaneClients } from '../../aws';
import type { Rate } from '../ObjectType';

/** What a reading may ask of who makes it, and has to tell him. */
export interface SurroundingLook<T> {
  /** Milliseconds: when the reading began. */
  at: number;
  /** What was known of one before. */
  before(id: string): T | undefined;
  /**
   * Waits for a turn where AWS lets an account ask seldom.
   *
   * @returns false if nobody can wait so long
   */
  turn(rate: Rate): Promise<boolean>;
  /** AWS did not tell all of one, which its state says by itself: it does not count as read. */
  inPart(id: string, error: unknown): void;
}

/**
 * Everything known about one kind of thing that packets meet and that is not ours: it is read, and never made, changed or
 * removed. Plans read the same, so roles may (`setup/readings.ts`).
 *
 * @typeParam T - what AWS says of one: plain JSON
 */
export interface SurroundingType<T = any> {
  /** For example `ec2/subnet`. */
  kind: string;
  /** AWS tells of them only one at a time. */
  oneByOne?: true;
  /** Those of these that AWS has, by id. */
  read(
    aws: LaneClients,
    ids: readonly string[],
    look: SurroundingLook<T>,
  ): Promise<Map<string, T>>;
}

/** Values that one filter of EC2 takes (Amazon EC2 API Reference, Filter). */
const MOST_VALUES = 200;

/** Ids in portions that one filter of EC2 takes. */
export function portionsOf(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / MOST_VALUES) }, (_, i) =>
    ids.slice(i * MOST_VALUES, (i + 1) * MOST_VALUES),
  );
}
