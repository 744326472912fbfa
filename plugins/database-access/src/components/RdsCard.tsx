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

import { stringifyEntityRef } from '@backstage/catalog-model';
import { useEntity } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import { getDatabaseArnAnnotation } from '@towpath/backstage-plugin-database-access-common';
import { useTexts } from '../useTexts';
import { Panel } from './Panel';
import { RdsPanel } from './RdsPanel';

/** How RDS keeps the database of an entity page, wherever on it somebody wants to see that. */
export function RdsCard() {
  const { entity } = useEntity();
  const { t } = useTexts();
  return getDatabaseArnAnnotation(entity) ? (
    <RdsPanel key={stringifyEntityRef(entity)} entity={entity} />
  ) : (
    <Panel title={t('rds.title')}>
      <Typography variant="body2">{t('missingArn.titleShort')}</Typography>
    </Panel>
  );
}
