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
  ERROR_CODES,
  Finding,
} from '@towpath/backstage-plugin-database-access-common';
import { DatabaseAccessConfig } from '../config';
import { warning } from './findings';
import { BothSides } from './sides';

/** Whether the database gets an updater; it needs a role that the portal does not make. */
export function updaterOf(
  { updater, accounts }: DatabaseAccessConfig,
  { database }: BothSides,
): 'off' | 'on' | 'without-role' {
  if (!updater) {
    return 'off';
  }
  return accounts.get(database.accountId)?.updaterRole ? 'on' : 'without-role';
}

/** Without a role the way can be built, and is only worth less than people may think. */
export function updaterFindings(
  config: DatabaseAccessConfig,
  sides: BothSides,
): Finding[] {
  if (updaterOf(config, sides) !== 'without-role') {
    return [];
  }
  const { accountId, identifier } = sides.database;
  return [
    warning(ERROR_CODES.updaterRoleMissing, {
      message: `Account ${accountId} names no role for the updater, so ${identifier} gets none: when it fails over while the portal is down, it stays unreachable until the portal is back.`,
      remedy: `In account ${accountId}, make the role that docs/failover-updater.md describes, and set roles.updater in its entry of databaseAccess.accounts.`,
    }),
  ];
}
