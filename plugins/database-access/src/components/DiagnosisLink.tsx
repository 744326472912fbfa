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
import { Share } from '@towpath/backstage-plugin-database-access-common';
import { sharePageRouteRef } from '../routes';
import { isShareFinal } from '../shareStatus';
import { useTexts } from '../useTexts';
import { DIAGNOSIS_FOCUS } from './DiagnosisButton';

/** The way from a database's page to why one of its accesses does not connect. */
export function DiagnosisLink(props: { share: Share }) {
  const { share } = props;
  const { t } = useTexts();
  const sharePage = useRouteRef(sharePageRouteRef);
  if (!sharePage || isShareFinal(share)) {
    return null;
  }
  return (
    <Link
      to={`${sharePage({ id: share.id })}?focus=${DIAGNOSIS_FOCUS}`}
      aria-label={t('diagnosis.linkLabel', { network: share.network.title })}
    >
      {t('diagnosis.link')}
    </Link>
  );
}
