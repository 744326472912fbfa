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

import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { databaseAccessShareReadPermission } from '@towpath/backstage-plugin-database-access-common';
import { lastKnown } from '../hooks/useAnswer';
import { useSharesOfDatabase } from '../hooks/useSharesOfDatabase';
import { worstHealth } from '../shareStatus';
import { databaseAccessTranslationRef } from '../translation';
import { FactList } from './FactList';
import { Failure } from './Failure';
import { HealthChip } from './HealthChip';
import { Row } from './Row';
import { Waiting } from './Waiting';

/** How many networks have access, and how the worst path is. */
export function SharesInBrief(props: { databaseRef: string }) {
  const { t } = useTranslationRef(databaseAccessTranslationRef);
  const { answer, asking, askAgain } = useSharesOfDatabase(props.databaseRef);
  const shares = lastKnown(answer);
  if (!shares) {
    return answer.state === 'failed' ? (
      <Failure
        brief
        title={t('failure.shares')}
        forbidden={{
          title: t('forbidden.shares'),
          permission: databaseAccessShareReadPermission.name,
        }}
        error={answer.error}
        asking={asking}
        onAskAgain={askAgain}
      />
    ) : (
      <Waiting label={t('waiting.shares')} lines={1} onAskAgain={askAgain} />
    );
  }
  const worst = worstHealth(shares.items.map(({ health }) => health));
  const count = shares.items.length;
  return (
    <FactList
      facts={[
        {
          label: t('access.title'),
          value: worst ? (
            <Row>
              <span>
                {shares.more
                  ? t('access.countOrMore', { number: String(count) })
                  : t('access.count', { count })}
              </span>
              <span>
                {t('access.worst')} <HealthChip health={worst} />
              </span>
            </Row>
          ) : (
            t('access.emptyShort')
          ),
        },
      ]}
    />
  );
}
