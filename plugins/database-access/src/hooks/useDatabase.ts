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
import { DatabaseDetails } from '@towpath/backstage-plugin-database-access-common';
import { useCallback } from 'react';
import { databaseAccessApiRef } from '../api';
import { Question, useAnswer } from './useAnswer';

/** What the portal knows of the database that this entity names. */
export function useDatabase(entity: Entity): Question<DatabaseDetails> {
  const api = useApi(databaseAccessApiRef);
  const { name, namespace = DEFAULT_NAMESPACE } = entity.metadata;
  return useAnswer(
    useCallback(
      signal => api.getDatabase({ namespace, name }, { signal }),
      [api, namespace, name],
    ),
  );
}
