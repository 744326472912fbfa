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
import { lastKnown, useAnswer } from './useAnswer';

/**
 * What the catalog says of several entities, asked once for all of them. None until it has answered, and none for what it
 * does not have or the reader may not see.
 */
export function useCatalogEntities(
  entityRefs: readonly string[],
): (entityRef: string) => Entity | undefined {
  const catalog = useApi(catalogApiRef);
  const key = JSON.stringify([...new Set(entityRefs.map(lower))].sort());
  const { answer } = useAnswer(
    useCallback(async () => {
      const refs = JSON.parse(key) as string[];
      const { items } = refs.length
        ? await catalog.getEntitiesByRefs({
            entityRefs: refs,
            fields: ['kind', 'metadata', 'spec.type'],
          })
        : { items: [] };
      return new Map(refs.map((ref, index) => [ref, items[index]]));
    }, [catalog, key]),
  );
  const known = lastKnown(answer);
  return entityRef => known?.get(lower(entityRef));
}

function lower(ref: string): string {
  return ref.toLocaleLowerCase('en-US');
}
