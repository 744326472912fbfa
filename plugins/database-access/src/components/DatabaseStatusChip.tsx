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

import { toneOfDatabaseStatus } from '../databaseStatus';
import { useTexts } from '../useTexts';
import { StatusChip } from './StatusChip';

/** RDS's own status word. A word we do not know is neutral, never bad news. */
export function DatabaseStatusChip(props: { status: string }) {
  const { t } = useTexts();
  const tone = toneOfDatabaseStatus(props.status);
  return (
    <StatusChip
      tone={tone ?? 'neutral'}
      label={props.status}
      hint={tone ? undefined : t('status.unknown')}
    />
  );
}
