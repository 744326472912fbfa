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

import type { AwsSessions, LaneClients } from '../aws';
import type { AccountConfig, DatabaseAccessConfig, Lane } from '../config';
import type { PolicySets, Side } from '../setup';
import type { Found } from './CheckResult';

/** Who the portal is, as AWS says. */
export interface PortalIdentity {
  accountId: string;
  /** As GetCallerIdentity answers it. */
  arn: string;
  /** Absent if it is in none, or may not ask. */
  organizationId?: string;
}

/** One account, and all that a check may use to look at it. Nothing of it can change anything. */
export interface Patient {
  config: DatabaseAccessConfig;
  account: AccountConfig;
  sides: Side[];
  lanes: Lane[];
  portal: PortalIdentity;
  sessions: AwsSessions;
  sets: PolicySets;
  /** What the `read` role of the account sees in a Region. */
  read(lane: Lane): LaneClients;
}

/** One thing that is looked at in an account. */
export interface Check {
  /** For people. */
  name: string | ((patient: Patient) => string);
  /** Other checks need the `read` role to open; these say whether it does. */
  needsReadRole: boolean;
  run(patient: Patient): Promise<Found[]>;
}

/** How people know an account. */
export function nameOf({ accountId, name }: AccountConfig): string {
  return accountId === name
    ? `Account ${accountId}`
    : `Account ${accountId} (${name})`;
}

/** How to get the roles right again. */
export function setupHint({ accountId }: AccountConfig): string {
  return `yarn setup:roles --account ${accountId} prints what it must be`;
}
