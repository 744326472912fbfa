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
import { StoredStray } from '../../store';
import { billedParts } from './BilledPart';
import { estimateCost } from './estimateCost';
import { PriceBook } from './PriceBook';

/** What an object costs by the month as it stands in AWS: USD; undefined if a price is not known. */
export function monthlyCostOf(
  { type, lane, state, awsId }: StoredStray,
  prices: PriceBook,
): number | undefined {
  const { subnetIds = [] } = (state ?? {}) as { subnetIds?: string[] };
  const parts = billedParts({
    pattern: 'privatelink',
    nodes: [
      {
        key: awsId,
        type,
        title: type,
        lane,
        name: awsId,
        spec: { subnetIds },
        dependsOn: [],
      },
    ],
    hops: [],
    opens: [],
    enables: [],
    cuts: [],
  });
  return estimateCost(parts, prices).fixedMonthly;
}
