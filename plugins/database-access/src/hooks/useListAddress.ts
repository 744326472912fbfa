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

import { useRouteRef } from '@backstage/core-plugin-api';
import { OverviewTile } from '@towpath/backstage-plugin-database-access-common';
import {
  lanesRouteRef,
  orphansRouteRef,
  requestsRouteRef,
  sharesRouteRef,
} from '../routes';

/** Where the list is that a number counts. */
export function useListAddress(): (
  counted: Pick<OverviewTile, 'list' | 'filter'>,
) => string {
  const pages = {
    shares: useRouteRef(sharesRouteRef),
    requests: useRouteRef(requestsRouteRef),
    lanes: useRouteRef(lanesRouteRef),
    orphans: useRouteRef(orphansRouteRef),
  };
  return ({ list, filter }) => {
    const search = new URLSearchParams(filter).toString();
    return search ? `${pages[list]()}?${search}` : pages[list]();
  };
}
