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

import { useSimulatedAws } from '../hooks/useSimulatedAws';
import { useTexts } from '../useTexts';
import { Notice } from './Notice';
import { StatusChip } from './StatusChip';

/** Says that nothing here is real AWS, if that is so. */
export function SimulatedAwsBanner() {
  const { t } = useTexts();
  return useSimulatedAws() ? (
    <Notice tone="info" role="note" title={t('simulated.title')}>
      {t('simulated.description')}
    </Notice>
  ) : null;
}

/** The same in two words, where there is no room for a sentence. */
export function SimulatedAwsChip() {
  const { t } = useTexts();
  return useSimulatedAws() ? (
    <StatusChip
      tone="info"
      label={t('simulated.title')}
      hint={t('simulated.description')}
    />
  ) : null;
}
