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

import type { ReachabilityCost } from '@towpath/backstage-plugin-database-access-common';
import type { Lane } from '../config';
import { EVERYWHERE, PriceBook } from '../planning';

/** What it costs to have one path analysed in each of these lanes. Who starts an analysis is billed for it. */
export function costOf(
  lanes: ReadonlyArray<Pick<Lane, 'region'>>,
  prices: PriceBook,
): ReachabilityCost {
  const book = prices.open();
  const each = lanes.map(
    ({ region }) =>
      book.price(region, 'pathAnalysis') ??
      book.price(EVERYWHERE, 'pathAnalysis'),
  );
  const isKnown = each.every(price => price !== undefined);
  return {
    currency: 'USD',
    analyses: lanes.length,
    ...(isKnown && {
      total: each.reduce((sum: number, price) => sum + (price ?? 0), 0),
    }),
    ...book.origin(),
  };
}
