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

import { ExtensionStatus } from '@towpath/backstage-plugin-database-access-common';
import { useTexts } from '../useTexts';
import { StatusChip } from './StatusChip';
import { Tone } from './tone';

const TONES: Record<ExtensionStatus, Tone> = {
  pending: 'progress',
  approved: 'ok',
  denied: 'error',
  cancelled: 'neutral',
  expired: 'neutral',
};

/** Where a wish for more time stands. */
export function ExtensionStatusChip(props: { status: ExtensionStatus }) {
  const { status } = props;
  const { t } = useTexts();
  return (
    <StatusChip tone={TONES[status]} label={t(`extension.status.${status}`)} />
  );
}
