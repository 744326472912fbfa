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

import { JsonObject } from '@backstage/types';
import {
  Company,
  CompanyAccount,
  exampleCompany,
  populate,
  World,
} from '@towpath/simulated-aws';

/**
 * Fills a world with a company, by default the example's, whose roles let the portal do what this config wants of each account, as if
 * somebody had made them as `yarn setup:roles` prints them.
 */
export function populateFor(
  databaseAccess: JsonObject,
  example: Company = exampleCompany,
) {
  return (world: World): void => {
    const company = structuredClone(example);
    const networks = (databaseAccess.networks ?? []) as JsonObject[];
    for (const { accountId } of networks) {
      letConsume(
        Object.values(company.accounts).find(({ id }) => id === accountId),
      );
    }
    populate(world, company);
  };
}

function letConsume(account: CompanyAccount | undefined): void {
  if (account?.portalSides && !account.portalSides.includes('consumer')) {
    account.portalSides.push('consumer');
  }
}
