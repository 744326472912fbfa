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

import { environmentOf, KnownDatabase } from '../environmentOf';
import { useTexts } from '../useTexts';
import { StatusChip } from './StatusChip';

/** The environment of a database; in words if nobody says one. */
export function EnvironmentChip(props: { database: KnownDatabase }) {
  const { database } = props;
  const { t } = useTexts();
  const environment = environmentOf(database);
  if (!environment) {
    return <>{t('queue.environmentNone')}</>;
  }
  return environment === 'production' ? (
    <StatusChip tone="warning" label={t('production.label')} />
  ) : (
    <StatusChip tone="neutral" label={environment} />
  );
}
