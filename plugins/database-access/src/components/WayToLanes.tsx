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
import { HopCause } from '@towpath/backstage-plugin-database-access-common';
import { lanesPageRouteRef } from '../routes';
import { useTexts } from '../useTexts';

const UNREAD: readonly HopCause[] = ['not-read', 'account-unreadable'];

/** Where it stands why something could not be read. */
export function WayToLanes(props: { cause: HopCause | undefined }) {
  const { cause } = props;
  const { t } = useTexts();
  const lanesPage = useRouteRef(lanesPageRouteRef);
  return lanesPage && cause && UNREAD.includes(cause) ? (
    <Link to={lanesPage()}>{t('lanes.way')}</Link>
  ) : null;
}
