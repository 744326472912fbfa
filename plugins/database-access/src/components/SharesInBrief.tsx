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

import {
  databaseAccessShareReadPermission,
  Share,
} from '@towpath/backstage-plugin-database-access-common';
import { Listing } from '../hooks/usePages';
import { useSharesOfDatabase } from '../hooks/useSharesOfDatabase';
import { worstHealth } from '../shareStatus';
import { useTexts } from '../useTexts';
import { Answered } from './Answered';
import { FactList } from './FactList';
import { HealthChip } from './HealthChip';
import { Row } from './Row';

/** How many networks have access, and how the worst path is. */
export function SharesInBrief(props: { databaseRef: string }) {
  const { t } = useTexts();
  return (
    <Answered
      brief
      question={useSharesOfDatabase(props.databaseRef)}
      waiting={{ label: t('waiting.shares'), lines: 1 }}
      failure={{
        title: t('failure.shares'),
        forbidden: {
          title: t('forbidden.shares'),
          permission: databaseAccessShareReadPermission.name,
        },
      }}
    >
      {shares => <Brief shares={shares} />}
    </Answered>
  );
}

function Brief(props: { shares: Listing<Share> }) {
  const { items, more } = props.shares;
  const { t } = useTexts();
  const worst = worstHealth(items.map(({ health }) => health));
  const count = items.length;
  return (
    <FactList
      facts={[
        {
          label: t('access.title'),
          value: worst ? (
            <Row>
              <span>
                {more
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
