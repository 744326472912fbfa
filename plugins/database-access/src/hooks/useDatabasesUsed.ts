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
import {
  DatabaseAccessApi,
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import { useCallback } from 'react';
import { databaseAccessApiRef } from '../api';
import { Question, useAnswer } from './useAnswer';
import { RESTING_MILLISECONDS, usePolling } from './usePolling';

/** Shares that are read at once of one owner, or of one database. */
const PAGE = 100;

/** And how often; nobody reads more in a card. */
const MOST_PAGES = 5;

/** Databases and owners that are asked for. */
const MOST_ASKED = 20;

/** What a component says that it uses, and what whoever owns it uses. */
export interface DatabasesUsed {
  /** To databases that it depends on. */
  own: Share[];
  /** From networks of its owners to any other: for this component or for another of theirs. */
  ofOwners: Share[];
  owners: string[];
  /** Refs of the databases that it depends on and to which the reader sees no access. */
  declared: string[];
  /** There are more, which are not among these. */
  isCut: boolean;
}

/** The databases that a component or system depends on, and those that networks of its owners use beside them. */
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
          ...owners.slice(0, MOST_ASKED).map(ref => ({ networkOwnerRef: ref })),
          ...resources.slice(0, MOST_ASKED).map(ref => ({ databaseRef: ref })),
        ];
        const lists = await Promise.all(
          filters.map(filter => readShares(api, filter, signal)),
        );
        const shares = [
          ...new Map(
            lists.flatMap(({ items }) => items).map(each => [each.id, each]),
          ).values(),
        ];
        const isOwn = ({ databaseRef }: Share) =>
          resources.includes(databaseRef);
        const reached = new Set(shares.map(({ databaseRef }) => databaseRef));
        return {
          own: shares.filter(isOwn),
          ofOwners: shares.filter(share => !isOwn(share)),
          owners,
          declared: resources.filter(ref => !reached.has(ref)),
          isCut:
            owners.length > MOST_ASKED ||
            resources.length > MOST_ASKED ||
            lists.some(list => list.isCut),
        };
      },
      [api, key],
    ),
  );
  usePolling(question, RESTING_MILLISECONDS);
  return question;
}

/** Living shares of one kind, page by page. */
async function readShares(
  api: Pick<DatabaseAccessApi, 'listShares'>,
  filter: { networkOwnerRef: string } | { databaseRef: string },
  signal: AbortSignal,
): Promise<{ items: Share[]; isCut: boolean }> {
  const items: Share[] = [];
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const page = await api.listShares(
      { ...filter, living: true, limit: PAGE, ...(cursor && { cursor }) },
      { signal },
    );
    items.push(...page.items);
    cursor = page.nextCursor;
    if (!cursor) {
      break;
    }
  }
  return { items, isCut: cursor !== undefined };
}

function refsOf(entity: Entity, relation: string, kind?: string): string[] {
  return getEntityRelations(entity, relation, kind ? { kind } : undefined).map(
    ref => stringifyEntityRef(ref),
  );
}
