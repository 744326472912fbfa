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

import { RequestStatus } from '@towpath/backstage-plugin-database-access-common';
import { TONE_OF_REQUEST } from '../requestStatus';
import { useTexts } from '../useTexts';
import { StatusChip } from './StatusChip';

/** Where a request stands. */
export function RequestStatusChip(props: { status: RequestStatus }) {
  const { t } = useTexts();
  return (
    <StatusChip
      tone={TONE_OF_REQUEST[props.status]}
      label={t(`requestStatus.${props.status}`)}
    />
  );
}
