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
  CostLine,
} from '@towpath/backstage-plugin-database-access-common';
import { formatCount, formatDollars } from '../amounts';
import { useLanguage } from '../hooks/useLanguage';
import { Translate } from '../Translate';
import { useTexts } from '../useTexts';
import { DataTable } from './DataTable';
import { MonthlyCost } from './MonthlyCost';
import { PriceOrigin } from './PriceOrigin';

/** The dimensions of the cost before the dollars, and where the prices come from. */
export function PlanCost(props: { cost: CostEstimate }) {
  const { cost } = props;
  const { t } = useTexts();
  const language = useLanguage();
  return (
    <>
      <DataTable
        label={t('plan.cost')}
        rows={cost.lines}
        keyOf={line => `${line.accountId} ${line.description}`}
        columns={[
          {
            id: 'what',
            label: t('plan.costLine'),
            cell: line => line.description,
          },
          {
            id: 'price',
            label: t('plan.costUnit'),
            cell: line => priceOf(line, t, language),
          },
          {
            id: 'units',
            label: t('plan.costUnits'),
            cell: line =>
              line.unitsPerMonth === undefined
                ? t('plan.costUsage')
                : formatCount(line.unitsPerMonth, language),
          },
          {
            id: 'monthly',
            label: t('plan.costMonthly'),
            cell: line => monthlyOf(line, t, language),
          },
          {
            id: 'account',
            label: t('plan.costBilled'),
            cell: line => line.accountId,
          },
        ]}
      />
      <Typography variant="body1" gutterBottom>
        <strong>
          {t('plan.costFixed', {
            sum: <MonthlyCost cost={{ ...cost, volumeGb: undefined }} />,
          })}
          {cost.volumeGb !== undefined && (
            <>
              {' · '}
              {t('plan.costExpected', { sum: <MonthlyCost cost={cost} /> })}
            </>
          )}
        </strong>
      </Typography>
      <PriceOrigin cost={cost} />
    </>
  );
}

function priceOf(line: CostLine, t: Translate, language: string): string {
  return line.unitPrice === undefined
    ? t('plan.costUnknown')
    : t('plan.costPer', {
        price: formatDollars(line.unitPrice, language),
        unit: line.unit,
      });
}

/** Usage that nobody can know before is another thing than a price that we do not know. */
function monthlyOf(line: CostLine, t: Translate, language: string): string {
  if (line.monthly !== undefined) {
    return formatDollars(line.monthly, language);
  }
  return t(
    line.unitPrice === undefined ? 'plan.costUnknown' : 'plan.costUsage',
  );
}
