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
import { databaseAccessPolicyReadPermission } from '@towpath/backstage-plugin-database-access-common';
import { policyRouteRef } from '../routes';
import { useTexts } from '../useTexts';

/** The way to what the policy says, for those who may see it; nothing for anybody else. */
export function WayToPolicy() {
  const { t } = useTexts();
  const policyPage = useRouteRef(policyRouteRef);
  const { allowed } = usePermission({
    permission: databaseAccessPolicyReadPermission,
  });
  return allowed ? (
    <div>
      <Link to={policyPage()}>{t('policy.link')}</Link>
    </div>
  ) : null;
}
