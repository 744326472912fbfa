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

import type { LaneClients } from '../aws';
import type { ObjectType } from '../objects';
import { isRowId, StoredObject } from '../store';
import { Job } from './Job';
import type { Reading } from './JobReads';

/** The row that something in AWS was made for, by its tag; undefined if nobody can tell. */
export async function objectTagOf(
  type: ObjectType,
  clients: LaneClients,
  state: unknown,
): Promise<string | undefined> {
  return (
    (await type.objectTag?.(clients, state)) ??
    (state as { objectTag?: string }).objectTag
  );
}

/** What was found by its name was made for another row, which is not there any more. */
export function isOfAnother(object: StoredObject, { tag }: Reading): boolean {
  return tag !== undefined && tag !== object.tag;
}

/**
 * Whether an object of another row may be taken: where something is to be made that was decided, by approval or by Retry,
 * it serves as well. What somebody took away is not replaced by itself, but by what two people have agreed on.
 */
export function mayTake({ object, type }: Job, reading: Reading): boolean {
  const isToBeMade = object.madeGeneration !== object.generation;
  return (
    isRowId(reading.tag) &&
    (isToBeMade || object.adopts === type.awsId(reading.found))
  );
}
