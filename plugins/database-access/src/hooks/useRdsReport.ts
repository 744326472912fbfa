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

import { Entity, DEFAULT_NAMESPACE } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { RdsReport } from '@towpath/backstage-plugin-database-access-common';
import { useCallback } from 'react';
import { databaseAccessApiRef } from '../api';
import { Question, useAnswer } from './useAnswer';
import { RESTING_MILLISECONDS, usePolling } from './usePolling';

/** How RDS keeps the database that this entity names. */
export function useRdsReport(entity: Entity): Question<RdsReport> {
  const api = useApi(databaseAccessApiRef);
  const { name, namespace = DEFAULT_NAMESPACE } = entity.metadata;
  const question = useAnswer(
    useCallback(
      signal => api.getRdsReport({ namespace, name }, { signal }),
      [api, namespace, name],
    ),
  );
  usePolling(question, RESTING_MILLISECONDS);
  return question;
}
