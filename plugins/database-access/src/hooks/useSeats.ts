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

import { RELATION_MEMBER_OF } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import {
  AccessRequest,
  Decision,
} from '@towpath/backstage-plugin-database-access-common';
import { useCallback, useMemo } from 'react';
import { isSameRef } from '../isSameRef';
import { Question, useAnswer } from './useAnswer';

/** A group or person who must approve, and the approval, if it was given. */
export interface Seat {
  ref: string;
  approval?: Decision;
}

/**
 * Who has approved a request and who is still missing, as the backend counts it: one of each must approve, and who belongs
 * to several counts for each of them.
 */
export function useSeats(request: AccessRequest): Question<Seat[]> {
  const catalog = useApi(catalogApiRef);
  // A request that is read again is another object, and no other question.
  const key = JSON.stringify({
    refs: request.deciderRefs,
    approvals: approvalsOf(request),
  });
  const { refs, approvals } = useMemo(
    () => JSON.parse(key) as { refs: string[]; approvals: Decision[] },
    [key],
  );
  return useAnswer(
    useCallback(async () => {
      if (approvals.length === 0) {
        return refs.map(ref => ({ ref }));
      }
      const people = approvals.map(({ deciderRef }) => deciderRef);
      const { items } = await catalog.getEntitiesByRefs({
        entityRefs: people.map(ref => ref.toLocaleLowerCase('en-US')),
        fields: ['kind', 'metadata', 'relations'],
      });
      const belongings = items.map((person, index) => [
        people[index],
        ...(person?.relations ?? [])
          .filter(({ type }) => type === RELATION_MEMBER_OF)
          .map(({ targetRef }) => targetRef),
      ]);
      return refs.map(ref => ({
        ref,
        approval: approvals.find((_, index) =>
          belongings[index].some(owner => isSameRef(owner, ref)),
        ),
      }));
    }, [approvals, catalog, refs]),
  );
}

/** On this plan: what was said of an earlier one counts no more. */
function approvalsOf(request: AccessRequest): Decision[] {
  return request.decisions.filter(
    ({ decision, generation, planDigest, deciderRef }) =>
      decision === 'approve' &&
      generation === request.generation &&
      planDigest === request.planDigest &&
      !isSameRef(deciderRef, request.requesterRef),
  );
}
