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
  Failover,
  Share,
  TimelineEntry,
} from '@towpath/backstage-plugin-database-access-common';
import { useCallback } from 'react';
import { databaseAccessApiRef } from '../api';
import { isPartOfFailover } from '../failoverStatus';
import { Question, useAnswer } from './useAnswer';
import { useAskedAgainOn } from './useAskedAgainOn';
import { RESTING_MILLISECONDS, usePolling } from './usePolling';

/**
 * How the database behind a share moved, the newest first. The timeline is followed anyway, so that what it tells of a
 * failover is a reason to ask, and between failovers nobody has to.
 */
export function useFailovers(
  share: Share,
  timeline: TimelineEntry[],
): Question<Failover[]> {
  const api = useApi(databaseAccessApiRef);
  const { id } = share;
  const question = useAnswer(
    useCallback(
      async signal => (await api.listShareFailovers(id, { signal })).items,
      [api, id],
    ),
  );
  useAskedAgainOn(question, timeline.findLast(isPartOfFailover)?.id);
  // What has not moved long after a warning is over without anybody telling.
  usePolling(question, RESTING_MILLISECONDS);
  return question;
}
