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
import {
  EntityRefLink,
  EntityRefLinks,
  getEntityRelations,
} from '@backstage/plugin-catalog-react';
import { lastKnown } from '../hooks/useAnswer';
import { useCatalogEntity } from '../hooks/useCatalogEntity';
import { useTexts } from '../useTexts';

/** Who asked, and for which team as far as the catalog knows. */
export function Requester(props: { entityRef: string }) {
  const { entityRef } = props;
  const { t } = useTexts();
  const person = lastKnown(useCatalogEntity(entityRef));
  const teams = person
    ? getEntityRelations(person, RELATION_MEMBER_OF, { kind: 'group' })
    : [];
  return (
    <span>
      <EntityRefLink entityRef={entityRef} defaultKind="user" />
      {teams.length > 0 && (
        <>
          {', '}
          {t('share.requesterTeams')}{' '}
          <EntityRefLinks entityRefs={teams} defaultKind="group" />
        </>
      )}
    </span>
  );
}
