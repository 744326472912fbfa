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
  ShareExtensions,
} from '@towpath/backstage-plugin-database-access-common';
import { useCallback } from 'react';
import { databaseAccessApiRef } from '../api';
import { Question, useAnswer } from './useAnswer';
import { useAskedAgainOn } from './useAskedAgainOn';
import { RESTING_MILLISECONDS, usePolling } from './usePolling';

/** Whether a share may be given more time, and what was asked for before; asked again when its end or its life changes. */
export function useShareExtensions(share: Share): Question<ShareExtensions> {
  const api = useApi(databaseAccessApiRef);
  const { id, expiresAt, lifecycle } = share;
  const question = useAnswer(
    useCallback(signal => api.getShareExtensions(id, { signal }), [api, id]),
  );
  useAskedAgainOn(question, `${expiresAt} ${lifecycle}`);
  usePolling(question, RESTING_MILLISECONDS);
  return question;
}
