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

import { LaneQuotaState } from '@towpath/backstage-plugin-database-access-common';
import { formatCount } from '../amounts';
import { useLanguage } from '../hooks/useLanguage';
import { useTexts } from '../useTexts';
import { FoldedList, LaneTroubles } from './LaneTroubles';
import { ReadingAge } from './ReadingAge';

/** Which of a lane's quotas are nearly used up, what to do, and how old this is. */
export function LaneQuotas(props: { quotas: LaneQuotaState | undefined }) {
  const { quotas } = props;
  const { t } = useTexts();
  const language = useLanguage();
  if (!quotas) {
    return <>{t('lanes.quotasNever')}</>;
  }
  const { tight, unread, counted, readAt } = quotas;
  return (
    <>
      {tight.length > 0 && (
        <FoldedList
          summary={t('lanes.quotasTight', { count: tight.length })}
          items={tight.map(({ name, code, place, used, limit, remedy }) => ({
            key: `${code} ${place}`,
            content: t(place ? 'lanes.quotaIn' : 'lanes.quota', {
              name,
              code,
              place,
              used: formatCount(used, language),
              limit: formatCount(limit, language),
            }),
            remedy,
          }))}
        />
      )}
      {tight.length === 0 && counted > 0 && (
        <div>{t('lanes.quotasRoom', { count: counted })}</div>
      )}
      {unread.length > 0 && (
        <>
          <div>{t('lanes.quotasUnread')}</div>
          <LaneTroubles troubles={unread} />
        </>
      )}
      <div>
        {t('lanes.quotasRead', { age: <ReadingAge readAt={readAt} /> })}
      </div>
    </>
  );
}
