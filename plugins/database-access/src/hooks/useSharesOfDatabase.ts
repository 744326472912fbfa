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
} from '@towpath/backstage-plugin-database-access-common';
import { useCallback } from 'react';
import { databaseAccessApiRef } from '../api';
import { isShareMoving } from '../shareStatus';
import { lastKnown } from './useAnswer';
import { PagedQuestion, usePages } from './usePages';
import {
  MOVING_MILLISECONDS,
  RESTING_MILLISECONDS,
  usePolling,
} from './usePolling';

const PAGE_LENGTH = 50;

/** The living shares of a database, followed while one of them is being built or taken away. */
export function useSharesOfDatabase(databaseRef: string): PagedQuestion<Share> {
  const api = useApi(databaseAccessApiRef);
  const question = usePages(
    useCallback(
      (cursor: string | undefined, options: DatabaseAccessRequestOptions) =>
        api.listShares(
          { databaseRef, living: true, cursor, limit: PAGE_LENGTH },
          options,
        ),
      [api, databaseRef],
    ),
  );
  const shares = lastKnown(question.answer)?.items ?? [];
  usePolling(
    question,
    shares.some(isShareMoving) ? MOVING_MILLISECONDS : RESTING_MILLISECONDS,
  );
  return question;
}
