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

/** What one account is billed. */
export interface Payer {
  accountId: string;
  /** USD a month of what can be said; undefined if that is nothing. */
  monthly?: number;
  /** Something comes on top that only use will tell. */
  byUsage: boolean;
  /** Something comes on top whose price nobody knows. */
  unknown: boolean;
}

/** Who pays, and how much of it is known: unknown is never nothing. */
export function payersOf(cost: CostEstimate): Payer[] {
  const payers = new Map<string, Payer>();
  for (const { accountId, monthly, unitPrice } of cost.lines) {
    const payer = payers.get(accountId) ?? {
      accountId,
      byUsage: false,
      unknown: false,
    };
    const isKnown = monthly !== undefined;
    payers.set(accountId, {
      accountId,
      monthly: isKnown ? (payer.monthly ?? 0) + monthly : payer.monthly,
      byUsage: payer.byUsage || (!isKnown && unitPrice !== undefined),
      unknown: payer.unknown || (!isKnown && unitPrice === undefined),
    });
  }
  return [...payers.values()];
}
