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
import {
  CostEstimate,
  Plan,
} from '@towpath/backstage-plugin-database-access-common';
import { formatDollars } from '../amounts';
import { useLanguage } from '../hooks/useLanguage';
import { Payer, payersOf } from '../payersOf';
import { useTexts } from '../useTexts';

/** Who pays how much of it a month. */
export function Payers(props: { cost: CostEstimate; plan: Plan }) {
  const { cost, plan } = props;
  const { t } = useTexts();
  const language = useLanguage();
  const nameOf = (accountId: string) =>
    [plan.network, plan.database].find(side => side.accountId === accountId)
      ?.accountName ?? accountId;
  const describe = (payer: Payer) =>
    t('comparison.payer', {
      account: nameOf(payer.accountId),
      sum: [
        ...(payer.monthly === undefined
          ? []
          : [formatDollars(payer.monthly, language)]),
        ...(payer.byUsage ? [t('plan.costUsage')] : []),
        ...(payer.unknown ? [t('plan.costUnknown')] : []),
      ].join(' + '),
    });
  return (
    <Typography variant="body2" color="textSecondary">
      {t('comparison.payers', {
        payers: payersOf(cost).map(describe).join(', '),
      })}
    </Typography>
  );
}
