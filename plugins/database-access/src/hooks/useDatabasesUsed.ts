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

import {
  Entity,
  RELATION_DEPENDS_ON,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { getEntityRelations } from '@backstage/plugin-catalog-react';
import { Share } from '@towpath/backstage-plugin-database-access-common';
import { useCallback } from 'react';
import { databaseAccessApiRef } from '../api';
import { Question, useAnswer } from './useAnswer';
import { RESTING_MILLISECONDS, usePolling } from './usePolling';

/** Shares that are read of one owner, or of one database. */
const MOST = 100;

/** Databases and owners that are asked for; nobody reads more in a card. */
const MOST_ASKED = 20;

/** What a component uses, and what it says that it uses. */
export interface DatabasesUsed {
  shares: Share[];
  /** Refs of the databases that it depends on and to which the reader sees no access. */
  declared: string[];
}

/** The databases that a component or system uses: over networks of its owners, or because it depends on them. */
export function useDatabasesUsed(entity: Entity): Question<DatabasesUsed> {
  const api = useApi(databaseAccessApiRef);
  const key = JSON.stringify({
    owners: refsOf(entity, RELATION_OWNED_BY),
    resources: refsOf(entity, RELATION_DEPENDS_ON, 'resource'),
  });
  const question = useAnswer(
    useCallback(
      async (signal: AbortSignal) => {
        const { owners, resources } = JSON.parse(key) as Record<
          'owners' | 'resources',
          string[]
        >;
        const filters = [
          ...owners.map(networkOwnerRef => ({ networkOwnerRef })),
          ...resources.map(databaseRef => ({ databaseRef })),
        ];
        const pages = await Promise.all(
          filters.map(filter =>
            api.listShares(
              { ...filter, living: true, limit: MOST },
              { signal },
            ),
          ),
        );
        const shares = new Map(
          pages.flatMap(({ items }) => items).map(share => [share.id, share]),
        );
        const reached = new Set(
          [...shares.values()].map(({ databaseRef }) => databaseRef),
        );
        return {
          shares: [...shares.values()],
          declared: resources.filter(ref => !reached.has(ref)),
        };
      },
      [api, key],
    ),
  );
  usePolling(question, RESTING_MILLISECONDS);
  return question;
}

function refsOf(entity: Entity, relation: string, kind?: string): string[] {
  return getEntityRelations(entity, relation, kind ? { kind } : undefined)
    .map(ref => stringifyEntityRef(ref))
    .slice(0, MOST_ASKED);
}
