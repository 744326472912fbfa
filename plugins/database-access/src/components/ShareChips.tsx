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
import { isShareFinal } from '../shareStatus';
import { useTexts } from '../useTexts';
import { HealthChip } from './HealthChip';
import { LifecycleChip } from './LifecycleChip';
import { Labelled } from './Labelled';
import { SyncChip } from './SyncChip';

/** The three things about a share that are never one: where it is in its life, how its path is, whether AWS has it all. */
export function ShareChips(props: { share: Share }) {
  const { share } = props;
  const { t } = useTexts();
  return (
    <>
      <LifecycleChip lifecycle={share.lifecycle} />
      {!isShareFinal(share) && (
        <>
          <Labelled label={t('share.health')}>
            <HealthChip health={share.health} />
          </Labelled>
          <Labelled label={t('share.sync')}>
            <SyncChip sync={share.sync} />
          </Labelled>
        </>
      )}
    </>
  );
}
