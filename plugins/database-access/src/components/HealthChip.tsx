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

import { Health } from '@towpath/backstage-plugin-database-access-common';
import { TONE_OF_HEALTH } from '../shareStatus';
import { useTexts } from '../useTexts';
import { useOutdated } from './AsOf';
import { StatusChip } from './StatusChip';

/** How a path or a hop is, as AWS reports it; unknown once that is too long ago. */
export function HealthChip(props: { health: Health }) {
  const { t } = useTexts();
  const outdated = useOutdated();
  const health = outdated ? 'unknown' : props.health;
  return (
    <StatusChip
      tone={TONE_OF_HEALTH[health]}
      label={t(`health.${health}`)}
      hint={t(outdated ? 'health.outdatedHint' : `health.${health}Hint`)}
    />
  );
}
