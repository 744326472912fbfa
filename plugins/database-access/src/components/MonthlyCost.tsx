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

import { CostEstimate } from '@towpath/backstage-plugin-database-access-common';
import { formatCount, formatDollars } from '../amounts';
import { useLanguage } from '../hooks/useLanguage';
import { useTexts } from '../useTexts';

/**
 * What it costs a month: at the volume that somebody expects, else before any usage. A price that nobody knows is
 * unknown, never nothing.
 */
export function MonthlyCost(props: { cost: CostEstimate }) {
  const { fixedMonthly, monthlyAtVolume, volumeGb } = props.cost;
  const { t } = useTexts();
  const language = useLanguage();
  const amount = volumeGb === undefined ? fixedMonthly : monthlyAtVolume;
  const sum =
    amount === undefined
      ? t('share.costUnknown')
      : formatDollars(amount, language);
  return (
    <>
      {volumeGb === undefined
        ? sum
        : t('share.costAtVolume', {
            sum,
            volume: formatCount(volumeGb, language),
          })}
    </>
  );
}
