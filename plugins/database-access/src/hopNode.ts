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

import { parseEntityRef } from '@backstage/catalog-model';
import { Hop, Share } from '@towpath/backstage-plugin-database-access-common';
import { worstObjectOf } from './shareStatus';

/**
 * What a hop is the hop of, by name: the object of AWS that its health comes from, or, of what lies around the path, the
 * network before its first object and the database after it.
 */
export function nameInHop(
  hop: Hop,
  share: Pick<Share, 'hops' | 'objects' | 'network' | 'databaseRef'>,
): string {
  const object = worstObjectOf(hop, share.objects);
  if (object) {
    return object.name ?? object.title;
  }
  const firstOwn = share.hops.findIndex(({ objects }) => objects.length > 0);
  return share.hops.indexOf(hop) < firstOwn
    ? share.network.title
    : parseEntityRef(share.databaseRef).name;
}
