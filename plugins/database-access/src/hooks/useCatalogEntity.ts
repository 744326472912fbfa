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

import { Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { useCallback } from 'react';
import { Answer, useAnswer } from './useAnswer';

/** What the catalog says of an entity; answered with undefined if it has none such, or the reader may not see it. */
export function useCatalogEntity(
  entityRef: string,
): Answer<Entity | undefined> {
  const catalog = useApi(catalogApiRef);
  return useAnswer(
    useCallback(() => catalog.getEntityByRef(entityRef), [catalog, entityRef]),
  ).answer;
}
