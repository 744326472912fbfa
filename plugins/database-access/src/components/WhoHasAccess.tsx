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

import { Entity, RELATION_OWNED_BY } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  EntityRefLinks,
  getEntityRelations,
} from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import { databaseAccessTranslationRef } from '../translation';
import { Panel } from './Panel';

/** Which networks may reach the database: none yet, and what comes next. */
export function WhoHasAccess(props: { entity: Entity }) {
  const { t } = useTranslationRef(databaseAccessTranslationRef);
  const owners = getEntityRelations(props.entity, RELATION_OWNED_BY);
  return (
    <Panel title={t('access.title')}>
      <Typography variant="body1" gutterBottom>
        {t('access.emptyTitle')}
      </Typography>
      <Typography variant="body2">
        {t('access.empty')}{' '}
        {owners.length > 0
          ? t('access.decidedBy', {
              owner: <EntityRefLinks entityRefs={owners} defaultKind="group" />,
            })
          : t('access.decidedByOwner')}{' '}
        {t('access.scope')}
      </Typography>
    </Panel>
  );
}
