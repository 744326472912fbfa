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
  Share,
  ShareReachability,
} from '@towpath/backstage-plugin-database-access-common';
import { useCallback } from 'react';
import { databaseAccessApiRef } from '../api';
import { lastKnown, Question, useAnswer } from './useAnswer';
import { MOVING_MILLISECONDS, usePolling } from './usePolling';

/** What was found of whether a share can be reached. It is asked again only while something is being found out. */
export function useReachability(share: Share): Question<ShareReachability> {
  const api = useApi(databaseAccessApiRef);
  const { id } = share;
  const question = useAnswer(
    useCallback(signal => api.getShareReachability(id, { signal }), [api, id]),
  );
  const items = lastKnown(question.answer)?.items ?? [];
  const moves = items.some(
    ({ status, parts }) =>
      status === 'running' || parts.some(({ remains }) => remains),
  );
  usePolling(question, moves ? MOVING_MILLISECONDS : undefined);
  return question;
}
