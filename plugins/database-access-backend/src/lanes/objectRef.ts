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
import { StoredObject, Tx } from '../store';
import { fillInOutputs, objectsNamedIn } from './fillInOutputs';
import { Workplace } from './Workplace';

/**
 * An object as its type needs to know it.
 *
 * @param missing - what to do where something that it depends on has not given its output, or gives it no more
 * @throws MissingOutputError
 */
export async function objectRef(
  { store, installation }: Pick<Workplace, 'store' | 'installation'>,
  object: StoredObject,
  missing: 'refuse' | 'leave-out',
): Promise<ObjectRef<any>> {
  const names = objectsNamedIn(object.spec);
  const outputs = await store.transaction((tx: Tx) =>
    store.knownObjects.outputsOf(tx, names),
  );
  return {
    objectId: object.id,
    lane: object.lane,
    name: object.name,
    spec: fillInOutputs(object.spec, outputs, missing),
    awsId: object.awsId,
    tags: {
      'database-access:installation': installation,
      'database-access:object': object.id,
      'database-access:request': object.firstRequestId,
    },
  };
}
