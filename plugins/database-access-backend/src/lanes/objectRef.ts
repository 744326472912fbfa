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

import type { ObjectRef } from '../objects';
import { StoredObject } from '../store';
import {
  fillInOutputs,
  MissingOutputError,
  objectsNamedIn,
} from './fillInOutputs';
import { Workplace } from './Workplace';

type Surroundings = Pick<Workplace, 'store' | 'installation' | 'clock'>;

/** By the ids of the objects that gave them. */
type KnownOutputs = Map<string, Record<string, string>>;

type Missing = 'refuse' | 'leave-out';

/**
 * An object as its type needs to know it.
 *
 * @param missing - what to do where something that it depends on has not given its output, or gives it no more
 * @throws MissingOutputError
 */
export async function objectRef(
  at: Surroundings,
  object: StoredObject,
  missing: Missing,
): Promise<ObjectRef<any>> {
  return refWith(at, object, {
    outputs: await outputsFor(at, [object]),
    missing,
  });
}

/** What the specs of these objects take from others, read at once. */
export async function outputsFor(
  { store }: Pick<Surroundings, 'store'>,
  objects: readonly StoredObject[],
): Promise<KnownOutputs> {
  const names = new Set(objects.flatMap(({ spec }) => objectsNamedIn(spec)));
  return names.size === 0
    ? new Map()
    : store.read(tx => store.knownObjects.outputsOf(tx, [...names]));
}

/**
 * The same as `objectRef`, where the outputs are known already.
 *
 * @throws MissingOutputError
 */
export function refWith(
  { installation, clock }: Pick<Surroundings, 'installation' | 'clock'>,
  object: StoredObject,
  { outputs, missing }: { outputs: KnownOutputs; missing: Missing },
): ObjectRef<any> {
  return {
    objectId: object.tag,
    lane: object.lane,
    name: object.name,
    spec: fillInOutputs(object.spec, outputs, missing),
    awsId: object.awsId,
    tags: {
      'database-access:installation': installation,
      'database-access:object': object.tag,
      'database-access:request': object.firstRequestId,
    },
    look: {
      at: clock.now().getTime(),
      before: object.state,
      isAsked: object.looksWarned > object.looksHeeded,
    },
  };
}

/** The same; undefined where something that it depends on has not given its output, or gives it no more. */
export function refIfKnown(
  at: Pick<Surroundings, 'installation' | 'clock'>,
  object: StoredObject,
  outputs: KnownOutputs,
): ObjectRef<any> | undefined {
  try {
    return refWith(at, object, { outputs, missing: 'refuse' });
  } catch (error) {
    if (error instanceof MissingOutputError) {
      return undefined;
    }
    throw error;
  }
}

/**
 * An object that AWS may have, though what it was made of may be gone.
 *
 * @returns undefined if its id was never learned and what it was made of gives no ids: half a description would fit
 *   another share's object as well, and nothing can be made of what is not there
 */
export async function refOfExisting(
  at: Surroundings,
  object: StoredObject,
): Promise<ObjectRef<any> | undefined> {
  try {
    return await objectRef(at, object, 'refuse');
  } catch (error) {
    if (!(error instanceof MissingOutputError)) {
      throw error;
    }
    return object.awsId ? objectRef(at, object, 'leave-out') : undefined;
  }
}
