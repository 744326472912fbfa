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
import { databaseAccessOverviewReadPermission } from '@towpath/backstage-plugin-database-access-common';
import { lanesRouteRef, overviewRouteRef } from '../routes';
import { useTexts } from '../useTexts';
import { Row } from './Row';

/** The ways to how all of it is: to the overview for those who may see it, to their lanes for everybody. */
export function WaysToOverview() {
  const { t } = useTexts();
  const overviewPage = useRouteRef(overviewRouteRef);
  const lanesPage = useRouteRef(lanesRouteRef);
  const { allowed } = usePermission({
    permission: databaseAccessOverviewReadPermission,
  });
  return (
    <Row>
      {allowed && <Link to={overviewPage()}>{t('overview.link')}</Link>}
      <Link to={lanesPage()}>{t('overview.lanesLink')}</Link>
    </Row>
  );
}
