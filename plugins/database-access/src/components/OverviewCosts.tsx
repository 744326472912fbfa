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

import { Link } from '@backstage/core-components';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import { OverviewCost } from '@towpath/backstage-plugin-database-access-common';
import { formatCount, formatDollars } from '../amounts';
import { useFocusFromAddress } from '../hooks/useFocusFromAddress';
import { useLanguage } from '../hooks/useLanguage';
import { useListAddress } from '../hooks/useListAddress';
import { useTexts } from '../useTexts';
import { DataTable } from './DataTable';
import { Section } from './Section';
import { Stack } from './Stack';

/** Names the table in an address: `?focus=costs`. */
export const COSTS_FOCUS = 'costs';

/** USD a month without any use, of all owners. */
export function totalOf(costs: readonly OverviewCost[]): number {
  return costs.reduce((sum, { fixedMonthly }) => sum + fixedMonthly, 0);
}

/** What the databases of each owner cost a month, by the estimates of their shares. */
export function OverviewCosts(props: { costs: OverviewCost[] }) {
  const { costs } = props;
  const { t } = useTexts();
  const language = useLanguage();
  const address = useListAddress();
  const place = useFocusFromAddress(COSTS_FOCUS);
  return (
    <Section place={place} title={t('overview.costs')}>
      <Stack>
        <Typography variant="body2">{t('overview.costsHelp')}</Typography>
        {costs.length > 0 && (
          <DataTable
            label={t('overview.costs')}
            rows={costs}
            keyOf={({ ownerRef }) => ownerRef}
            columns={[
              {
                id: 'owner',
                label: t('overview.costOwner'),
                cell: ({ ownerRef }) => (
                  <EntityRefLink entityRef={ownerRef} defaultKind="group" />
                ),
              },
              {
                id: 'shares',
                label: t('overview.costShares'),
                cell: ({ shares, filter }) => (
                  <Link to={address({ list: 'shares', filter })}>
                    {formatCount(shares, language)}
                  </Link>
                ),
              },
              {
                id: 'sum',
                label: t('overview.costSum'),
                cell: ({ fixedMonthly }) =>
                  formatDollars(fixedMonthly, language),
              },
              {
                id: 'unknown',
                label: t('overview.costUnknown'),
                cell: ({ unknown }) => formatCount(unknown, language),
              },
            ]}
          />
        )}
        <Typography variant="body2">
          <strong>{t('overview.total')}:</strong>{' '}
          {formatDollars(totalOf(costs), language)}
        </Typography>
      </Stack>
    </Section>
  );
}
