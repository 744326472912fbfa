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
import { ShareMetrics } from '@towpath/backstage-plugin-database-access-common';
import { useCallback } from 'react';
import { databaseAccessApiRef } from '../api';
import { Question, useAnswer } from './useAnswer';
import { RESTING_MILLISECONDS, usePolling } from './usePolling';

/** What CloudWatch says of the path of a share for so many hours until now; AWS has a new point each minute. */
export function useShareMetrics(
  id: string,
  hours: number,
): Question<ShareMetrics> {
  const api = useApi(databaseAccessApiRef);
  const question = useAnswer(
    useCallback(
      signal => api.getShareMetrics(id, hours, { signal }),
      [api, id, hours],
    ),
  );
  usePolling(question, RESTING_MILLISECONDS);
  return question;
}
