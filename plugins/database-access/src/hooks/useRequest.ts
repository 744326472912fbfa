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
import { AccessRequest } from '@towpath/backstage-plugin-database-access-common';
import { useCallback } from 'react';
import { databaseAccessApiRef } from '../api';
import { isRequestFinal } from '../requestStatus';
import { lastKnown, Question, useAnswer } from './useAnswer';
import { MOVING_MILLISECONDS, usePolling } from './usePolling';

/** One request, followed until nothing about it can change. */
export function useRequest(id: string): Question<AccessRequest> {
  const api = useApi(databaseAccessApiRef);
  const question = useAnswer(
    useCallback(signal => api.getRequest(id, { signal }), [api, id]),
  );
  const request = lastKnown(question.answer);
  const moving = request !== undefined && !isRequestFinal(request);
  usePolling(question, moving ? MOVING_MILLISECONDS : undefined);
  return question;
}
