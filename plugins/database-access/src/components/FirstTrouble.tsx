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

import { Share } from '@towpath/backstage-plugin-database-access-common';
import { useHopTitle } from '../hooks/useHopTitle';
import { firstTroubledHop } from '../shareStatus';
import { useTexts } from '../useTexts';

/** Which hop is the first in trouble, why, and what to do: nothing if none is. */
export function FirstTrouble(props: { share: Share }) {
  const { t } = useTexts();
  const titleOf = useHopTitle();
  const hop = firstTroubledHop(props.share.hops);
  if (!hop) {
    return null;
  }
  return (
    <>
      {t('share.troubleHop', { hop: titleOf(hop.name) })} {hop.reason}
      {hop.remedy && (
        <div>
          <strong>{t('hop.fix')}</strong> {hop.remedy}
        </div>
      )}
    </>
  );
}
