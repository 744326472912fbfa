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
  AccessDemand,
  AccessOpinion,
  AccessPolicy,
  AccessQuestion,
} from '@towpath/backstage-plugin-database-access-node';
import { DatabaseAccessConfig } from '../config';

/** The id of what holds in every portal. */
export const OWN_POLICY = 'towpath';

/** What holds in every portal, whatever its rules say, for accounts outside of the organisation of a database. */
export class OutsidePolicy implements AccessPolicy {
  readonly id = OWN_POLICY;
  readonly #config: Pick<DatabaseAccessConfig, 'accounts' | 'platformTeam'>;

  constructor(config: Pick<DatabaseAccessConfig, 'accounts' | 'platformTeam'>) {
    this.#config = config;
  }

  async judge({
    outsideOrganization,
    database,
    network,
  }: AccessQuestion): Promise<AccessOpinion[]> {
    if (!outsideOrganization) {
      return [];
    }
    const account = this.#config.accounts.get(network.accountId);
    if (account && !account.allowOutsideOrganization) {
      return [
        {
          rule: 'outside-not-allowed',
          because: `Account ${network.accountId} (${account.name}) is outside of the organisation, and databaseAccess.accounts does not set allowOutsideOrganization for it.`,
          refuse: true,
        },
      ];
    }
    return [
      {
        rule: 'outside-organization',
        because: 'What leaves the organisation is never one person’s decision.',
        decide: this.#oneMore(database.owner),
      },
    ];
  }

  /** Somebody beside an owner: of the platform team if there is one, or else another owner. */
  #oneMore(owner: string): AccessDemand[] {
    const { platformTeam } = this.#config;
    const by = 'database-owner';
    return platformTeam && lower(platformTeam) !== lower(owner)
      ? [
          { by, count: 1, stage: 1 },
          { by: platformTeam, count: 1, stage: 2 },
        ]
      : [{ by, count: 2, stage: 1 }];
  }
}

function lower(ref: string): string {
  return ref.toLocaleLowerCase('en-US');
}
