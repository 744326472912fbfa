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
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { databaseAccessOrphanReadPermission } from '@towpath/backstage-plugin-database-access-common';
import { orphansRouteRef } from '../routes';
import { useTexts } from '../useTexts';

/** The way to what nobody claims in AWS, for those who may see it; nothing for anybody else. */
export function WayToOrphans() {
  const { t } = useTexts();
  const orphansPage = useRouteRef(orphansRouteRef);
  const { allowed } = usePermission({
    permission: databaseAccessOrphanReadPermission,
  });
  return allowed ? (
    <div>
      <Link to={orphansPage()}>{t('orphans.link')}</Link>
    </div>
  ) : null;
}
