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
import { Share } from '@towpath/backstage-plugin-database-access-common';
import { useCallback } from 'react';
import { databaseAccessApiRef } from '../api';
import { isShareFinal } from '../shareStatus';
import { lastKnown, Question, useAnswer } from './useAnswer';
import { MOVING_MILLISECONDS, usePolling } from './usePolling';

/** One share, followed until it is revoked: its health can change as long as it lives. */
export function useShare(id: string): Question<Share> {
  const api = useApi(databaseAccessApiRef);
  const question = useAnswer(
    useCallback(signal => api.getShare(id, { signal }), [api, id]),
  );
  const share = lastKnown(question.answer);
  const moving = share !== undefined && !isShareFinal(share);
  usePolling(question, moving ? MOVING_MILLISECONDS : undefined);
  return question;
}
