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

import { useApi } from '@backstage/core-plugin-api';
import { ZoneEnding } from '@towpath/backstage-plugin-database-access-common';
import { useCallback } from 'react';
import { databaseAccessApiRef } from '../api';
import { Question, useAnswer } from './useAnswer';

/** What would end with a share of a zone; nothing is asked, and nothing said, of one that is in none. */
export function useZoneEnding(share: {
  id: string;
  plan: { zone?: string };
}): Question<ZoneEnding | undefined> {
  const api = useApi(databaseAccessApiRef);
  const { id } = share;
  const inZone = share.plan.zone !== undefined;
  return useAnswer<ZoneEnding | undefined>(
    useCallback(
      async signal => (inZone ? api.getZoneEnding(id, { signal }) : undefined),
      [api, id, inZone],
    ),
  );
}
