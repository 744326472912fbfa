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

import { ShareUse } from '@towpath/backstage-plugin-database-access-common';
import { useTexts } from '../useTexts';
import { ReadingAge } from './ReadingAge';

/** Whether somebody uses a share, in a few words. */
export function ShareUseText(props: { use: ShareUse }) {
  const { state, usedAt, watchedSince } = props.use;
  const { t } = useTexts();
  if (state === 'used' && usedAt) {
    return <>{t('use.used', { age: <ReadingAge readAt={usedAt} /> })}</>;
  }
  if (state === 'unused' && watchedSince) {
    return (
      <>{t('use.unused', { age: <ReadingAge readAt={watchedSince} /> })}</>
    );
  }
  return (
    <>{t(state === 'not-published' ? 'use.notPublished' : 'use.unread')}</>
  );
}
