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

import type { AccountConfig, DatabaseAccessConfig } from '../config';
import { Side, SIDES } from './sampleFacts';

/** What config wants an account for. One account may be wanted for several things. */
export function sidesOf(
  config: DatabaseAccessConfig,
  account: AccountConfig,
): Side[] {
  const holds: Record<Side, boolean> = {
    // Without an owner nobody could decide about a database, so none of the account is ever shared.
    provider: account.owner !== undefined || account.allowOwnerTags,
    consumer:
      account.allowNetworkTags ||
      config.networks.some(({ accountId }) => accountId === account.accountId),
    networking: serviceNetworkAccounts(config).includes(account.accountId),
  };
  return SIDES.filter(side => holds[side]);
}

/** The accounts that config gives a service network for others to use: those of its zones. */
export function serviceNetworkAccounts({
  zones = [],
}: DatabaseAccessConfig): string[] {
  return zones.map(({ accountId }) => accountId);
}
