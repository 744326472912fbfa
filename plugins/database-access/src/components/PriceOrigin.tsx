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

import Typography from '@material-ui/core/Typography';
import { CostEstimate } from '@towpath/backstage-plugin-database-access-common';
import { useLanguage } from '../hooks/useLanguage';
import { useNow } from '../hooks/useNow';
import { formatDayAge } from '../time';
import { useTexts } from '../useTexts';
import { LinkedText } from './LinkedText';

/** How old the prices of an estimate are, where they come from, and that it is one. */
export function PriceOrigin(props: {
  cost: Pick<CostEstimate, 'pricesOf' | 'pricesFrom' | 'source'>;
}) {
  const { pricesOf, pricesFrom, source } = props.cost;
  const { t } = useTexts();
  const language = useLanguage();
  const now = useNow(60_000);
  const date = new Intl.DateTimeFormat(language, {
    dateStyle: 'long',
    timeZone: 'UTC',
  }).format(new Date(pricesOf));
  return (
    <Typography variant="body2" color="textSecondary">
      {t('plan.costPrices', {
        date,
        age: formatDayAge(pricesOf, now, language),
        source: <LinkedText text={source} />,
      })}{' '}
      {pricesFrom === 'table' && t('plan.costFromTable')}{' '}
      {t('plan.costEstimate')}
    </Typography>
  );
}
