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
import type { ObjectRef, ObjectType } from './ObjectType';
import { inOrderOf, INSTALLATION_TAG } from './ours';

/** One List in the place of a Get for each; it ends as soon as all are seen. */
export async function findListed<T>(
  aws: LaneClients,
  { list, awsId }: Pick<ObjectType<any, T>, 'list' | 'awsId'>,
  refs: ReadonlyArray<ObjectRef<unknown>>,
): Promise<Array<T | undefined>> {
  const missing = new Set(refs.map(ref => ref.awsId));
  const found: T[] = [];
  for await (const one of list(aws, refs[0].tags[INSTALLATION_TAG])) {
    if (missing.delete(awsId(one))) {
      found.push(one);
    }
    if (missing.size === 0) {
      break;
    }
  }
  return inOrderOf(refs, found, awsId);
}
