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
import {
  DatabaseAccessRequestOptions,
  Share,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { useCallback } from 'react';
import { databaseAccessApiRef } from '../api';
import { isShareFinal } from '../shareStatus';
import { Question } from './useAnswer';
import { useTimeline } from './useTimeline';

/** What happened to a share, followed until it is revoked. */
export function useShareTimeline(share: Share): Question<TimelineEntry[]> {
  const api = useApi(databaseAccessApiRef);
  const { id } = share;
  return useTimeline(
    useCallback(
      (after: number | undefined, options: DatabaseAccessRequestOptions) =>
        api.getShareTimeline(id, after, options),
      [api, id],
    ),
    { moving: !isShareFinal(share), version: share.updatedAt },
  );
}
